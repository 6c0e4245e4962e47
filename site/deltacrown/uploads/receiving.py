"""Taking a file in: piece by piece onto the disk, counted and hashed on the way."""

import hashlib
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, NoReturn

import pylibmagic  # noqa: F401  puts libmagic in reach, so it comes before magic

# isort: split
import magic
from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.uploads.kinds import MEGABYTE

CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """What was sent, in an open file without a name that goes when it is closed."""

    file: IO[bytes]
    name: str
    size: int
    sha256: str
    mime: str  # by the content; what the browser claims is never believed


def receive(upload: File, *, max_bytes: int) -> Received:
    """Take ``upload`` in, or refuse it as empty or as larger than ``max_bytes``.

    Django has spooled it already, and nobody looked at it; it is read once, and only as far as
    it may reach.
    """
    with ExitStack() as undo:
        file = undo.enter_context(tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR))
        digest, size = hashlib.sha256(), 0
        upload.seek(0)
        while chunk := upload.read(CHUNK):
            size += len(chunk)
            if size > max_bytes:
                refuse_size(max_bytes)
            digest.update(chunk)
            file.write(chunk)
        if not size:
            raise Refused(_("The file is empty."), code="empty")
        file.seek(0)
        mime = _mime_of(file)
        undo.pop_all()
    return Received(file, upload.name or "", size, digest.hexdigest(), mime)


def refuse_size(max_bytes: int) -> NoReturn:
    message = _("The file is larger than %(limit)s MB.")
    raise Refused(message % {"limit": f"{max_bytes / MEGABYTE:.3g}"}, code="too_large")


def _mime_of(file: IO[bytes]) -> str:
    """What libmagic says. It reads the file itself: of a buffer it knows videos less well."""
    try:
        return magic.from_descriptor(file.fileno(), mime=True)
    except magic.MagicException:  # some rule of libmagic fails on this content
        return "application/octet-stream"
    finally:
        file.seek(0)
