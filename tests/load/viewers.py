"""A process of viewers of one topic: raw connections that come back when theirs is cut."""

import asyncio
import json
import random
import re
import sys
from array import array
from collections import Counter
from collections.abc import Sequence
from time import monotonic

VERSION = re.compile(rb'"version": (\d+)\}\n\n')
COME_BACK_AFTER = (1.0, 4.0)


class Viewer(asyncio.Protocol):
    """Keeps what it was told, with the time. One send of the server is one chunk, so that no
    line of an event is torn but at the end of what was read.
    """

    def __init__(self, port: int, request: bytes) -> None:
        self.port = port
        self.request = request
        self.times = array("d")
        self.versions = array("q")
        self.now: int | None = None  # by the connection that is open
        self.connections = 0
        self._rest = b""

    async def connect(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                await loop.create_connection(lambda: self, "127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(random.uniform(*COME_BACK_AFTER))
            else:
                return

    def connection_made(self, transport) -> None:
        self.connections += 1
        self._rest = b""
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        text = self._rest + data
        end = 0
        for found in VERSION.finditer(text):
            self.now = int(found[1])
            self.times.append(monotonic())
            self.versions.append(self.now)
            end = found.end()
        self._rest = text[max(end, len(text) - 200) :]

    def connection_lost(self, error: Exception | None) -> None:
        self.now = None
        self._back = asyncio.ensure_future(self._come_back())

    async def _come_back(self) -> None:
        await asyncio.sleep(random.uniform(*COME_BACK_AFTER))
        await self.connect()


async def opened(port: int, token: str, number: int, seconds: float) -> list[Viewer]:
    """``number`` viewers, opened evenly over ``seconds``."""
    request = f"GET /live/events?t={token} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    viewers = [Viewer(port, request) for _number in range(number)]
    start = monotonic()
    for place, viewer in enumerate(viewers):
        await asyncio.sleep(max(0, start + seconds * place / number - monotonic()))
        await viewer.connect()
    return viewers


async def at_version(viewers: Sequence[Viewer], version: int, *, within: float) -> int:
    """How many viewers came to stand exactly on ``version``, as soon as it is all of them."""
    deadline = monotonic() + within
    while True:
        there = sum(viewer.now == version for viewer in viewers)
        if there == len(viewers) or monotonic() > deadline:
            return there
        await asyncio.sleep(0.05)


def delays(viewers: Sequence[Viewer], commits: Sequence[tuple[int, float]]) -> Counter[int]:
    """Milliseconds from each commit until each viewer knew of it or of a later one."""
    found: Counter[int] = Counter()
    for viewer in viewers:
        place = 0
        for version, at in commits:
            while place < len(viewer.versions) and viewer.versions[place] < version:
                place += 1
            if place < len(viewer.versions):
                found[round(1000 * (viewer.times[place] - at))] += 1
    return found


async def main() -> None:
    loop = asyncio.get_running_loop()
    viewers: list[Viewer] = []
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        question = json.loads(line)
        if question["do"] == "open":
            viewers = await opened(*(question[key] for key in ("port", "token", "number", "over")))
            answer = await at_version(viewers, question["version"], within=30)
        elif question["do"] == "wait":
            answer = await at_version(viewers, question["version"], within=question["within"])
        else:
            told = sum(len(viewer.versions) for viewer in viewers) - len(viewers)
            answer = {"delays": delays(viewers, question["commits"]).most_common(), "told": told}
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
