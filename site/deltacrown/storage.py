"""Private files: where they lie, how they are named, and the one way to serve them."""

import secrets
from pathlib import PurePath
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone
from django.utils.deconstruct import deconstructible
from django.utils.http import content_disposition_header

KNOWN_EXTENSIONS = {
    ".csv",
    ".jpg",
    ".json",
    ".mp4",
    ".pdf",
    ".png",
    ".webm",
    ".webp",
    ".zip",
}
SHOWN_INLINE = {"image/jpeg", "image/png", "image/webp"}
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def private_storage() -> Storage:
    """The storage that no address leads to. For ``FileField(storage=private_storage)``.

    A callable, so that a migration names no place and each deployment has its own.
    """
    return storages["private"]


@deconstructible
class RandomName:
    """An ``upload_to`` that nobody can guess: ``folder/2030/05/<32 hex digits>.png``.

    Nothing of the visitor's file name is kept but an extension we know; any other
    becomes ``.bin``, which no browser shows.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: Model | None, filename: str) -> str:
        extension = PurePath(filename).suffix.lower()
        if extension not in KNOWN_EXTENSIONS:
            extension = ".bin"
        return f"{self.folder}/{timezone.now():%Y/%m}/{secrets.token_hex(16)}{extension}"


def private_response(
    field_file: FieldFile, *, filename: str, content_type: str, inline: bool = False
) -> HttpResponse | FileResponse:
    """Answer with a private file. The caller has checked that this reader may have it.

    The file is an attachment; ``inline`` shows it in the page, for images only.
    With ``PRIVATE_ACCEL_PREFIX`` nginx sends a file that lies on its own disk.
    """
    attached = not (inline and content_type in SHOWN_INLINE)
    prefix = settings.PRIVATE_ACCEL_PREFIX
    if prefix and isinstance(field_file.storage, FileSystemStorage):
        by_nginx = {
            "Content-Disposition": content_disposition_header(attached, filename),
            "X-Accel-Redirect": f"{prefix.rstrip('/')}/{quote(field_file.name)}",
        }
        return HttpResponse(content_type=content_type, headers=HEADERS | by_nginx)
    try:
        opened = field_file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    return FileResponse(
        opened,
        as_attachment=attached,
        filename=filename,
        content_type=content_type,
        headers=HEADERS,
    )
