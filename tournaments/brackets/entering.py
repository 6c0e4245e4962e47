"""Who enters a stage, from where: the graph of stages over the rows that are there."""

from collections.abc import Sequence
from dataclasses import dataclass

from tournaments.brackets.models import Match, Stage
from tournaments.brackets.places import order_of
from tournaments.brackets.standings import GroupTable, contests, group_tables, rounds_left
from tournaments.core.models import Tournament
from tournaments.engine.admission import admitted, best_placed
from tournaments.engine.entering import Entering
from tournaments.engine.formats import parse_spec
from tournaments.engine.graph import entering, feeders, inlets
from tournaments.engine.specs import LadderSpec, StageSpec, SwissSpec
from tournaments.engine.types import Invalid
from tournaments.registration.models import Entrant


def specs_of(tournament: Tournament, stages: Sequence[Stage]) -> list[StageSpec]:
    """The settings of every stage: as it was drawn, else as they are now."""
    drawn = {stage.number: stage.spec for stage in stages if stage.drawn_at}
    return [
        parse_spec(drawn.get(number, spec))
        for number, spec in enumerate(tournament.stages, start=1)
    ]


def stages_of(tournament: Tournament) -> dict[int, Stage]:
    """The stages that are drawn, by number. Before the first draw nothing is asked."""
    if tournament.status in {Tournament.Status.DRAFT, Tournament.Status.PUBLISHED}:
        return {}
    drawn = tournament.drawn_stages.exclude(drawn_at=None).order_by("number")
    return {stage.number: stage for stage in drawn}


def drawable(tournament: Tournament) -> list[int]:
    """The stages that are not drawn, those first whose entrants are known by now."""
    stages = stages_of(tournament)
    specs = specs_of(tournament, list(stages.values()))
    left = [number for number in range(1, len(specs) + 1) if number not in stages]
    if len(left) < 2:
        return left
    over = {number for number, stage in stages.items() if is_played(stage)}
    return sorted(left, key=lambda number: (not feeders(specs, number) <= over, number))


def feeding(tournament: Tournament, number: int) -> list[Stage | None]:
    """The stages out of which somebody enters stage ``number``; None for one not drawn."""
    stages = stages_of(tournament)
    before = feeders(specs_of(tournament, list(stages.values())), number)
    return [stages.get(each) for each in sorted(before)]


def is_played(stage: Stage) -> bool:
    """Whether no match of ``stage`` is open, and none is to come."""
    if stage.matches.exclude(status__in=Match.TERMINAL).exists():
        return False
    spec = parse_spec(stage.spec)
    if isinstance(spec, LadderSpec):
        return stage.closed_at is not None
    if isinstance(spec, SwissSpec):
        return not any(rounds_left(contested) for _group, contested in contests(stage))
    return True


@dataclass(frozen=True, slots=True)
class Entrants:
    """The entrants of a stage in the order of their seeds there, and where they come from.

    ``entering`` is None where all of them come straight from the field.
    """

    entrants: list[Entrant]
    entering: Entering | None


def who_enters(
    tournament: Tournament, number: int, *, field: Sequence[Entrant] | None = None
) -> Entrants:
    """Who enters stage ``number``. The stages before it are over.

    Raises the engine's ``Invalid`` with code "undecided" where an official must decide first
    who goes on. ``field`` are all entrants of the tournament by seed, where they are known.
    """
    if field is None:
        field = list(tournament.entrants.order_by("seed"))
    stages = stages_of(tournament)
    specs = specs_of(tournament, list(stages.values()))
    before = [stages[each] for each in sorted(feeders(specs, number))]
    origins = entering(specs, number, len(field)) if before else None
    ids = admitted(
        specs,
        number,
        field=[entrant.pk for entrant in field],
        rankings={
            stage.number: [table.rows for table in group_tables(stage)]
            if specs[stage.number - 1].is_table
            else order_of(stage)
            for stage in before
        },
        drawn_lots={stage.number: _lots_across(stage) for stage in before},
    )
    known = {entrant.pk: entrant for entrant in field}
    return Entrants([known[pk] for pk in ids], origins)


def ties(stage: Stage) -> list[list[Entrant]]:
    """Each set of entrants that an official must put in order.

    They are level in the table of a group that is over; or, once all are, they are level among
    those of several groups that want the last places in a next stage.
    """
    if stage.drawn_at is None or not parse_spec(stage.spec).is_table:
        return []
    tables = group_tables(stage)
    found = [tie for table in tables if table.is_over for tie in _level(table)]
    if found or not all(table.is_over for table in tables):
        return found
    return _level_across(stage, tables)


def _level(table: GroupTable) -> list[list[Entrant]]:
    by_rank: dict[int, list[Entrant]] = {}
    for row in table.rows:
        if row.tied:
            by_rank.setdefault(row.rank, []).append(table.entrants[row.entrant])
    return list(by_rank.values())


def _level_across(stage: Stage, tables: list[GroupTable]) -> list[list[Entrant]]:
    """Those whom the best of a place of several groups leave level, in any stage behind."""
    tournament = stage.tournament
    specs = specs_of(tournament, list(stages_of(tournament).values()))
    known = {pk: entrant for table in tables for pk, entrant in table.entrants.items()}
    wanted = [
        inlet
        for number in range(1, len(specs) + 1)
        for inlet in inlets(specs, number)
        if inlet.stage == stage.number and inlet.best
    ]
    for inlet in wanted:
        try:
            best_placed(
                [table.rows for table in tables],
                inlet.first,
                inlet.best,
                specs[stage.number - 1].tiebreaks,
                _lots_across(stage),
            )
        except Invalid as tie:
            if tie.code != "undecided":
                raise
            return [[known[pk] for pk in tie.params["entrants"]]]
    return []


def _lots_across(stage: Stage) -> list[int]:
    entries = stage.entries.exclude(lot_across=None).order_by("lot_across")
    return list(entries.values_list("entrant_id", flat=True))
