"""A tournament that was played elsewhere, out of a file."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import CommandError

from tournaments.engine.history import History, parse_history
from tournaments.engine.trf import Report
from tournaments.engine.trf_history import history
from tournaments.engine.trf_reading import read
from tournaments.engine.types import Invalid


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was played. ``report`` is there when the file is a tournament report."""

    history: History
    report: Report | None = None


def add_file_arguments(parser) -> None:
    file = parser.add_mutually_exclusive_group(required=True)
    file.add_argument("--trf", type=Path, help="FIDE's tournament report file")
    file.add_argument("--history", type=Path, help="the recorded rounds, as JSON")


def recorded(*, trf: Path | None, history: Path | None) -> Recorded:
    """Read the file that is given. ``CommandError`` says what is wrong with it."""
    path = trf or history
    assert path is not None, "the parser asks for one of them"
    try:
        return _report(path) if trf else Recorded(parse_history(json.loads(_text(path))))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.") from error
    except Invalid as fault:
        raise CommandError(f"{path}: {fault.message}") from fault
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path}: this is not JSON: {error}.") from error


def _report(path: Path) -> Recorded:
    report = read(_text(path))
    return Recorded(history(report), report)


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Older programs write report files in the letters of Windows.
        return content.decode("latin-1")
