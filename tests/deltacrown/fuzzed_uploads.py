"""Broken and disguised files, made of honest ones by a seed: the same for ever.

(The honest ones are made anew, so that their bytes depend on the encoders.)
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw, PngImagePlugin

from tests.factories.images import (
    GIF_AND_SCRIPT,
    GPS,
    MAKER,
    ORIENTATION,
    PDF,
    SOFTWARE,
    SVG,
    WAVE,
    mp4,
    webm,
    written,
)

SECRET = b"the-place-i-live"
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
NAMES = ("jpg", "jpeg", "png", "heic", "gif", "webp", "html", "svg", "php", "pdf", "mp4", "PNG", "")
HEADS = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    b"GIF89a",
    b"RIFF\x00\x10\x00\x00WEBPVP8 ",
    b"\x00\x00\x00\x1cftypheic",
    b"%PDF-1.7\n",
    b"<svg>",
    b"\x00\x00\x00\x18ftypisom",
    bytes.fromhex("1a45dfa3"),
)


@dataclass(frozen=True, slots=True)
class Fuzzed:
    name: str
    content: bytes
    how: str


def honest() -> dict[str, tuple[str, bytes]]:
    """By kind: the extension and a file of it, with metadata where there can be any."""
    image = Image.radial_gradient("L").resize((96, 72)).convert("RGB")
    ImageDraw.Draw(image).text((5, 5), "500 BDT", fill="white")
    exif = Image.Exif()
    exif[MAKER], exif[SOFTWARE], exif[ORIENTATION] = SECRET.decode(), "GIMP 2.10", 6
    exif.get_ifd(GPS)[2] = (23.0, 48.0, 36.0)
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", SECRET.decode())
    frames = {"save_all": True, "append_images": [image.rotate(90)]}
    return {
        "jpeg": ("jpg", written(image, format="JPEG", exif=exif, comment=SECRET)),
        "progressive": ("jpg", written(image, format="JPEG", progressive=True, exif=exif)),
        "mpo": ("jpg", written(image, format="MPO", exif=exif, **frames)),
        "cmyk": ("jpg", written(image.convert("CMYK"), format="JPEG")),
        "png": ("png", written(image, format="PNG", pnginfo=note, exif=exif)),
        "palette": ("png", written(image.quantize(16), format="PNG", transparency=3)),
        "grey16": ("png", written(image.convert("I;16"), format="PNG")),
        "apng": ("png", written(image, format="PNG", **frames)),
        "heic": ("heic", written(image, format="HEIF", exif=exif.tobytes())),
        "webp": ("webp", written(image, format="WEBP", exif=exif)),
        "gif": ("gif", written(image, format="GIF", comment=SECRET)),
        "tiff": ("tiff", written(image, format="TIFF")),
        "script": ("gif", GIF_AND_SCRIPT),
        "sound": ("wav", WAVE),
        "pdf": ("pdf", PDF),
        "svg": ("svg", SVG),
        "mp4": ("mp4", mp4()),
        "webm": ("webm", webm()),
    }


def fuzzed(number: int, *, seed: int) -> Iterator[Fuzzed]:
    """This many files. Each breaks an honest one in one to three ways."""
    chance, files = random.Random(seed), honest()
    for _number in range(number):
        kind = chance.choice(sorted(files))
        extension, content = files[kind]
        ways = chance.choices(WAYS, k=chance.randint(1, 3))
        for way in ways:
            content = way(content, chance, [each for _extension, each in files.values()])
        if chance.random() < 0.3:
            extension = chance.choice(NAMES)
        how = " ".join([kind, *(way.__name__ for way in ways)])
        yield Fuzzed(f"proof.{extension}".rstrip("."), content, how)


def flip_bits(content: bytes, chance: random.Random, _others: list[bytes]) -> bytes:
    flipped = bytearray(content)
    for _number in range(chance.randint(1, 12)):
        at = int(len(flipped) * chance.random() ** chance.choice([1, 4]))  # often in the header
        flipped[at] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def truncate(content: bytes, chance: random.Random, _others: list[bytes]) -> bytes:
    return content[: chance.randint(1, len(content))]


def cut_out(content: bytes, chance: random.Random, _others: list[bytes]) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randint(1, 200) :] or b"\0"


def splice(content: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    other = chance.choice(others)
    return content[: chance.randint(1, len(content))] + other[chance.randrange(len(other)) :]


def append(content: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    return content + chance.choice([HTML, GIF_AND_SCRIPT, SECRET, *others])


def swap_head(content: bytes, chance: random.Random, _others: list[bytes]) -> bytes:
    head = chance.choice(HEADS)
    return head + content[chance.choice([0, len(head)]) :]


def leave(content: bytes, _chance: random.Random, _others: list[bytes]) -> bytes:
    return content


WAYS: list[Callable[[bytes, random.Random, list[bytes]], bytes]] = [
    *(flip_bits, truncate, cut_out, splice, append, swap_head, leave)
]
