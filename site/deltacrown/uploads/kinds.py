"""The kinds of files: by what libmagic calls them, with their extensions and their names."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltacrown.errors import Refused

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ImageType:
    """An image that may be sent. ``stored`` is the type that it is encoded as."""

    mime: str
    extensions: tuple[str, ...]  # the first is the one we give
    stored: str
    options: dict[str, int | bool] = field(default_factory=dict)
    also: str = ""  # another name that libmagic has for it

    @property
    def mimes(self) -> tuple[str, ...]:
        return (self.mime, self.also)


@dataclass(frozen=True, slots=True)
class VideoType:
    mimes: tuple[str, ...]
    extensions: tuple[str, ...]

    @property
    def mime(self) -> str:
        return self.mimes[0]


IMAGE_TYPES = {
    "JPEG": ImageType("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), "JPEG", {"quality": 88}),
    "PNG": ImageType("image/png", (".png",), "PNG", {"optimize": False}),
    "WEBP": ImageType("image/webp", (".webp",), "WEBP", {"quality": 88}),
    "GIF": ImageType("image/gif", (".gif",), "PNG"),
    "HEIC": ImageType("image/heic", (".heic", ".heif", ".hif"), "JPEG", also="image/heif"),
}
VIDEO_TYPES = {
    "MP4": VideoType(("video/mp4", "video/x-m4v"), (".mp4", ".m4v")),
    "WEBM": VideoType(("video/webm",), (".webm",)),
}

# What people send, in words they know.
NAMES = {
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
    "video/mp4": gettext_lazy("an MP4 video"),
    "video/quicktime": gettext_lazy("a QuickTime video"),
    "video/webm": gettext_lazy("a WebM video"),
    "video/x-m4v": gettext_lazy("an MP4 video"),
}


def name_of(mime: str) -> str:
    return str(NAMES.get(mime, _("another kind of file")))


def image_type_of(mime: str, formats: Iterable[str]) -> str | None:
    return next((each for each in formats if mime in IMAGE_TYPES[each].mimes), None)


def video_type_of(mime: str) -> str | None:
    return next((each for each, kind in VIDEO_TYPES.items() if mime in kind.mimes), None)


def in_words(formats: Iterable[str]) -> str:
    """The names of formats as a sentence has them: "JPEG, PNG or HEIC"."""
    written = {"WEBP": "WebP", "WEBM": "WebM"}
    return get_text_list([written.get(each, each) for each in formats], _("or"))


def check_extension(name: str, mime: str, extensions: tuple[str, ...]) -> None:
    """Refuse a name that says something else than the content. A name without one is fine."""
    extension = PurePath(name).suffix.lower()
    if extension and extension not in extensions:
        message = _("The file is named %(extension)s, but it is %(found)s.")
        raise Refused(
            message % {"extension": extension[:20], "found": name_of(mime)}, code="extension"
        )
