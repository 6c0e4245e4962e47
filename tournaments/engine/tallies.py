"""What entrants have gathered from their results."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tournaments.engine.results import Result
from tournaments.engine.types import EntrantId, Invalid, Kind, Number


class Bye(StrEnum):
    """What a bye counts as in a table."""

    WIN = "win"
    DRAW = "draw"
    LOSS = "loss"


@dataclass(frozen=True, slots=True)
class Points:
    """What a match is worth in a table, and what a bye counts as."""

    win: Number = 3
    draw: Number = 1
    loss: Number = 0
    bye: Bye = Bye.WIN

    def __post_init__(self) -> None:
        if not (self.win >= self.draw >= self.loss >= 0 and self.win > self.loss):
            raise Invalid(
                "A win must be worth more than a loss, and a draw no less than a loss and no more "
                "than a win; none may be negative.",
                code="points_order",
            )


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of matches, what was scored in them, and the points. A bye is among the counts."""

    won: int = 0
    drawn: int = 0
    lost: int = 0
    scored: int = 0
    conceded: int = 0
    points: Number = 0

    @property
    def played(self) -> int:
        return self.won + self.drawn + self.lost

    @property
    def difference(self) -> int:
        return self.scored - self.conceded


NO_ADJUSTMENTS: Final[Mapping[EntrantId, Number]] = MappingProxyType({})


def tally(
    entrants: Collection[EntrantId],
    results: Iterable[Result],
    *,
    points: Points,
    adjustments: Mapping[EntrantId, Number] = NO_ADJUSTMENTS,
) -> dict[EntrantId, Tally]:
    """Count the results that these entrants have among themselves.

    ``adjustments`` are points given or taken without a match.
    """
    tallies = {entrant: Tally(points=adjustments.get(entrant, 0)) for entrant in entrants}
    for result in results:
        sides = [side for side in (result.home, result.away) if side is not None]
        if all(side in tallies for side in sides):
            for entrant in sides:
                tallies[entrant] = _with(tallies[entrant], result, entrant, points)
    return tallies


def _with(so_far: Tally, result: Result, entrant: EntrantId, points: Points) -> Tally:
    scored, conceded = result.score_home, result.score_away
    if entrant == result.away:
        scored, conceded = conceded, scored
    if result.kind is Kind.BYE:
        won, drawn = points.bye is Bye.WIN, points.bye is Bye.DRAW
    else:
        won = result.winner == entrant
        drawn = result.winner is None and result.kind is not Kind.DOUBLE_FORFEIT
    lost = not won and not drawn
    return Tally(
        won=so_far.won + won,
        drawn=so_far.drawn + drawn,
        lost=so_far.lost + lost,
        scored=so_far.scored + scored,
        conceded=so_far.conceded + conceded,
        points=so_far.points + (points.win if won else points.draw if drawn else points.loss),
    )
