"""A recorded event: from the file to values, or to one line that names the fault."""

import json
from pathlib import Path
from typing import Any

from tournaments.management.replaying.parts import Fault, Part
from tournaments.management.replaying.plan import stage_specs
from tournaments.management.replaying.reading_stages import STAGES
from tournaments.management.replaying.records import RecordedEvent


def read_event(path: Path) -> RecordedEvent:
    """Read the event in the file at ``path``. ``Fault`` says in one line why it is none."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Fault(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Fault(f"{path}: is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise Fault(
            f"{path}: is not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        ) from error
    try:
        return _event(given)
    except Fault as fault:
        raise Fault(f"{path}: {fault}") from fault


def _event(given: Any) -> RecordedEvent:
    event = Part(given, "the event")
    names: dict[str, str] = {}
    stages = []
    for number, stage in enumerate(event.items("stages"), start=1):
        part = Part(stage, f"stage {number}")
        name = part.text("format")
        if name not in STAGES:
            raise Fault(
                f"stage {number} ({part.text('name')}): the format “{name}” cannot be replayed; "
                f"these can: {', '.join(STAGES)}"
            )
        stages.append(STAGES[name](part, names))
    if not stages:
        raise Fault("the event has no stages")
    recorded = RecordedEvent(
        event.text("name"), event.text_or_none("game", longest=60), names, tuple(stages)
    )
    stage_specs(recorded)  # finds what the stages have against each other
    return recorded
