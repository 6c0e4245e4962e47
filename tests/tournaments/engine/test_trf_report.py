from fractions import Fraction

from tournaments.engine.results import Result
from tournaments.engine.standings import table
from tournaments.engine.trf import CHESS, Report
from tournaments.engine.trf_history import history
from tournaments.engine.trf_reading import read
from tournaments.engine.trf_report import players_of
from tournaments.engine.trf_writing import written
from tournaments.engine.types import Kind

SEEDS = {10: 1, 20: 2, 30: 3}
ROUNDS = [
    [Result(10, 20, 1, 0, 10), Result(30, None, 0, 0, None, Kind.BYE)],
    [Result(30, 10, 0, 0, 30, Kind.FORFEIT)],
    [Result(20, 30, 0, 0, None), Result(10, None, 0, 0, None, Kind.BYE)],
    [Result(10, 30, 0, 0, None, Kind.DOUBLE_FORFEIT), Result(20, None, 0, 0, None, Kind.BYE)],
]


def report() -> Report:
    rows = table(
        SEEDS, [one for each in ROUNDS for one in each], points=CHESS, tiebreaks=["points", "seed"]
    )
    names = {10: "Ada", 20: "Babul", 30: "Chitra"}
    return Report("Cup", players_of(rows, ROUNDS, names=names, ratings={20: 1900}), rounds=4)


def lines(of: Report) -> list[tuple]:
    return [
        (
            player.number,
            player.name,
            player.rating,
            player.points,
            player.rank,
            " ".join(f"{cell.opponent or 0}{cell.colour}{cell.code}" for cell in player.cells),
        )
        for player in of.players
    ]


def test_each_player_has_a_cell_for_each_round():
    assert lines(report()) == [
        (1, "Ada", None, 2, 2, "2w1 3b- 0-U 3w-"),
        (2, "Babul", 1900, Fraction(3, 2), 3, "1b0 0-Z 3w= 0-U"),
        (3, "Chitra", None, Fraction(5, 2), 1, "0-U 1w+ 2b= 1b-"),
    ]


def test_the_file_read_again_has_the_same_results():
    again = history(read(written(report())))

    assert [
        sorted((r.home, r.away or 0, r.winner or 0, r.kind) for r in results)
        for results in again.rounds
    ] == [
        sorted(
            (
                SEEDS[r.home],
                SEEDS.get(r.away, 0),
                SEEDS.get(r.winner, 0),
                r.kind,
            )
            for r in results
        )
        for results in ROUNDS
    ]
