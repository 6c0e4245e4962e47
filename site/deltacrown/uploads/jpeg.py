"""What Pillow does not tell of a JPEG before it decodes it."""

import mmap
import re
from typing import IO

# A marker, but no stuffed byte and no restart, which stand among the pixels.
MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)
TEM, SOI, EOI, SOS = 0x01, 0xD8, 0xD9, 0xDA


def count_scans(file: IO[bytes]) -> int:
    """How often the decoder would go over the pixels, up to the end of the first image."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at, scans = 0, 0
        while found := MARKER.search(data, at):
            at = found.end()
            marker = found[1][0]
            if marker == EOI:
                break
            if marker in {TEM, SOI}:  # these have no length
                continue
            scans += marker == SOS
            at += int.from_bytes(data[at : at + 2])
        return scans
