"""The matrix of uploads, for the validator and for the view alike."""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from tests.factories.images import (
    GIF_AND_SCRIPT,
    GPS,
    MAKER,
    PDF,
    SVG,
    WAVE,
    exif,
    mp4,
    noise,
    picture,
    png_of,
)

FIVE_MEGABYTES = 5 * 1024 * 1024
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


@dataclass(frozen=True, slots=True)
class Case:
    """A file. ``code`` is of the refusal, ``stored`` the type that comes out of it."""

    what: str
    name: str
    content: Callable[[], bytes]
    code: str = ""
    stored: str = "PNG"

    def __str__(self) -> str:
        return self.what


def padded(format: str, size: int) -> tuple[bytes, str]:
    """An image of exactly this many bytes; what fills it up is no picture."""
    content = picture(format=format)
    if format == "HEIF":
        box = struct.pack(">I4s", size - len(content), b"free")
        return content + box + bytes(size - len(content) - 8), "proof.heic"
    return content + bytes(size - len(content)), f"proof.{format.lower()}"


def moving_png() -> bytes:
    return picture(save_all=True, append_images=[Image.new("RGB", (40, 20), "blue")])


def photo_with_place() -> bytes:
    made = exif({MAKER: "my home"})
    made.get_ifd(GPS)[2] = (23.0, 48.0, 36.0)
    return picture(format="JPEG", exif=made)


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


REFUSED = [
    Case("PNG named .html", "proof.html", picture, "extension"),
    Case("PNG named .jpg", "proof.jpg", picture, "extension"),
    Case("JPEG named .PNG", "proof.PNG", lambda: picture(format="JPEG"), "extension"),
    Case("PNG named .php", "proof.png.php", picture, "extension"),
    Case("SVG", "proof.svg", lambda: SVG, "type"),
    Case("SVG named .png", "proof.png", lambda: SVG, "type"),
    Case("GIF and script", "proof.gif", lambda: GIF_AND_SCRIPT, "type"),
    Case("GIF and script named .png", "proof.png", lambda: GIF_AND_SCRIPT, "type"),
    Case("HTML named .jpg", "proof.jpg", lambda: HTML, "type"),
    Case("30,000 x 30,000 PNG", "proof.png", lambda: png_of(30_000, 30_000), "pixels"),
    Case(
        "bomb of zeros",
        "proof.png",
        lambda: png_of(20_000, 20_000, pixels=bytes(20_000_000)),
        "pixels",
    ),
    Case("header with too few pixels behind", "proof.png", lambda: png_of(5_000, 5_000), "damaged"),
    Case("truncated JPEG", "proof.jpg", lambda: half(noise(format="JPEG")), "damaged"),
    Case("truncated PNG", "proof.png", lambda: half(noise()), "damaged"),
    Case("truncated HEIC", "proof.heic", lambda: half(noise(format="HEIF")), "damaged"),
    Case(
        "HEIC of zeros",
        "proof.heic",
        lambda: picture(format="HEIF")[:40] + bytes(2000),
        "damaged",
    ),
    Case("sound as WebP", "proof.webp", lambda: WAVE, "type"),
    Case("WebP", "proof.webp", lambda: picture(format="WEBP"), "type"),
    Case("nothing", "proof.png", lambda: b"", "empty"),
    Case("PDF", "proof.pdf", lambda: PDF, "type"),
    Case("PDF named .jpg", "proof.jpg", lambda: PDF, "type"),
    Case("video", "proof.mp4", mp4, "type"),
    Case("APNG", "proof.png", moving_png, "animated"),
    Case("over 5 MB", "proof.jpg", lambda: padded("JPEG", FIVE_MEGABYTES + 1)[0], "too_large"),
]
ACCEPTED = [
    Case("JPEG", "proof.JPG", lambda: picture(format="JPEG"), stored="JPEG"),
    Case("JPEG and HTML", "proof.jpg", lambda: picture(format="JPEG") + HTML, stored="JPEG"),
    Case(
        "JPEG with a script inside",
        "a.jpg",
        lambda: picture(format="JPEG", comment=HTML),
        stored="JPEG",
    ),
    Case("PNG and HTML", "proof.png", lambda: picture() + HTML),
    Case("photo with its place", "proof.jpg", photo_with_place, stored="JPEG"),
    Case("HEIC", "IMG_1.HEIC", lambda: picture(format="HEIF"), stored="JPEG"),
    Case("HEIC named .heif", "IMG_1.heif", lambda: picture(format="HEIF"), stored="JPEG"),
    Case("16-bit PNG", "proof.png", lambda: picture(mode="I;16", colour=0x8000)),
    Case(
        "CMYK JPEG",
        "proof.jpg",
        lambda: picture(format="JPEG", mode="CMYK", colour=0),
        stored="JPEG",
    ),
    Case(
        "palette with transparency",
        "proof.png",
        lambda: picture(mode="P", colour=1, transparency=1),
    ),
    Case("5 MB exactly", "proof.png", lambda: padded("PNG", FIVE_MEGABYTES)[0]),
]
