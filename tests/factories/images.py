"""Files as visitors send them: honest ones, and the parts to make others of."""

import io
import struct
import zlib

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

pillow_heif.register_heif_opener()

RED, BLUE = (200, 30, 30), (30, 30, 200)
WAVE = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00" + bytes(24)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF_AND_SCRIPT = b"GIF89a/*" + bytes(9) + b"*/=1;alert(1)//"
ORIENTATION, SOFTWARE, GPS, MAKER = 0x0112, 0x0131, 0x8825, 0x010F


def png_upload(name: str = "proof.png", *, colour: str = "navy") -> SimpleUploadedFile:
    """A small, honest PNG as a browser would send it."""
    return sent(picture(size=(64, 64), colour=colour), name)


def sent(content: bytes, name: str = "proof.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def picture(*, format="PNG", size=(40, 20), colour=RED, mode="RGB", **options) -> bytes:
    return written(Image.new(mode, size, colour), format=format, **options)


def noise(*, format="PNG", size=(64, 48), **options) -> bytes:
    """A picture that no encoder makes small. Not the same twice."""
    return written(Image.effect_noise(size, 60).convert("RGB"), format=format, **options)


def written(image: Image.Image, **options) -> bytes:
    content = io.BytesIO()
    image.save(content, **options)
    return content.getvalue()


def exif(tags: dict[int, object]) -> Image.Exif:
    made = Image.Exif()
    made.update(tags)
    return made


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int, *, pixels: bytes = bytes(100)) -> bytes:
    """A PNG whose header says this size, whatever stands in it."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(pixels, 9))
    return b"\x89PNG\r\n\x1a\n" + header + body + png_chunk(b"IEND", b"")


def mp4(*, brand: bytes = b"isom", pixels: bytes = bytes(2000)) -> bytes:
    """The boxes of a video that was recorded to its end."""
    kind = _box(b"ftyp", brand + bytes(4) + brand + b"mp41")
    return kind + _box(b"moov", _box(b"mvhd", bytes(100))) + _box(b"mdat", pixels)


def webm(*, doc_type: bytes = b"webm", frames: bytes = bytes(2000)) -> bytes:
    head = b"".join(
        bytes.fromhex(identity) + bytes([0x80 | len(value)]) + value
        for identity, value in (
            ("4286", b"\x01"),
            ("42f7", b"\x01"),
            ("42f2", b"\x04"),
            ("42f3", b"\x08"),
            ("4282", doc_type),
            ("4287", b"\x04"),
            ("4285", b"\x02"),
        )
    )
    segment = bytes.fromhex("18538067") + b"\x01" + len(frames).to_bytes(7, "big") + frames
    return bytes.fromhex("1a45dfa3") + bytes([0x80 | len(head)]) + head + segment


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body
