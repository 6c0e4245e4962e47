"""Where the versions come from.

A feed gives its hub every version that is committed, for as long as it runs: PostgreSQL sends
each by a trigger (``NOTIFY versions, 'topic number'``); of SQLite the rows of all topics that are
watched are read twice a second. What the hub asks for is read from the table.
"""

import asyncio
import logging
import random
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from time import monotonic
from typing import Any

import psycopg
from psycopg import sql

from deltacrown.live.hub import Hub

CHANNEL = "versions"
POLL_SECONDS = 0.25
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
# Whatever goes wrong unseen, nobody stays behind for longer.
READ_AGAIN_SECONDS = 30.0
MOST_AT_ONCE = 500
# A server that vanished without a word is noticed within half a minute.
KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
CONNECTION_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "service", "passfile")

logger = logging.getLogger(__name__)


class Feed:
    """What keeps a hub up to date; ``is_well`` says whether it hears of changes right now."""

    def __init__(self, hub: Hub, table: str) -> None:
        self.hub = hub
        self.table = table
        self.is_well = False

    async def follow(self) -> None:
        """Hear of changes, and begin again whenever that breaks off."""
        await self._with_patience(self.hear)

    async def answer(self) -> None:
        """Read what the hub asks for, and begin again whenever that breaks off."""
        await self._with_patience(self.read)

    async def hear(self) -> None:
        raise NotImplementedError

    async def read(self) -> None:
        raise NotImplementedError

    @contextmanager
    def being_well(self) -> Iterator[None]:
        self.is_well = True
        try:
            yield
        finally:
            self.is_well = False

    async def _with_patience(self, action: Callable[[], Awaitable[None]]) -> None:
        """Do ``action`` again after each error of the database, ever more slowly."""
        pause = FIRST_PAUSE
        while True:
            began = monotonic()
            try:
                await action()
            except (psycopg.Error, sqlite3.Error, OSError) as error:
                # Its text may hold an address or a name.
                logger.warning("live.database_lost %s", type(error).__name__)
            if monotonic() - began > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311
            pause = min(2 * pause, LONGEST_PAUSE)
            # What was asked for or told in between is lost.
            self.hub.ask(self.hub.watched)


class PostgresFeed(Feed):
    def __init__(self, hub: Hub, table: str, parameters: Mapping[str, Any]) -> None:
        super().__init__(hub, table)
        self.parameters = parameters

    async def hear(self) -> None:
        """Listen until the connection breaks; what was missed before is read once it listens."""
        async with await self._connect() as listening:
            await listening.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            with self.being_well():
                while True:
                    self.hub.ask(self.hub.watched)
                    async for notice in listening.notifies(timeout=READ_AGAIN_SECONDS):
                        self.hub.learn(as_versions(notice.payload))

    async def read(self) -> None:
        query = sql.SQL("SELECT topic, number FROM {} WHERE topic = ANY(%s)").format(
            sql.Identifier(self.table)
        )
        async with await self._connect() as reading:
            while True:
                topics = await self.hub.asked()
                rows = await (await reading.execute(query, [topics])).fetchall()
                self.hub.learn({**dict.fromkeys(topics, 0), **dict(rows)})

    async def _connect(self) -> psycopg.AsyncConnection:
        return await psycopg.AsyncConnection.connect(**self.parameters, autocommit=True)


class SqliteFeed(Feed):
    def __init__(self, hub: Hub, table: str, file: str) -> None:
        super().__init__(hub, table)
        self.file = file

    async def hear(self) -> None:
        with self.being_well():
            while True:
                await asyncio.sleep(POLL_SECONDS)
                self.hub.ask(self.hub.watched)

    async def read(self) -> None:
        while True:
            topics = await self.hub.asked()
            self.hub.learn(await asyncio.to_thread(self._versions, topics))

    def _versions(self, topics: Sequence[str]) -> dict[str, int]:
        found = dict.fromkeys(topics, 0)
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as reading:
            for start in range(0, len(topics), MOST_AT_ONCE):
                part = topics[start : start + MOST_AT_ONCE]
                places = ", ".join("?" * len(part))
                query = f'SELECT topic, number FROM "{self.table}" WHERE topic IN ({places})'  # noqa: S608
                found.update(reading.execute(query, part))
        return found


def feed_for(hub: Hub, table: str, database: Mapping[str, Any]) -> Feed:
    """The feed that suits ``database``, an entry of ``settings.DATABASES``."""
    if database["ENGINE"].endswith("postgresql"):
        return PostgresFeed(hub, table, connection_parameters(database))
    return SqliteFeed(hub, table, str(database["NAME"]))


def connection_parameters(database: Mapping[str, Any]) -> dict[str, Any]:
    named = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
    }
    options = database.get("OPTIONS", {})
    chosen = {name: options[name] for name in CONNECTION_OPTIONS if name in options}
    given = {name: value for name, value in named.items() if value}
    return {**given, **chosen, **KEEPALIVES, "connect_timeout": 5}


def as_versions(payload: str) -> dict[str, int]:
    """``topic number``, as the trigger writes it; nothing for what is not of its making."""
    topic, _space, number = payload.rpartition(" ")
    return {topic: int(number)} if topic and number.isdecimal() else {}
