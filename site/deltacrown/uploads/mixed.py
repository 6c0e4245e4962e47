"""Where a picture or a video will do."""

from collections.abc import Sequence
from contextlib import ExitStack

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.uploads import images, videos
from deltacrown.uploads.images import CleanImage
from deltacrown.uploads.kinds import (
    VIDEO_TYPES,
    image_type_of,
    in_words,
    name_of,
    video_type_of,
)
from deltacrown.uploads.receiving import receive, refuse_size
from deltacrown.uploads.videos import CleanVideo


def clean_image_or_video(
    upload: File, *, formats: Sequence[str] = ("JPEG", "PNG", "WEBP", "HEIC")
) -> CleanImage | CleanVideo:
    """A clean image or a checked video, each within its own size; or the reason against it."""
    received = receive(upload, max_bytes=settings.VIDEO_MAX_BYTES)
    with ExitStack() as undo:
        undo.callback(received.file.close)
        if video_type_of(received.mime):
            video = videos.check_received(received)
            undo.pop_all()  # the file is what is handed on
            return video
        if image_type_of(received.mime, formats) is None:
            message = _(
                "Only %(images)s images and %(videos)s videos are accepted; this is %(it)s."
            )
            values = {"images": in_words(formats), "videos": in_words(VIDEO_TYPES)}
            raise Refused(message % {**values, "it": name_of(received.mime)}, code="type")
        if received.size > settings.PROOF_MAX_BYTES:
            refuse_size(settings.PROOF_MAX_BYTES)
        return images.clean_received(received, formats=formats)
