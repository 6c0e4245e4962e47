"""Images: the pixels are decoded and encoded again, and nothing else of the file is kept."""

import secrets
import struct
import tempfile
import threading
import zlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import IO, NoReturn

import imagehash
from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import ExifTags, Image
from pillow_heif import register_heif_opener

from deltacrown.errors import Refused
from deltacrown.uploads.editors import editing_hints, exif_value
from deltacrown.uploads.jpeg import count_scans
from deltacrown.uploads.kinds import IMAGE_TYPES, check_extension, image_type_of, in_words, name_of
from deltacrown.uploads.receiving import Received, receive

# The photo alone; what phones put beside it goes anyway.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

# How a photo was held, by its EXIF orientation, and the turn that makes it upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# What Pillow raises when a file lies about itself.
TOO_BIG = (Image.DecompressionBombError, Image.DecompressionBombWarning)
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, struct.error, zlib.error)

# A progressive JPEG goes over all its pixels once a scan; cameras and programs write ten or so.
MOST_SCANS = 100

# An image of 40 megapixels takes some 250 MB while it is turned. More than two at a time wait,
# so that a process needs no more however many threads it has.
_decoding = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class CleanImage:
    """An image that is safe to store and to show.

    ``perceptual_hash`` is ImageHash's phash, 64 bits as 16 hex digits: pictures that look alike
    differ in few of them. ``hints`` are what the file said of programs that edit images.
    """

    file: File
    format: str
    width: int
    height: int
    sha256: str  # of what was sent, so that the same file sent twice is noticed
    perceptual_hash: str
    hints: list[str]

    @property
    def content_type(self) -> str:
        return IMAGE_TYPES[self.format].mime


def clean_image(
    upload: File,
    *,
    formats: Sequence[str] = ("JPEG", "PNG", "HEIC"),
    max_bytes: int | None = None,
    max_pixels: int | None = None,
) -> CleanImage:
    """Make a clean image of what a visitor sent, or refuse it with the reason.

    The result is upright, has one frame, no metadata, and a random name whose
    extension tells the truth. The name and the type that the browser claims are
    never believed. HEIC comes out as JPEG, GIF as PNG.
    """
    received = receive(upload, max_bytes=max_bytes or settings.PROOF_MAX_BYTES)
    with closing(received.file):
        return clean_received(received, formats=formats, max_pixels=max_pixels)


def clean_received(
    received: Received, *, formats: Sequence[str], max_pixels: int | None = None
) -> CleanImage:
    format = _check_type(received, formats)
    limit = max_pixels or settings.UPLOAD_MAX_PIXELS
    try:
        with _decoding:
            image, hints = _decode(received.file, format, limit)
            stored = IMAGE_TYPES[format].stored
            return CleanImage(
                file=_encode(image, stored),
                format=stored,
                width=image.width,
                height=image.height,
                sha256=received.sha256,
                perceptual_hash=_perceptual_hash(image),
                hints=hints,
            )
    except TOO_BIG:
        _refuse_pixels(limit)
    except DAMAGED as damage:
        raise Refused(_("The image is damaged or incomplete."), code="damaged") from damage


def _check_type(received: Received, formats: Sequence[str]) -> str:
    format = image_type_of(received.mime, formats)
    if format is None:
        message = _("Only %(accepted)s images are accepted; this is %(found)s.")
        values = {"accepted": in_words(formats), "found": name_of(received.mime)}
        raise Refused(message % values, code="type")
    check_extension(received.name, received.mime, IMAGE_TYPES[format].extensions)
    return format


def _decode(file: IO[bytes], format: str, max_pixels: int) -> tuple[Image.Image, list[str]]:
    image = _open(file, format)
    _check_pixels(image, max_pixels)  # the header says so; nothing is decoded yet
    # An MPO is a JPEG from a phone with a preview behind it, and a HEIC may hold more than one:
    # the first frame is the photo.
    if getattr(image, "is_animated", False) and image.format not in {"MPO", "HEIF"}:
        raise Refused(_("Animated images are not accepted."), code="animated")
    if format == "JPEG" and count_scans(file) > MOST_SCANS:
        raise ValueError("More scans than any camera or program writes.")
    image.verify()
    image = _open(file, format)  # verify() leaves an image that cannot be read
    image.load()
    _check_pixels(image, max_pixels)  # where the header lied
    hints = editing_hints(image)
    # Not ImageOps.exif_transpose: it writes the metadata anew, and fails when they are odd.
    # The decoder of HEIC has turned the photo already, by the container and not by the EXIF.
    if format != "HEIC":
        image = _upright(image)
    if image.mode.startswith("I"):  # 16 bits of grey, which convert() would clip to white
        image = image.point(lambda level: level * (1 / 256)).convert("L")
    keep_alpha = IMAGE_TYPES[format].stored != "JPEG" and image.has_transparency_data
    mode = "RGBA" if keep_alpha else "RGB"
    return (image if image.mode == mode else image.convert(mode)), hints


def _open(file: IO[bytes], format: str) -> Image.Image:
    file.seek(0)
    return Image.open(file, formats=["HEIF" if format == "HEIC" else format])


def _upright(image: Image.Image) -> Image.Image:
    turn = TURNS.get(exif_value(image, ExifTags.Base.Orientation))
    return image if turn is None else image.transpose(turn)


def _encode(image: Image.Image, format: str) -> File:
    image.info = {}  # the writers would copy colour profiles and comments from here
    kind = IMAGE_TYPES[format]
    # Without a name on the disk either; it goes when whoever stores it has let go of it.
    written = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
    image.save(written, format=format, **kind.options)
    written.seek(0)
    return File(written, name=secrets.token_hex(16) + kind.extensions[0])


def _perceptual_hash(image: Image.Image) -> str:
    small = image.resize((128, 128), Image.Resampling.BOX)  # phash would copy all the pixels
    return str(imagehash.phash(small))


def _check_pixels(image: Image.Image, max_pixels: int) -> None:
    if image.width * image.height > max_pixels:
        _refuse_pixels(max_pixels)


def _refuse_pixels(max_pixels: int) -> NoReturn:
    message = _("The image has more than %(limit)s megapixels.")
    raise Refused(message % {"limit": f"{max_pixels / 1_000_000:.3g}"}, code="pixels")
