"""Who goes on from the stages that are over, in the order of the seeds of the next."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Final, TypeAlias

from tournaments.engine.entering import FIELD, Inlet
from tournaments.engine.graph import inlets
from tournaments.engine.specs import DEFAULT_TIEBREAKS, FreeForAllSpec, StageSpec, SwissSpec
from tournaments.engine.specs.round_robin import RoundRobinSpec
from tournaments.engine.standings import Row
from tournaments.engine.types import EntrantId, Invalid

Ranking: TypeAlias = Sequence[Row] | Sequence[EntrantId]
"""A group that is over: its table, or for a bracket its entrants from the first place down."""

NO_LOTS: Final[Mapping[int, Sequence[EntrantId]]] = MappingProxyType({})


def admitted(
    specs: Sequence[StageSpec],
    number: int,
    *,
    field: Sequence[EntrantId],
    rankings: Mapping[int, Sequence[Ranking]],
    drawn_lots: Mapping[int, Sequence[EntrantId]] = NO_LOTS,
) -> list[EntrantId]:
    """Who enters stage ``number``, in the order of its seeds.

    ``field`` is everybody by seed, ``rankings`` the groups of each stage that feeds this one, and
    ``drawn_lots`` by stage the order in which an official put those who were level. Inlets
    follow each other as the stage lists them; within one it goes by place and then by group, and
    the best at a place come best first. ``Invalid`` with code "undecided" names the entrants where
    a tie is left that an official must decide first.
    """
    entrants: list[EntrantId] = []
    for inlet in inlets(specs, number):
        if inlet.stage == FIELD:
            entrants += field[inlet.first - 1 : inlet.last]
            continue
        groups = rankings[inlet.stage]
        if inlet.best is None:
            entrants += _placed(groups, inlet)
        else:
            spec = specs[inlet.stage - 1]
            assert isinstance(spec, RoundRobinSpec | SwissSpec | FreeForAllSpec), "checked before"
            lots = drawn_lots.get(inlet.stage, ())
            entrants += best_placed(groups, inlet.first, inlet.best, spec.tiebreaks, lots)
    return entrants


def advancing(
    tables: Sequence[Sequence[Row]],
    *,
    per_group: int,
    best_next: int = 0,
    tiebreaks: Sequence[str] = DEFAULT_TIEBREAKS,
    drawn_lots: Sequence[EntrantId] = (),
) -> list[EntrantId]:
    """Who goes on, in the order of seeds in the next stage: by place, then by group.

    The ``best_next`` follow, as ``best_placed`` orders them. ``Invalid`` with code "undecided"
    names the entrants where a tie is left that an official must decide first.
    """
    placed = _placed(tables, Inlet(1, 1, per_group))
    return [*placed, *best_placed(tables, per_group + 1, best_next, tiebreaks, drawn_lots)]


def best_placed(
    groups: Sequence[Ranking],
    place: int,
    wanted: int,
    tiebreaks: Sequence[str],
    drawn_lots: Sequence[EntrantId],
) -> list[EntrantId]:
    """The ``wanted`` best at one place of all groups, best first.

    They never met, so they are compared by what they won a match (groups may differ in size), by
    those of ``tiebreaks`` that look at no opponent, and then by ``drawn_lots``.
    """
    if not wanted:
        return []
    lines = [ranking[place - 1] for ranking in groups if place <= len(ranking)]
    candidates = [line for line in lines if isinstance(line, Row)]
    keys = {row.entrant: _merit(row, tiebreaks, drawn_lots) for row in candidates}
    candidates.sort(key=lambda row: keys[row.entrant], reverse=True)
    for row in candidates[:wanted]:
        same = [other for other in candidates if keys[other.entrant] == keys[row.entrant]]
        _check_decided(same if len(same) > 1 else [row] if row.tied else [])
    return [row.entrant for row in candidates[:wanted]]


def _placed(groups: Sequence[Ranking], inlet: Inlet) -> list[EntrantId]:
    for ranking in groups:
        _check_decided([row for row in _rows(ranking, inlet) if row.tied])
    last = inlet.last or max(len(ranking) for ranking in groups)
    return [
        _entrant(ranking[place - 1])
        for place in range(inlet.first, last + 1)
        for ranking in groups
        if place <= len(ranking)
    ]


def _rows(ranking: Ranking, inlet: Inlet) -> Iterator[Row]:
    for line in ranking[inlet.first - 1 : inlet.last]:
        if isinstance(line, Row):
            yield line


def _entrant(line: Row | EntrantId) -> EntrantId:
    return line.entrant if isinstance(line, Row) else line


def _check_decided(tied: Sequence[Row]) -> None:
    if tied:
        raise Invalid(
            "An official must decide the order of entrants that are level: {entrants}.",
            code="undecided",
            entrants=[row.entrant for row in tied],
        )


def _merit(
    row: Row, tiebreaks: Sequence[str], drawn_lots: Sequence[EntrantId]
) -> tuple[Fraction, ...]:
    """What a row is worth against rows of other groups; more is better."""
    played = row.played or 1
    worth = {
        "points": Fraction(row.points) / played,
        "wins": Fraction(row.won, played),
        "losses": Fraction(-row.lost, played),
        "difference": Fraction(row.difference, played),
        "scored": Fraction(row.scored, played),
        "seed": Fraction(-row.seed),
    }
    drawn = Fraction(-drawn_lots.index(row.entrant) - 1) if row.entrant in drawn_lots else None
    lots = Fraction(-len(drawn_lots) - 1) if drawn is None else drawn
    return (*(worth[name] for name in tiebreaks if name in worth), lots)
