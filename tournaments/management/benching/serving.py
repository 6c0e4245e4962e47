"""Requests a second of one server, measured from outside it, on 127.0.0.1 alone."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from time import monotonic, perf_counter, sleep

from django.conf import settings

CLIENTS = 4
SECONDS = 4.0
MOST_REQUESTS = 50_000
STARTS_WITHIN = 60


@contextmanager
def server(**environment: str) -> Iterator[int]:
    """A gunicorn of two workers; gives its port, and ends it with all its children."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "deltacrown.wsgi:application"]
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    process = subprocess.Popen(  # noqa: S603
        [*command, *options, "--log-level", "error"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "deltacrown.settings.bench",
            "PYTHONPATH": f"{settings.BASE_DIR / 'site'}:{settings.BASE_DIR}",
            "LOG_LEVEL": "ERROR",
            **environment,
        },
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def requests_a_second(port: int, path: str) -> float:
    """How many times a second ``path`` is answered with 200, over kept-alive connections."""
    _fetch_until(port, path, deadline=monotonic() + 1)
    start = perf_counter()
    with get_context("fork").Pool(CLIENTS) as clients:
        deadline = monotonic() + SECONDS
        jobs = [clients.apply_async(_fetch_until, (port, path, deadline)) for _ in range(CLIENTS)]
        answered = sum(job.get(timeout=SECONDS + 30) for job in jobs)
    return answered / (perf_counter() - start)


def _fetch_until(port: int, path: str, deadline: float) -> int:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    answered = 0
    connection, stream = _connect(port)
    while monotonic() < deadline and answered < MOST_REQUESTS // CLIENTS:
        connection.sendall(request)
        keeps = _read_answer(stream, path)
        answered += 1
        if not keeps:
            connection.close()
            connection, stream = _connect(port)
    connection.close()
    return answered


def _connect(port: int):
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection, connection.makefile("rb")


def _read_answer(stream, path: str) -> bool:
    """Read one whole answer; whether the connection stays open."""
    status = stream.readline()
    length, keeps = 0, True
    while (line := stream.readline().strip()) != b"":
        name, _colon, value = line.lower().partition(b":")
        if name == b"content-length":
            length = int(value)
        if name == b"connection":
            keeps = value.strip() != b"close"
    if b" 200 " not in status:
        raise RuntimeError(f"{path} answered {status.decode().strip()}")
    stream.read(length)
    return keeps


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int) -> None:
    deadline = monotonic() + STARTS_WITHIN
    while monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not start")
