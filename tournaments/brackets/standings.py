"""The tables of a stage's groups, computed by the engine from the results that stand."""

from collections import defaultdict
from dataclasses import dataclass

from tournaments.brackets.models import Group, Match, Stage, StageEntry
from tournaments.engine.formats import parse_spec
from tournaments.engine.results import Result
from tournaments.engine.stages import RoundRobinSpec
from tournaments.engine.standings import Row, table
from tournaments.engine.types import Kind
from tournaments.registration.models import Entrant


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One group with its rows, best first. ``entrants`` finds the entrant of a row."""

    group: Group
    rows: list[Row]
    entrants: dict[int, Entrant]
    is_over: bool


def group_tables(stage: Stage) -> list[GroupTable]:
    """The table of each group of ``stage``; four queries, whatever its size."""
    spec = parse_spec(stage.spec)
    assert isinstance(spec, RoundRobinSpec), "only groups have tables"
    entries: dict[int, list[StageEntry]] = defaultdict(list)
    for entry in stage.entries.select_related("entrant"):
        entries[entry.group_id].append(entry)
    matches: dict[int, list[Match]] = defaultdict(list)
    for match in stage.matches.prefetch_related("sides"):
        matches[match.group_id].append(match)
    return [
        _table(group, spec, entries[group.pk], matches[group.pk]) for group in stage.groups.all()
    ]


def _table(
    group: Group, spec: RoundRobinSpec, entries: list[StageEntry], matches: list[Match]
) -> GroupTable:
    lots = sorted((entry for entry in entries if entry.lot), key=lambda entry: entry.lot)
    return GroupTable(
        group=group,
        rows=table(
            {entry.entrant_id: entry.seed for entry in entries},
            [_result(match) for match in matches if match.status == Match.Status.COMPLETED],
            points=spec.points,
            # An official has the last word wherever the settings leave a tie.
            tiebreaks=[*dict.fromkeys([*spec.tiebreaks, "manual"])],
            drawn_lots=[entry.entrant_id for entry in lots],
        ),
        entrants={entry.entrant_id: entry.entrant for entry in entries},
        is_over=all(match.is_terminal for match in matches),
    )


def _result(match: Match) -> Result:
    home, away = match.sides.all()
    return Result(
        home=home.entrant_id,
        away=away.entrant_id,
        score_home=home.score or 0,
        score_away=away.score or 0,
        winner=next((side.entrant_id for side in (home, away) if side.is_winner), None),
        kind=Kind(match.decided_by),
    )
