"""A stage that was played here as the players of a FIDE Tournament Report File."""

from collections.abc import Mapping, Sequence

from tournaments.engine.results import Result
from tournaments.engine.standings import Row
from tournaments.engine.trf import ABSENT, Cell, Player
from tournaments.engine.types import EntrantId, Kind


def players_of(
    rows: Sequence[Row],
    rounds: Sequence[Sequence[Result]],
    *,
    names: Mapping[EntrantId, str],
    ratings: Mapping[EntrantId, int],
) -> tuple[Player, ...]:
    """The player lines by starting rank, which is the seed.

    ``rows`` are the table after ``rounds``. Who is at home has the first colour. A match that was
    not played to its end is a forfeit, and who is in no match of a round has a bye of no points.
    """
    numbers = {row.entrant: row.seed for row in rows}
    cells = {row.entrant: [ABSENT] * len(rounds) for row in rows}
    for place, results in enumerate(rounds):
        for result in results:
            for entrant, cell in _cells(result, numbers):
                cells[entrant][place] = cell
    return tuple(
        Player(
            number=row.seed,
            name=names[row.entrant],
            cells=tuple(cells[row.entrant]),
            points=row.points,
            rank=row.rank,
            rating=ratings.get(row.entrant),
        )
        for row in sorted(rows, key=lambda row: row.seed)
    )


def _cells(result: Result, numbers: Mapping[EntrantId, int]) -> list[tuple[EntrantId, Cell]]:
    if result.away is None:
        return [(result.home, Cell(None, "-", "U"))]
    home, away = numbers[result.home], numbers[result.away]
    return [
        (result.home, Cell(away, "w", _code(result, result.home))),
        (result.away, Cell(home, "b", _code(result, result.away))),
    ]


def _code(result: Result, entrant: EntrantId) -> str:
    won, drawn, lost = ("1", "=", "0") if result.kind is Kind.PLAYED else ("+", "=", "-")
    if result.winner is None:
        return lost if result.kind is Kind.DOUBLE_FORFEIT else drawn
    return won if result.winner == entrant else lost
