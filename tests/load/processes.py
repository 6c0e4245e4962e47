"""Processes of a measurement: started here, asked by lines of JSON, ended here."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 30
LIVE = ["-m", "uvicorn", "deltacrown.live.process:application", "--host", "127.0.0.1"]
QUIET = ["--no-access-log", "--no-proxy-headers", "--log-level", "error"]
SMALL = ["--ws-per-message-deflate", "false", "--ws-max-size", "1024"]


def environment(database_url: str, **more: str) -> dict[str, str]:
    """The settings of the tests on a database of the caller's choice."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "deltacrown.settings.test",
        "TEST_DATABASE_URL": database_url,
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "LOG_LEVEL": "ERROR",
        **more,
    }


class Helper:
    """``python -m module``, which answers each line of JSON with one."""

    def __init__(self, module: str, env: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, **question) -> None:
        self.process.stdin.write(f"{json.dumps(question)}\n")
        self.process.stdin.flush()

    def answer(self):
        if not (line := self.process.stdout.readline()):
            raise RuntimeError("the helper died")
        return json.loads(line)

    def ask(self, **question):
        self.tell(**question)
        return self.answer()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def helper(module: str, env: Mapping[str, str]) -> Iterator[Helper]:
    started = Helper(module, env)
    try:
        yield started
    finally:
        started.end()


class LiveProcess:
    """A live process on a port of its own, which it keeps when it is started again."""

    def __init__(self, env: Mapping[str, str], command: list[str] = LIVE) -> None:
        self.env = {"LIVE_MAX_STREAMS_PER_ADDRESS": "100000", **env}
        self.command = [sys.executable, *command, *QUIET, *SMALL]
        self.port = free_port()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*self.command, "--port", str(self.port)], cwd=ROOT, env=self.env
        )
        deadline = monotonic() + STARTS_WITHIN
        while self.health() is None:
            if monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("the live process did not start")
            sleep(0.05)

    def health(self) -> dict | None:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/live/healthz", timeout=5) as answer:
                return json.load(answer)
        except (URLError, OSError):
            return None

    def memory(self) -> int:
        """Bytes that the process holds of the machine's memory."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def cpu(self) -> float:
        """Seconds of a processor that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def terminate(self) -> float:
        """End it as a supervisor does; the seconds that it took."""
        start = monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
        return monotonic() - start


@contextmanager
def live_process(env: Mapping[str, str], command: list[str] = LIVE) -> Iterator[LiveProcess]:
    live = LiveProcess(env, command)
    live.start()
    try:
        yield live
    finally:
        live.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
