"""Videos: checked by their container, and never decoded here."""

import secrets
import struct
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.uploads.kinds import VIDEO_TYPES, check_extension, in_words, name_of, video_type_of
from deltacrown.uploads.receiving import Received, receive

EBML, SEGMENT = bytes.fromhex("1a45dfa3"), bytes.fromhex("18538067")
DOC_TYPE = bytes.fromhex("4282")
MOST_BOXES = 100_000  # a live recording has two for each second or so


@dataclass(frozen=True, slots=True)
class CleanVideo:
    """A video as it was sent, under a name of ours. Only to be handed out as an attachment."""

    file: File
    content_type: str
    sha256: str


def clean_video(upload: File, *, max_bytes: int | None = None) -> CleanVideo:
    """Check an MP4 or WebM video that a visitor sent, or refuse it with the reason."""
    received = receive(upload, max_bytes=max_bytes or settings.VIDEO_MAX_BYTES)
    with ExitStack() as undo:
        undo.callback(received.file.close)
        clean = check_received(received)
        undo.pop_all()  # the file is what is handed on
    return clean


def check_received(received: Received) -> CleanVideo:
    format = video_type_of(received.mime)
    if format is None:
        message = _("Only %(accepted)s videos are accepted; this is %(found)s.")
        values = {"accepted": in_words(VIDEO_TYPES), "found": name_of(received.mime)}
        raise Refused(message % values, code="type")
    kind = VIDEO_TYPES[format]
    check_extension(received.name, received.mime, kind.extensions)
    is_whole = {"MP4": _is_mp4, "WEBM": _is_webm}[format]
    if not is_whole(received.file, received.size):
        raise Refused(_("The video is damaged or incomplete."), code="damaged")
    received.file.seek(0)
    name = secrets.token_hex(16) + kind.extensions[0]
    return CleanVideo(File(received.file, name=name), kind.mime, received.sha256)


def _is_mp4(file: IO[bytes], size: int) -> bool:
    """Whether boxes fill the file exactly: ``ftyp`` first, then among others a ``moov``."""
    at, kinds = 0, []
    while at < size and len(kinds) < MOST_BOXES:
        file.seek(at)
        header = file.read(16)
        if len(header) < 8:
            return False
        length, kind = struct.unpack(">I4s", header[:8])
        if length == 1:  # the real one follows, for boxes over 4 GB
            length = int.from_bytes(header[8:16])
        elif length == 0:  # up to the end
            length = size - at
        if length < 8 or not kind.isascii():
            return False
        kinds.append(kind)
        at += length
    return at == size and kinds[0] == b"ftyp" and {b"moov", b"mdat"} <= set(kinds)


def _is_webm(file: IO[bytes], size: int) -> bool:
    """Whether an EBML header says "webm" and a segment follows it that the file holds."""
    file.seek(0)
    head = file.read(1024)
    if not head.startswith(EBML):
        return False
    length, start = _number(head, 4)
    header, segment = head[start : start + length], start + length
    if _doc_type(header) != b"webm" or head[segment : segment + 4] != SEGMENT:
        return False
    length, start = _number(head, segment + 4)
    unknown = (1 << 7 * (start - segment - 4)) - 1  # of what was sent live
    return length == unknown or start + length == size


def _doc_type(header: bytes) -> bytes:
    at = 0
    while at < len(header):
        identity, body = _identity(header, at)
        length, start = _number(header, body)
        if identity == DOC_TYPE:
            return header[start : start + length].rstrip(b"\0")
        at = start + length
    return b""


def _identity(data: bytes, at: int) -> tuple[bytes, int]:
    end = at + _width(data, at)
    return data[at:end], end


def _number(data: bytes, at: int) -> tuple[int, int]:
    """The EBML number at ``at``, and where it ends."""
    width = _width(data, at)
    value = int.from_bytes(data[at : at + width])
    return value & ((1 << 7 * width) - 1), at + width


def _width(data: bytes, at: int) -> int:
    """How many bytes the number at ``at`` takes: as many as zeros lead it, and one."""
    first = data[at] if at < len(data) else 0
    return 9 - first.bit_length() if first else 8
