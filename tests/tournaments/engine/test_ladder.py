import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournaments.engine.ladder import (
    LadderRules,
    Mode,
    check_challenge,
    positions,
    ratings,
    table,
)
from tournaments.engine.results import Result
from tournaments.engine.standings import Row
from tournaments.engine.tiebreaks import Decision
from tournaments.engine.types import Invalid, Kind

SWAP = LadderRules()
RATING = LadderRules(mode=Mode.RATING)
SEEDS = {entrant: entrant for entrant in range(1, 6)}


def won(winner, loser):
    return Result(winner, loser, 1, 0, winner)


def drawn(one, other):
    return Result(one, other, 1, 1, None)


def double_forfeit(one, other):
    return Result(one, other, 0, 0, None, Kind.DOUBLE_FORFEIT)


def bye(entrant):
    return Result(entrant, None, 0, 0, None, Kind.BYE)


@pytest.mark.parametrize(
    ("results", "order"),
    [
        ([], [1, 2, 3, 4, 5]),
        ([won(4, 2)], [1, 4, 3, 2, 5]),
        ([Result(2, 4, 0, 1, 4)], [1, 4, 3, 2, 5]),
        ([won(2, 4)], [1, 2, 3, 4, 5]),
        ([drawn(2, 4), double_forfeit(2, 4), bye(4)], [1, 2, 3, 4, 5]),
        ([won(4, 2), won(3, 4), won(2, 1)], [2, 3, 4, 1, 5]),
        ([Result(2, 4, 0, 0, 4, Kind.WALKOVER)], [1, 4, 3, 2, 5]),
        ([Result(2, 4, 0, 0, 4, Kind.DISQUALIFICATION)], [1, 4, 3, 2, 5]),
    ],
)
def test_who_beats_one_above_swaps_places(results, order):
    assert positions(SEEDS, results, SWAP) == order


def test_the_ladder_starts_in_order_of_seed():
    assert positions({7: 3, 8: 1, 9: 2}, [], SWAP) == [8, 9, 7]
    assert positions({7: 3, 8: 1, 9: 2}, [], RATING) == [8, 9, 7]


@pytest.mark.parametrize(
    ("start", "results", "rated"),
    [
        # Equals: 32 x (1 - 1/2).
        (1000, [won(2, 1)], {1: 984, 2: 1016}),
        # 1016 beats 984: 32 x (1 - 0.5459) = 14.53.
        (1000, [won(2, 1), won(2, 1)], {1: 969, 2: 1031}),
        # 984 beats 1016: 32 x 0.5459 = 17.47.
        (1000, [won(2, 1), won(1, 2)], {1: 1001, 2: 999}),
        # 984 holds 1016: 32 x (0.5459 - 0.5) = 1.47.
        (1000, [won(2, 1), drawn(1, 2)], {1: 985, 2: 1015}),
        (1000, [won(2, 1), drawn(2, 1)], {1: 985, 2: 1015}),
        (0, [won(2, 1)], {1: -16, 2: 16}),
        (1000, [double_forfeit(1, 2), bye(1)], {1: 1000, 2: 1000}),
        (1000, [Result(1, 2, 0, 0, 2, Kind.FORFEIT)], {1: 984, 2: 1016}),
    ],
)
def test_ratings_move_by_the_formula_of_elo(start, results, rated):
    rules = LadderRules(mode=Mode.RATING, start_rating=start)

    assert ratings({1: 1, 2: 2}, results, rules) == rated


@pytest.mark.parametrize(("k", "gain"), [(1, 1), (3, 2), (15, 8), (32, 16)])
def test_a_half_is_rounded_in_favour_of_the_winner(k, gain):
    rules = LadderRules(mode=Mode.RATING, k=k)

    assert ratings({1: 1, 2: 2}, [won(2, 1)], rules) == {1: 1000 - gain, 2: 1000 + gain}
    assert ratings({1: 1, 2: 2}, [Result(1, 2, 0, 1, 2)], rules) == {1: 1000 - gain, 2: 1000 + gain}


def test_a_win_of_the_far_better_side_moves_nothing():
    rules = LadderRules(mode=Mode.RATING, k=1000)
    results = [won(1, 2)] * 300

    rated = ratings({1: 1, 2: 2}, results, rules)

    assert ratings({1: 1, 2: 2}, [*results, won(1, 2)], rules) == rated
    assert rated[1] - rated[2] > 1300


def test_equal_ratings_stand_in_order_of_seed():
    assert positions(SEEDS, [won(4, 1)], RATING) == [4, 2, 3, 5, 1]


@given(
    st.lists(
        st.tuples(st.permutations([1, 2, 3, 4, 5]), st.sampled_from([won, drawn, double_forfeit]))
    ),
    st.integers(1, 1000),
)
def test_ratings_keep_their_sum_and_places_are_all_taken(meetings, k):
    results = [make(order[0], order[1]) for order, make in meetings]
    rules = LadderRules(mode=Mode.RATING, k=k)

    assert sum(ratings(SEEDS, results, rules).values()) == 5000
    for mode in (rules, SWAP):
        assert sorted(positions(SEEDS, results, mode)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("challenger", "challenged"), [(5, 4), (5, 2), (2, 1)])
def test_those_up_to_three_places_above_may_be_challenged(challenger, challenged):
    assert check_challenge([1, 2, 3, 4, 5], challenger, challenged, SWAP) is None


@pytest.mark.parametrize(
    ("challenger", "challenged", "code"),
    [
        (9, 1, "not_in_ladder"),
        (1, 9, "not_in_ladder"),
        (3, 3, "meets_itself"),
        (2, 3, "below"),
        (5, 1, "out_of_challenge_range"),
    ],
)
def test_other_challenges_are_refused(challenger, challenged, code):
    with pytest.raises(Invalid) as refusal:
        check_challenge([1, 2, 3, 4, 5], challenger, challenged, SWAP)

    assert refusal.value.code == code


def test_table_by_rating_is_written_out():
    rows = table({7: 1, 8: 2, 9: 3}, [Result(7, 8, 1, 2, 8)], RATING)

    shared = {"tied": False, "drawn": 0}
    assert rows == [
        Row(
            entrant=8, seed=2, rank=1, played=1, won=1, lost=0, scored=2, conceded=1,
            difference=1, points=1016, values={"rating": 1016, "seed": 2}, decision=None, **shared,
        ),
        Row(
            entrant=9, seed=3, rank=2, played=0, won=0, lost=0, scored=0, conceded=0,
            difference=0, points=1000, values={"rating": 1000, "seed": 3},
            decision=Decision("rating", above=1016, own=1000, among=(7, 8, 9)), **shared,
        ),
        Row(
            entrant=7, seed=1, rank=3, played=1, won=0, lost=1, scored=1, conceded=2,
            difference=-1, points=984, values={"rating": 984, "seed": 1},
            decision=Decision("rating", above=1000, own=984, among=(7, 8, 9)), **shared,
        ),
    ]  # fmt: skip


def test_seed_decides_among_equal_ratings_only():
    rows = table(SEEDS, [won(4, 1)], RATING)

    assert [(row.entrant, row.decision) for row in rows] == [
        (4, None),
        (2, Decision("rating", above=1016, own=1000, among=(1, 2, 3, 4, 5))),
        (3, Decision("seed", above=2, own=3, among=(2, 3, 5))),
        (5, Decision("seed", above=3, own=5, among=(2, 3, 5))),
        (1, Decision("rating", above=1000, own=984, among=(1, 2, 3, 4, 5))),
    ]


def test_table_of_swapped_places_shows_wins_and_names_no_criterion():
    rows = table(SEEDS, [won(3, 1), drawn(3, 2)], SWAP)

    assert [(r.entrant, r.rank, r.won, r.drawn, r.lost, r.points, r.decision) for r in rows] == [
        (3, 1, 1, 1, 0, 1, None),
        (2, 2, 0, 1, 0, 0, None),
        (1, 3, 0, 0, 1, 0, None),
        (4, 4, 0, 0, 0, 0, None),
        (5, 5, 0, 0, 0, 0, None),
    ]


@pytest.mark.parametrize("read", [positions, ratings, table])
def test_a_result_of_a_stranger_is_refused(read):
    with pytest.raises(Invalid) as refusal:
        read(SEEDS, [won(1, 9)], RATING)

    assert refusal.value.code == "not_in_ladder"


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"challenge_range": 0}, "challenge_range"),
        ({"challenge_range": 1001}, "challenge_range"),
        ({"start_rating": -1}, "start_rating"),
        ({"start_rating": 10_001}, "start_rating"),
        ({"k": 0}, "k"),
        ({"k": 1001}, "k"),
    ],
)
def test_rules_out_of_range_are_refused(options, key):
    with pytest.raises(Invalid) as refusal:
        LadderRules(**options)

    assert (refusal.value.code, refusal.value.params["key"]) == ("out_of_range", key)
