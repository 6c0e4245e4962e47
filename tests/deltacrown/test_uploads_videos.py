import hashlib
import re
import struct

import pytest

from deltacrown.errors import Refused
from deltacrown.uploads import CleanImage, clean_image_or_video, clean_video
from tests.factories.images import PDF, mp4, picture, sent, webm

FIVE_MEGABYTES = 5 * 1024 * 1024
HTML = b"<!doctype html><script>alert(1)</script>"
EMPTY_BOX = struct.pack(">I4s", 8, b"free")


def refusal_of(content: bytes, name: str, clean=clean_video, **options) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        clean(sent(content, name), **options)
    return refusal.value.code, refusal.value.message


@pytest.mark.parametrize(
    ("content", "name", "content_type", "extension"),
    [
        (mp4(), "clip.mp4", "video/mp4", ".mp4"),
        (mp4(brand=b"mp42"), "CLIP.MP4", "video/mp4", ".mp4"),
        (mp4(brand=b"M4V "), "clip.m4v", "video/mp4", ".mp4"),
        (mp4(), "video:1234", "video/mp4", ".mp4"),
        (webm(), "clip.webm", "video/webm", ".webm"),
    ],
)
def test_a_video_is_kept_as_it_came_under_a_name_of_ours(content, name, content_type, extension):
    clean = clean_video(sent(content, name))

    assert re.fullmatch(rf"[0-9a-f]{{32}}\{extension}", clean.file.name)
    assert clean.file.read() == content
    assert (clean.content_type, clean.sha256) == (content_type, hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (mp4(brand=b"qt  "), "clip.mov", "a QuickTime video"),
        (webm(doc_type=b"matroska"), "clip.webm", "another kind of file"),
        (picture(), "clip.mp4", "a PNG image"),
        (HTML, "clip.mp4", "a web page"),
        (PDF, "clip.webm", "a PDF document"),
    ],
)
def test_what_is_no_mp4_or_webm_video_is_refused_by_its_content(content, name, found):
    assert refusal_of(content, name) == (
        "type",
        f"Only MP4 or WEBM videos are accepted; this is {found}.".replace("WEBM", "WebM"),
    )


@pytest.mark.parametrize("name", ["clip.html", "clip.webm", "clip.mp4.php"])
def test_a_video_with_another_extension_is_refused(name):
    assert refusal_of(mp4(), name)[0] == "extension"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(mp4()[:-1], id="cut at its end"),
        pytest.param(mp4()[:60], id="cut in its header"),
        pytest.param(mp4() + HTML, id="a page behind it"),
        pytest.param(mp4() + b"\0\0\0\0", id="half a box behind it"),
        pytest.param(
            mp4()[:20] + struct.pack(">I4s", 4, b"moov"), id="a box shorter than its head"
        ),
        pytest.param(mp4().replace(b"moov", b"free"), id="nothing that tells of its tracks"),
        pytest.param(mp4().replace(b"mdat", b"free"), id="no pictures"),
    ],
)
def test_an_mp4_whose_boxes_do_not_fill_it_is_refused(content):
    assert refusal_of(content, "clip.mp4") == ("damaged", "The video is damaged or incomplete.")


def test_boxes_may_be_long_or_reach_to_the_end():
    long_box = struct.pack(">I4sQ", 1, b"free", 24) + bytes(8)
    open_box = struct.pack(">I4s", 0, b"free") + bytes(50)

    assert clean_video(sent(mp4() + long_box + open_box, "clip.mp4")).content_type == "video/mp4"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(webm()[:-1], id="cut at its end"),
        pytest.param(webm()[:20], id="cut in its header"),
        pytest.param(webm() + HTML, id="a page behind it"),
        pytest.param(webm().replace(bytes.fromhex("18538067"), b"abcd"), id="no segment"),
        pytest.param(
            webm(doc_type=b"wave").replace(b"\0" * 20, b"B\x82\x84webm" + bytes(13), 1),
            id="another document that speaks of webm",
        ),
    ],
)
def test_a_webm_that_is_not_whole_is_refused(content):
    assert refusal_of(content, "clip.webm")[0] in {"damaged", "type"}


def test_a_webm_that_was_sent_live_does_not_know_its_length():
    live = webm().replace(b"\x01" + (2000).to_bytes(7, "big"), b"\x01" + b"\xff" * 7)

    assert clean_video(sent(live, "clip.webm")).content_type == "video/webm"


def test_a_video_of_the_limit_is_accepted_and_one_byte_more_is_refused(settings):
    settings.VIDEO_MAX_BYTES = len(mp4())

    assert clean_video(sent(mp4(), "clip.mp4")).content_type == "video/mp4"
    assert refusal_of(mp4(pixels=bytes(2001)), "clip.mp4")[0] == "too_large"
    assert refusal_of(mp4(), "clip.mp4", max_bytes=1024 * 1024 // 2048)[0] == "too_large"


def test_fifty_megabytes_are_the_limit(settings):
    assert settings.VIDEO_MAX_BYTES == 50 * 1024 * 1024
    assert settings.UPLOAD_MAX_REQUEST_BYTES == 52 * 1024 * 1024


# --- where both will do ---------------------------------------------------------------


def test_a_picture_is_cleaned_and_a_video_is_checked():
    image = clean_image_or_video(sent(picture(format="WEBP"), "screen.webp"))
    video = clean_image_or_video(sent(webm(), "clip.webm"))

    assert isinstance(image, CleanImage)
    assert (image.content_type, video.content_type) == ("image/webp", "video/webm")


def test_a_picture_keeps_its_own_limit_where_videos_may_be_larger():
    content = picture(format="JPEG")
    exactly = content + bytes(FIVE_MEGABYTES - len(content))

    assert clean_image_or_video(sent(exactly, "a.jpg")).content_type == "image/jpeg"
    assert refusal_of(exactly + b"\0", "a.jpg", clean_image_or_video) == (
        "too_large",
        "The file is larger than 5 MB.",
    )
    larger = mp4(pixels=bytes(FIVE_MEGABYTES))
    assert clean_image_or_video(sent(larger, "clip.mp4")).content_type == "video/mp4"


def test_whatever_is_neither_is_refused_with_what_would_do():
    assert refusal_of(PDF, "proof.pdf", clean_image_or_video) == (
        "type",
        "Only JPEG, PNG, WebP or HEIC images and MP4 or WebM videos are accepted; "
        "this is a PDF document.",
    )
    assert refusal_of(b"", "proof.png", clean_image_or_video)[0] == "empty"
