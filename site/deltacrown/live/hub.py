"""Who watches what, and what each viewer has still to be told."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from deltacrown.live_tokens import is_public


class News(NamedTuple):
    """One thing to tell, put into words once for all who are told."""

    key: tuple[str, str]
    number: int
    event: bytes
    text: str

    @classmethod
    def of(cls, kind: str, topic: str, number: int) -> "News":
        data = {"topic": topic, kind: number}
        event = f"event: {kind}\ndata: {json.dumps(data)}\n\n".encode()
        return cls((kind, topic), number, event, json.dumps({"type": kind, **data}))


# Nothing new. A WebSocket has a ping of its own.
BEAT = News(("beat", ""), 0, b":\n\n", "")


class Viewer:
    """One open stream. However slow it is, it keeps the newest news of each kind and topic only."""

    __slots__ = ("_pending", "_waiting", "is_gone", "topics")

    def __init__(self, topics: tuple[str, ...]) -> None:
        self.topics = topics
        self.is_gone = False
        self._pending: dict[tuple[str, str], News] = {}
        self._waiting: asyncio.Future[None] | None = None

    def tell(self, news: News) -> None:
        self._pending[news.key] = news
        self._wake()

    def leave(self) -> None:
        self.is_gone = True
        self._wake()

    async def news(self) -> list[News]:
        """All that is new, as soon as something is; nothing once the viewer is gone."""
        if not self._pending and not self.is_gone:
            self._waiting = asyncio.get_running_loop().create_future()
            try:
                await self._waiting
            finally:
                self._waiting = None
        if self.is_gone:
            return []
        found = list(self._pending.values())
        self._pending.clear()
        return found

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)


class Hub:
    """Viewers by topic, and the last version known of each topic that is watched.

    All of it runs in one event loop, so nothing is locked.
    """

    def __init__(self) -> None:
        self.viewers: set[Viewer] = set()
        self.is_closing = False
        self._watchers: dict[str, set[Viewer]] = {}
        self._versions: dict[str, News] = {}
        self._counts: dict[str, News] = {}
        self._asked: set[str] = set()
        self._asking = asyncio.Event()

    # --- viewers ------------------------------------------------------------------

    def join(self, topics: Iterable[str]) -> Viewer:
        """A viewer who is told each version as it is now, and each later one."""
        viewer = Viewer(tuple(topics))
        self.viewers.add(viewer)
        for topic in viewer.topics:
            self._watchers.setdefault(topic, set()).add(viewer)
            for known in (self._versions, self._counts):
                if topic in known:
                    viewer.tell(known[topic])
        self.ask(topic for topic in viewer.topics if topic not in self._versions)
        if self.is_closing:
            viewer.leave()
        return viewer

    def part(self, viewer: Viewer) -> None:
        self.viewers.discard(viewer)
        for topic in viewer.topics:
            watchers = self._watchers[topic]
            watchers.discard(viewer)
            if not watchers:
                del self._watchers[topic]
                self._versions.pop(topic, None)
                self._counts.pop(topic, None)

    def close(self) -> None:
        """End every stream, and each that still comes."""
        self.is_closing = True
        for viewer in self.viewers:
            viewer.leave()

    # --- versions -----------------------------------------------------------------

    @property
    def watched(self) -> list[str]:
        return list(self._watchers)

    def learn(self, versions: Mapping[str, int]) -> None:
        """Tell what is new of ``versions``; one that is older than what is known is late."""
        for topic, number in versions.items():
            known = self._versions.get(topic)
            if topic in self._watchers and (known is None or known.number < number):
                self._versions[topic] = news = News.of("version", topic, number)
                self._tell(topic, news)

    def count(self) -> None:
        """Tell how many watch each public topic, where that has changed."""
        for topic in filter(is_public, self._watchers):
            known, number = self._counts.get(topic), len(self._watchers[topic])
            if known is None or known.number != number:
                self._counts[topic] = news = News.of("viewers", topic, number)
                self._tell(topic, news)

    def _tell(self, topic: str, news: News) -> None:
        for viewer in self._watchers[topic]:
            viewer.tell(news)

    # --- what has to be read --------------------------------------------------------

    def ask(self, topics: Iterable[str]) -> None:
        """Have the versions of ``topics`` read from the database."""
        self._asked.update(topics)
        if self._asked:
            self._asking.set()

    async def asked(self) -> list[str]:
        """Topics to read, as soon as there are any; those that nobody watches by now are not."""
        while True:
            await self._asking.wait()
            self._asking.clear()
            topics = sorted(self._asked & self._watchers.keys())
            self._asked.clear()
            if topics:
                return topics
