"""Broken and disguised files by the hundred: what is stored is always what it says it is."""

from io import BytesIO

import pytest
from PIL import Image

from deltacrown.errors import Refused
from deltacrown.uploads import CleanVideo, clean_image, clean_image_or_video
from tests.deltacrown.fuzzed_uploads import SECRET, Fuzzed, fuzzed, honest
from tests.factories.images import sent

# What Pillow makes up of a file without metadata.
TECHNICAL = {
    "JPEG": {"jfif", "jfif_version", "jfif_unit", "jfif_density"},
    "PNG": set(),
    "WEBP": {"background", "duration", "loop", "timestamp"},
}
KNOWN = {
    "type",
    "extension",
    "damaged",
    "animated",
    "pixels",
    "too_large",
    "empty",
}


def check_clean(content: bytes, name: str, format: str) -> None:
    """``content`` is one still image of this type, and nothing beside it."""
    image = Image.open(BytesIO(content), formats=[format])
    image.load()
    assert not getattr(image, "is_animated", False)
    assert not dict(image.getexif())
    assert set(image.info) <= TECHNICAL[format]
    assert name.endswith({"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}[format])
    assert SECRET not in content
    assert b"<script" not in content
    check_end(content, format)


def check_end(content: bytes, format: str) -> None:
    """Nothing hangs behind the picture."""
    if format == "JPEG":
        assert content.index(b"\xff\xd9", content.rindex(b"\xff\xda")) == len(content) - 2
    elif format == "PNG":
        assert content.index(b"IEND\xaeB`\x82") == len(content) - 8
    else:
        assert int.from_bytes(content[4:8], "little") == len(content) - 8


def outcome(file: Fuzzed, clean, **options) -> str:
    try:
        made = clean(sent(file.content, file.name), **options)
    except Refused as refusal:
        return refusal.code
    content = made.file.read()
    if isinstance(made, CleanVideo):
        assert content == file.content
        assert made.file.name.endswith((".mp4", ".webm"))
    else:
        check_clean(content, made.file.name, made.format)
    return "stored"


@pytest.mark.filterwarnings("ignore::UserWarning")  # of Pillow, about the metadata
@pytest.mark.parametrize(
    ("clean", "options", "seed"),
    [
        (clean_image, {}, 1),
        (clean_image, {"formats": ["GIF", "WEBP"]}, 2),
        (clean_image_or_video, {}, 3),
    ],
)
def test_whatever_of_400_broken_files_is_stored_is_clean(clean, options, seed):
    outcomes = {outcome(file, clean, **options) for file in fuzzed(400, seed=seed)}

    assert outcomes - {"stored"} <= KNOWN
    assert {"stored", "type", "extension", "damaged"} <= outcomes


def test_the_honest_files_are_stored_before_they_are_broken():
    outcomes = {
        kind: outcome(Fuzzed(f"proof.{extension}", content, kind), clean_image)
        for kind, (extension, content) in honest().items()
    }

    assert {kind for kind, came in outcomes.items() if came == "stored"} == {
        *("jpeg", "progressive", "mpo", "cmyk", "png", "palette", "grey16", "heic")
    }
