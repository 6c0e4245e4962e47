"""Images that visitors send: checked, and written anew.

Nothing of what was sent is stored: the pixels are decoded and encoded again, so
that places, names, scripts and whatever hung behind the picture are gone.
"""

import hashlib
import secrets
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import NoReturn

import pylibmagic  # noqa: F401  puts libmagic in reach, so it comes before magic

# isort: split
import magic
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import ExifTags, Image

from deltacrown.errors import Refused

MEGABYTE = 1024 * 1024
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class ImageType:
    mime: str
    extensions: tuple[str, ...]  # the first is the one we give
    options: dict[str, int | bool]


IMAGE_TYPES = {
    "JPEG": ImageType("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), {"quality": 88}),
    "PNG": ImageType("image/png", (".png",), {"optimize": False}),
    "WEBP": ImageType("image/webp", (".webp",), {"quality": 88}),
}

# What else people send, in words they know. Whatever is missing here is refused as well.
OTHER_TYPES = {
    "application/pdf": gettext_lazy("a PDF document"),
    "audio/x-wav": gettext_lazy("a sound recording"),
    "image/apng": gettext_lazy("an animated PNG image"),
    "image/gif": gettext_lazy("a GIF image"),
    "image/heic": gettext_lazy("a HEIC image"),
    "image/heif": gettext_lazy("a HEIC image"),
    "image/jpeg": gettext_lazy("a JPEG image"),
    "image/png": gettext_lazy("a PNG image"),
    "image/svg+xml": gettext_lazy("an SVG image"),
    "image/webp": gettext_lazy("a WebP image"),
    "text/html": gettext_lazy("a web page"),
    "text/plain": gettext_lazy("a text"),
    "text/xml": gettext_lazy("a text"),
    "video/mp4": gettext_lazy("a video"),
}

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
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)


@dataclass(frozen=True, slots=True)
class CleanImage:
    """An image that is safe to store and to show."""

    file: ContentFile
    format: str
    width: int
    height: int
    sha256: str  # of what was sent, so that the same file sent twice is noticed


def clean_image(
    upload: File,
    *,
    formats: Sequence[str] = ("JPEG", "PNG"),
    max_bytes: int | None = None,
    max_pixels: int | None = None,
) -> CleanImage:
    """Make a clean image of what a visitor sent, or refuse it with the reason.

    The result is upright, has one frame, no metadata, and a random name whose
    extension tells the truth. The name and the type that the browser claims are
    never believed.
    """
    content = _read(upload, max_bytes or settings.PROOF_MAX_BYTES)
    format = _check_type(content, upload.name or "", formats)
    limit = max_pixels or settings.UPLOAD_MAX_PIXELS
    try:
        image = _decode(content, format, limit)
    except TOO_BIG:
        _refuse_pixels(limit)
    except DAMAGED as damage:
        raise Refused(_("The image is damaged or incomplete."), code="damaged") from damage
    return CleanImage(
        file=_encode(image, format),
        format=format,
        width=image.width,
        height=image.height,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _read(upload: File, max_bytes: int) -> bytes:
    upload.seek(0)
    content = bytearray()
    while chunk := upload.read(CHUNK):
        content += chunk
        if len(content) > max_bytes:
            message = _("The file is larger than %(limit)s MB.")
            raise Refused(message % {"limit": f"{max_bytes / MEGABYTE:.3g}"}, code="too_large")
    if not content:
        raise Refused(_("The file is empty."), code="empty")
    return bytes(content)


def _check_type(content: bytes, name: str, formats: Sequence[str]) -> str:
    mime = magic.from_buffer(content, mime=True)
    format = next((each for each in formats if IMAGE_TYPES[each].mime == mime), None)
    found = OTHER_TYPES.get(mime, _("another kind of file"))
    if format is None:
        message = _("Only %(accepted)s images are accepted; this is %(found)s.")
        accepted = get_text_list(list(formats))
        raise Refused(message % {"accepted": accepted, "found": found}, code="type")
    extension = PurePath(name).suffix.lower()
    if extension and extension not in IMAGE_TYPES[format].extensions:
        message = _("The file is named %(extension)s, but it is %(found)s.")
        raise Refused(message % {"extension": extension, "found": found}, code="extension")
    return format


def _decode(content: bytes, format: str, max_pixels: int) -> Image.Image:
    image = _open(content, format)
    if image.width * image.height > max_pixels:  # the header says so; nothing is decoded yet
        _refuse_pixels(max_pixels)
    # An MPO is a JPEG from a phone with a preview behind it; the first frame is the photo.
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
        raise Refused(_("Animated images are not accepted."), code="animated")
    image.verify()
    image = _open(content, format)  # verify() leaves an image that cannot be read
    image.load()
    # Not ImageOps.exif_transpose: it writes the metadata anew, and fails when they are odd.
    if (turn := TURNS.get(image.getexif().get(ExifTags.Base.Orientation))) is not None:
        image = image.transpose(turn)
    if image.mode.startswith("I"):  # 16 bits of grey, which convert() would clip to white
        image = image.point(lambda level: level * (1 / 256)).convert("L")
    keep_alpha = format != "JPEG" and image.has_transparency_data
    return image.convert("RGBA" if keep_alpha else "RGB")


def _open(content: bytes, format: str) -> Image.Image:
    return Image.open(BytesIO(content), formats=[format])


def _encode(image: Image.Image, format: str) -> ContentFile:
    image.info = {}  # the writers would copy colour profiles and comments from here
    written = BytesIO()
    kind = IMAGE_TYPES[format]
    image.save(written, format=format, **kind.options)
    return ContentFile(written.getvalue(), name=secrets.token_hex(16) + kind.extensions[0])


def _refuse_pixels(max_pixels: int) -> NoReturn:
    message = _("The image has more than %(limit)s megapixels.")
    raise Refused(message % {"limit": f"{max_pixels / 1_000_000:.3g}"}, code="pixels")
