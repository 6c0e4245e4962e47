"""Plays of every format with a board: to the end, whatever happens on the way."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tournaments.engine.lengths import MOST, PLAYS, sizes
from tests.tournaments.engine.random_play import (
    RandomPlay,
    by_seed,
    check_blocks,
    check_follows,
    losses,
    put_out,
)
from tournaments.engine import double_elimination, round_robin, single_elimination
from tournaments.engine.board import Board
from tournaments.engine.double_elimination import Finals
from tournaments.engine.formats import build, parse_spec
from tournaments.engine.progress import State
from tournaments.engine.results import Result
from tournaments.engine.standings import table
from tournaments.engine.tallies import Points
from tournaments.engine.types import Kind

SEEDS = st.integers(0, 2**32)
LENGTHS = settings(max_examples=PLAYS)
EVERY = sizes()


def decided(board: Board) -> int:
    return sum(cell.status == State.COMPLETED for cell in board.cells.values())


def seeds_of(placed) -> list[list[int]]:
    return [sorted(block.entrants) for block in placed]


# --- single elimination -------------------------------------------------------


def check_single_elimination(board: Board, entrants: int) -> None:
    placed = single_elimination.placements(board.structure, board.outcomes)
    lost, out = losses(board), put_out(board)
    third = board.outcomes.get("T")
    check_follows(board)
    check_blocks(placed, entrants)
    champion = board.outcomes["F"].winner
    assert champion is None or placed[0].entrants == (champion,)
    for entrant in board.entrants:
        may_lose = 2 if third and entrant in third.losers else 1
        assert lost[entrant] <= may_lose
        if entrant == champion:
            assert lost[entrant] == 0
        elif entrant not in out:
            assert lost[entrant] == may_lose


@pytest.mark.parametrize("third_place", [False, True])
def test_single_elimination_by_seed_and_against_it(third_place):
    for entrants in EVERY:
        bracket = single_elimination.structure(entrants, third_place=third_place)
        for better in (True, False):
            board = by_seed(bracket, entrants, better=better)

            placed = single_elimination.placements(bracket, board.outcomes)
            check_single_elimination(board, entrants)
            assert decided(board) == entrants - 1 + (third_place and entrants >= 4)
            assert placed[0].entrants == ((1,) if better else (entrants,))
            if better:
                assert seeds_of(placed) == [[*range(p.first, p.last + 1)] for p in placed]


@LENGTHS
@given(st.integers(2, MOST), st.booleans(), SEEDS)
def test_single_elimination_played_by_lot(entrants, third_place, seed):
    bracket = single_elimination.structure(entrants, third_place=third_place)

    board = RandomPlay(bracket, entrants, random.Random(seed)).to_its_end()

    check_single_elimination(board, entrants)
    assert decided(board) == entrants - 1 + (third_place and entrants >= 4)


@LENGTHS
@given(st.integers(2, MOST), st.booleans(), st.integers(1, 16), SEEDS)
def test_single_elimination_with_all_that_can_happen(entrants, third_place, disturbances, seed):
    bracket = single_elimination.structure(entrants, third_place=third_place)
    play = RandomPlay(bracket, entrants, random.Random(seed), disturbances=disturbances)

    check_single_elimination(play.to_its_end(), entrants)


# --- double elimination -------------------------------------------------------


def losses_to_leave(entrant: int, entrants: int, in_losers: int) -> int:
    """The last seeds begin in the losers' bracket, as if they had lost once."""
    return 1 if entrant > entrants - in_losers else 2


def check_double_elimination(board: Board, entrants: int, finals: Finals, in_losers: int) -> None:
    placed = double_elimination.placements(board.structure, board.outcomes)
    lost, out = losses(board), put_out(board)
    check_follows(board)
    check_blocks(placed, entrants)
    first, *others = [one for block in placed for one in block.entrants]
    for entrant in board.entrants:
        assert lost[entrant] <= losses_to_leave(entrant, entrants, in_losers)
    if len(placed[0].entrants) == 1 and first not in out:
        assert lost[first] < losses_to_leave(first, entrants, in_losers)
    survives = finals is not Finals.RESET and others[0]  # without a second final, or any
    for entrant in set(others) - out:
        fewer = losses_to_leave(entrant, entrants, in_losers) - lost[entrant]
        assert fewer == 0 or (fewer == 1 and entrant == survives)


def matches_of(board: Board, entrants: int, finals: Finals, in_losers: int) -> int:
    """One for each loss that somebody leaves with, and a second final if it was needed."""
    until_finals = 2 * entrants - in_losers - 3
    if finals is Finals.NONE:
        return until_finals
    again = finals is Finals.RESET and board.cells["F"].sides[1].is_winner
    return until_finals + 1 + again


@pytest.mark.parametrize("finals", Finals)
@pytest.mark.parametrize("share", [0, 3])
def test_double_elimination_by_seed_and_against_it(finals, share):
    for entrants in EVERY:
        in_losers = entrants // share if share and entrants > 2 else 0
        bracket = double_elimination.structure(entrants, finals=finals, in_losers=in_losers)
        for better in (True, False):
            board = by_seed(bracket, entrants, better=better)

            placed = double_elimination.placements(bracket, board.outcomes)
            check_double_elimination(board, entrants, finals, in_losers)
            assert decided(board) == matches_of(board, entrants, finals, in_losers)
            if better:
                assert seeds_of(placed) == [[*range(p.first, p.last + 1)] for p in placed]
            elif not (in_losers and finals is Finals.NONE):
                assert placed[0].entrants == (entrants,)


@st.composite
def double_eliminations(draw):
    entrants = draw(st.integers(2, MOST))
    in_losers = draw(st.integers(0, entrants - 2)) if draw(st.booleans()) else 0
    return entrants, draw(st.sampled_from(Finals)), in_losers


@LENGTHS
@given(double_eliminations(), SEEDS)
def test_double_elimination_played_by_lot(options, seed):
    entrants, finals, in_losers = options
    bracket = double_elimination.structure(entrants, finals=finals, in_losers=in_losers)

    board = RandomPlay(bracket, entrants, random.Random(seed)).to_its_end()

    check_double_elimination(board, *options)
    assert decided(board) == matches_of(board, *options)


@LENGTHS
@given(double_eliminations(), st.integers(1, 16), SEEDS)
def test_double_elimination_with_all_that_can_happen(options, disturbances, seed):
    entrants, finals, in_losers = options
    bracket = double_elimination.structure(entrants, finals=finals, in_losers=in_losers)
    play = RandomPlay(bracket, entrants, random.Random(seed), disturbances=disturbances)

    check_double_elimination(play.to_its_end(), *options)


# --- side by side, and groups -------------------------------------------------


@LENGTHS
@given(
    st.sampled_from(["single_elimination", "double_elimination"]),
    st.integers(2, 5),
    st.integers(2, 9),
    st.integers(1, 12),
    SEEDS,
)
def test_brackets_side_by_side_with_all_that_can_happen(format_, groups, size, disturbances, seed):
    rng = random.Random(seed)
    entrants = groups * size + rng.randrange(groups)
    stage = build(parse_spec({"format": format_, "groups": groups}), entrants)

    board = RandomPlay(stage, entrants, rng, disturbances=disturbances).to_its_end()

    lost = losses(board)
    to_leave = 1 if format_ == "single_elimination" else 2
    check_follows(board)
    assert max(lost.values()) <= to_leave
    short = [one for one in set(board.entrants) - put_out(board) if lost[one] < to_leave]
    assert len(short) <= groups


def results_of(board: Board) -> list[Result]:
    results = []
    for cell in board.cells.values():
        home, away = (place.entrant for place in cell.sides)
        winner = next((place.entrant for place in cell.sides if place.is_winner), None)
        results.append(Result(home, away, 0, 0, winner, Kind(cell.decided_by)))
    return results


@LENGTHS
@given(st.integers(1, 4), st.integers(2, 12), st.integers(1, 2), st.integers(0, 16), SEEDS)
def test_groups_with_all_that_can_happen(groups, size, legs, disturbances, seed):
    rng = random.Random(seed)
    entrants = groups * size + rng.randrange(groups)
    dealt = round_robin.distribute(entrants, groups)
    stage = round_robin.structure(dealt, legs=legs)

    board = RandomPlay(stage, entrants, rng, disturbances=disturbances, draws=True).to_its_end()

    check_follows(board)
    results = results_of(board)
    assert len(results) == len(stage.matches)
    for group in dealt:
        own = [result for result in results if result.home in group]
        rows = table(
            {seed: seed for seed in group},
            own,
            points=Points(),
            tiebreaks=["points", "wins", "seed"],
        )
        assert sorted(row.entrant for row in rows) == group
        assert [row.rank for row in rows] == [*range(1, len(group) + 1)]
        assert {row.played for row in rows} == {legs * (len(group) - 1)}
        ends = Counter(
            (result.kind is Kind.DOUBLE_FORFEIT, result.winner is None) for result in own
        )
        points = 3 * ends[False, False] + 2 * ends[False, True]
        assert sum(row.points for row in rows) == points
