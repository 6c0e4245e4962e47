"""The table of lobbies: who stands where after several games of a free-for-all.

Each criterion is a value of its own for each entrant, whoever else is tied, except drawn lots.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from tournaments.engine import tiebreaks as order
from tournaments.engine.free_for_all import Finish, Scoring, placement_points_of, points_of
from tournaments.engine.standings import Row, check_is_entrant, check_lots
from tournaments.engine.tiebreaks import Decision
from tournaments.engine.types import EntrantId, Invalid, Number

DEFAULT_TIEBREAKS = ("points", "wins", "placement_points", "kills", "last_game", "manual")


@dataclass(frozen=True, slots=True)
class Record:
    """The games of one entrant, in the order they were played; missed ones are among them."""

    seed: int
    lot: int | None  # the place in the order that an official decided
    places: tuple[int | None, ...]
    kills: tuple[int, ...]
    placement: tuple[int, ...]
    points: tuple[int, ...]
    counted: int  # the sum of points without the worst games
    average_place: Fraction

    @property
    def played(self) -> int:
        return sum(place is not None for place in self.places)

    @property
    def won(self) -> int:
        return self.places.count(1)


@dataclass(frozen=True, slots=True)
class Criterion:
    value: Callable[[Record], Number | None]
    smallest_first: bool = False


FFA_TIEBREAKS: dict[str, Criterion] = {
    "points": Criterion(lambda record: record.counted),
    "wins": Criterion(lambda record: record.won),
    "kills": Criterion(lambda record: sum(record.kills)),
    "placement_points": Criterion(lambda record: sum(record.placement)),
    "best_game": Criterion(lambda record: max(record.points, default=0)),
    "last_game": Criterion(lambda record: record.points[-1] if record.points else 0),
    "average_place": Criterion(lambda record: record.average_place, smallest_first=True),
    "seed": Criterion(lambda record: record.seed, smallest_first=True),
    "manual": Criterion(lambda record: record.lot, smallest_first=True),
}

Records: TypeAlias = Mapping[EntrantId, Record]
Block: TypeAlias = tuple[tuple[EntrantId, ...], Decision | None]


def check_criteria(names: Sequence[str]) -> None:
    order.check_criteria(names, FFA_TIEBREAKS)


def table(
    seeds: Mapping[EntrantId, int],
    games: Sequence[Sequence[Finish]],
    *,
    scoring: Scoring,
    drop_worst: int = 0,
    tiebreaks: Sequence[str] = DEFAULT_TIEBREAKS,
    drawn_lots: Sequence[EntrantId] = (),
) -> list[Row]:
    """The table of the entrants in ``seeds``, best first, after ``games`` in order of play.

    The ``drop_worst`` worst games of each entrant leave its points, once it has more games than
    that; a game it missed is one of them. Every other criterion counts all games. In the average
    place a missed game counts as the last place of the lobby. In a row ``scored`` is kills.
    """
    check_criteria(tiebreaks)
    _check_entrants(seeds, games, drawn_lots)
    if drop_worst < 0:
        raise Invalid("Fewer than no games cannot be dropped.", code="negative_drop")
    played: dict[EntrantId, list[tuple[Finish, int]]] = {entrant: [] for entrant in seeds}
    for game in games:
        for finish in game:
            played[finish.entrant].append((finish, len(game)))
    lots = {entrant: place for place, entrant in enumerate(drawn_lots, start=1)}
    records = {
        entrant: _record(seed, lots.get(entrant), played[entrant], scoring, drop_worst, len(seeds))
        for entrant, seed in seeds.items()
    }
    rows: list[Row] = []
    for entrants, decision in _ranked(records, sorted(seeds, key=seeds.__getitem__), tiebreaks):
        rank = len(rows) + 1
        for entrant in entrants:
            shown = decision if entrant == entrants[0] else None
            tied = len(entrants) > 1
            rows.append(_row(entrant, records[entrant], rank, tied, tiebreaks, shown))
    return rows


def _record(
    seed: int,
    lot: int | None,
    played: Sequence[tuple[Finish, int]],
    scoring: Scoring,
    drop_worst: int,
    entrants: int,
) -> Record:
    finishes = [finish for finish, _ in played]
    points = tuple(points_of(finish, scoring) for finish in finishes)
    dropped = drop_worst if len(points) > drop_worst else 0
    places = [last if finish.place is None else finish.place for finish, last in played]
    return Record(
        seed=seed,
        lot=lot,
        places=tuple(finish.place for finish in finishes),
        kills=tuple(finish.kills for finish in finishes),
        placement=tuple(placement_points_of(finish, scoring) for finish in finishes),
        points=points,
        counted=sum(sorted(points)[dropped:]),
        average_place=Fraction(sum(places), len(places)) if places else Fraction(entrants),
    )


def _ranked(records: Records, tied: Sequence[EntrantId], criteria: Sequence[str]) -> list[Block]:
    """Blocks from best to worst, each with what put it below the one above."""
    if len(tied) == 1 or not criteria:
        return [(tuple(tied), None)]
    name, *others = criteria
    order: list[Block] = []
    above: Number | None = None
    for value, entrants in _classes(records, tied, FFA_TIEBREAKS[name]):
        (first, decision), *rest = _ranked(records, entrants, others)
        if above is not None and value is not None:
            decision = Decision(name, above=above, own=value, among=tuple(tied))
        order += [(first, decision), *rest]
        above = value
    return order


def _classes(
    records: Records, tied: Sequence[EntrantId], criterion: Criterion
) -> list[tuple[Number | None, list[EntrantId]]]:
    """The tied by value, best first. Where one has no value, nobody is asked."""
    classes: dict[Number, list[EntrantId]] = {}
    for entrant in tied:
        value = criterion.value(records[entrant])
        if value is None:
            return [(None, list(tied))]
        classes.setdefault(value, []).append(entrant)
    return [
        (value, classes[value]) for value in sorted(classes, reverse=not criterion.smallest_first)
    ]


def _row(
    entrant: EntrantId,
    record: Record,
    rank: int,
    tied: bool,
    tiebreaks: Sequence[str],
    decision: Decision | None,
) -> Row:
    values = {name: FFA_TIEBREAKS[name].value(record) for name in tiebreaks}
    return Row(
        entrant=entrant,
        seed=record.seed,
        rank=rank,
        tied=tied,
        played=record.played,
        won=record.won,
        drawn=0,
        lost=record.played - record.won,
        scored=sum(record.kills),
        conceded=0,
        difference=sum(record.kills),
        points=record.counted,
        values={name: value for name, value in values.items() if value is not None},
        decision=decision,
    )


def _check_entrants(
    seeds: Mapping[EntrantId, int],
    games: Sequence[Sequence[Finish]],
    drawn_lots: Sequence[EntrantId],
) -> None:
    for finish in (finish for game in games for finish in game):
        check_is_entrant(seeds, finish.entrant)
    check_lots(seeds, drawn_lots)
