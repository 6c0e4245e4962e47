"""The tables of a stage's groups, computed by the engine from the results that stand."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tournaments.brackets.models import Group, Match, Stage, StageEntry
from tournaments.engine.formats import parse_spec
from tournaments.engine.results import Result
from tournaments.engine.stages import RoundRobinSpec, advancing
from tournaments.engine.standings import Row, table
from tournaments.engine.types import Invalid, Kind
from tournaments.registration.models import Entrant


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One group with its rows, best first. ``entrants`` finds the entrant of a row."""

    group: Group
    rows: list[Row]
    entrants: dict[int, Entrant]
    is_over: bool
    lots: tuple[int, ...] = ()


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


def going_on(stage: Stage, tables: list[GroupTable]) -> list[Entrant]:
    """Who goes on to the next stage, in the order of their seeds there.

    Raises the engine's ``Invalid`` with code "undecided" where an official must decide first.
    """
    spec = parse_spec(stage.spec)
    known = {pk: entrant for table in tables for pk, entrant in table.entrants.items()}
    try:
        order = _advancing(spec, tables, lots=())
    except Invalid as tie:
        # A lot that was drawn within a group says nothing against another group, so that lots
        # count here once they name all who are level.
        lots = [pk for table in tables for pk in table.lots]
        if tie.code != "undecided" or not set(tie.params["entrants"]) <= set(lots):
            raise
        order = _advancing(spec, tables, lots=_in_order(stage, lots))
    return [known[pk] for pk in order]


def ties(stage: Stage) -> list[list[Entrant]]:
    """Each set of entrants that an official must put in order.

    They are level in the table of a group that is over; or, once all are, they are level among
    those of several groups that want the last places in the next stage.
    """
    if stage.drawn_at is None or not isinstance(parse_spec(stage.spec), RoundRobinSpec):
        return []
    tables = group_tables(stage)
    found = [tie for table in tables if table.is_over for tie in _level(table)]
    if found or not all(table.is_over for table in tables):
        return found
    try:
        going_on(stage, tables)
    except Invalid as tie:
        known = {pk: entrant for table in tables for pk, entrant in table.entrants.items()}
        return [[known[pk] for pk in tie.params["entrants"]]]
    return []


def _level(table: GroupTable) -> list[list[Entrant]]:
    by_rank: dict[int, list[Entrant]] = defaultdict(list)
    for row in table.rows:
        if row.tied:
            by_rank[row.rank].append(table.entrants[row.entrant])
    return list(by_rank.values())


def _advancing(spec: RoundRobinSpec, tables: list[GroupTable], *, lots: Sequence[int]) -> list[int]:
    return advancing(
        [table.rows for table in tables],
        per_group=spec.advance,
        best_next=spec.best_next,
        tiebreaks=spec.tiebreaks,
        drawn_lots=lots,
    )


def _in_order(stage: Stage, lots: list[int]) -> list[int]:
    entries = stage.entries.filter(entrant__in=lots).order_by("lot")
    return list(entries.values_list("entrant_id", flat=True))


def _table(
    group: Group, spec: RoundRobinSpec, entries: list[StageEntry], matches: list[Match]
) -> GroupTable:
    drawn = sorted((entry for entry in entries if entry.lot), key=lambda entry: entry.lot)
    lots = tuple(entry.entrant_id for entry in drawn)
    return GroupTable(
        group=group,
        rows=table(
            {entry.entrant_id: entry.seed for entry in entries},
            [_result(match) for match in matches if match.status == Match.Status.COMPLETED],
            points=spec.points,
            # An official has the last word wherever the settings leave a tie.
            tiebreaks=[*dict.fromkeys([*spec.tiebreaks, "manual"])],
            drawn_lots=lots,
        ),
        entrants={entry.entrant_id: entry.entrant for entry in entries},
        is_over=all(match.is_terminal for match in matches),
        lots=lots,
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
