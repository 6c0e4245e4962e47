"""What others take for the same, in the same run: brackets-manager, where node and npm are."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

NAME = "brackets-manager 1.11.1"
PACKAGES = ("brackets-manager@1.11.1", "brackets-memory-db@1.0.6")
SCRIPT = Path(__file__).with_name("brackets_manager.js")
SECONDS = 180


class NotRun(Exception):
    """Why there is nothing to compare with."""


def brackets_manager_times(sizes: Sequence[int], *, repeats: int) -> dict[int, float]:
    """Milliseconds by entrants, of a double elimination kept in memory. Raises ``NotRun``."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            raise NotRun(f"no {program}")
    with TemporaryDirectory() as folder:
        _run("npm", "install", "--prefix", folder, "--no-audit", "--no-fund", *PACKAGES)
        # Node looks for packages beside the script.
        script = shutil.copy(SCRIPT, folder)
        answer = _run("node", script, str(repeats), *map(str, sizes))
    return {int(size): milliseconds for size, milliseconds in json.loads(answer).items()}


def _run(program: str, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            [program, *arguments], check=True, capture_output=True, text=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise NotRun(f"{program} took more than {SECONDS} s") from error
    except subprocess.CalledProcessError as error:
        reason = error.stderr.strip().splitlines() or ["no reason given"]
        raise NotRun(f"{program}: {reason[-1]}") from error
    return done.stdout
