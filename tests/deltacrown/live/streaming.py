"""A viewer of a test, and a database that is nothing but the table of versions."""

import json
import sqlite3
from contextlib import closing
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

WAITS = 15


class Stream:
    """What a browser hears at ``/live/events``."""

    def __init__(self, port, token):
        self.answer = urlopen(address(port, token), timeout=WAITS)  # noqa: S310

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.answer.close()

    def lines(self):
        """The lines up to the next empty one; none at the end of the stream."""
        lines = []
        while (line := self.answer.readline().decode().rstrip("\n")) or not lines:
            if not line:
                return lines
            lines.append(line)
        return lines

    def event(self, kind="version"):
        """The data of the next event of ``kind``."""
        while lines := self.lines():
            if lines[0] == f"event: {kind}":
                return json.loads(lines[1].removeprefix("data: "))
        raise EOFError("the stream ended")

    def until(self, version):
        """Every version that was told, up to this one."""
        told = [self.event()["version"]]
        while told[-1] != version:
            told.append(self.event()["version"])
        return told


def address(port, token):
    return f"http://127.0.0.1:{port}/live/events?t={quote(token)}"


def status(port, token, method="GET"):
    try:
        request = Request(address(port, token), method=method)  # noqa: S310
        with urlopen(request, timeout=WAITS) as answer:  # noqa: S310
            return answer.status
    except HTTPError as error:
        return error.code


def listen(socket):
    """Read what a WebSocket says until it is closed, which raises."""
    while True:
        socket.recv(timeout=WAITS)


class VersionFile:
    """An SQLite file as the site would write it."""

    def __init__(self, path):
        self.path = path
        self._run("PRAGMA journal_mode=WAL")
        self._run("CREATE TABLE tournaments_version (topic text UNIQUE, number integer)")

    @property
    def url(self):
        return f"sqlite:///{self.path}"

    def write(self, topic, number):
        self._run(
            "INSERT INTO tournaments_version VALUES (?, ?)"
            " ON CONFLICT (topic) DO UPDATE SET number = excluded.number",
            (topic, number),
        )

    def _run(self, statement, values=()):
        with closing(sqlite3.connect(self.path)) as connection:
            connection.execute(statement, values)
            connection.commit()
