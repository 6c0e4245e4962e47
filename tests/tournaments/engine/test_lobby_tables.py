from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournaments.engine.free_for_all import Finish, Scoring
from tournaments.engine.lobby_tables import FFA_TIEBREAKS, table
from tournaments.engine.standings import Row
from tournaments.engine.tiebreaks import Decision
from tournaments.engine.types import Invalid

PUBG_MOBILE = Scoring((10, 6, 5, 4, 3, 2, 1, 1), per_kill=1)


def game(*finishes):
    """A game of entrants 1, 2, …: (place, kills) each."""
    return [Finish(entrant, *finish) for entrant, finish in enumerate(finishes, start=1)]


def standing(games, *tiebreaks, entrants=3, **options):
    seeds = {entrant: entrant for entrant in range(1, entrants + 1)}
    return table(seeds, games, scoring=PUBG_MOBILE, tiebreaks=tiebreaks, **options)


def ranks(rows):
    return [(row.entrant, row.rank, row.tied) for row in rows]


def test_table_of_two_games_is_written_out():
    rows = table(
        {7: 1, 8: 2},
        [[Finish(7, 2, 1), Finish(8, 1, 4)], [Finish(7, 1, 2), Finish(8, None)]],
        scoring=PUBG_MOBILE,
        tiebreaks=["points", "average_place"],
    )

    assert rows == [
        Row(
            entrant=7,
            seed=1,
            rank=1,
            tied=False,
            played=2,
            won=1,
            drawn=0,
            lost=1,
            scored=3,
            conceded=0,
            difference=3,
            points=19,
            values={"points": 19, "average_place": Fraction(3, 2)},
            decision=None,
        ),
        Row(
            entrant=8,
            seed=2,
            rank=2,
            tied=False,
            played=1,
            won=1,
            drawn=0,
            lost=0,
            scored=4,
            conceded=0,
            difference=4,
            points=14,
            values={"points": 14, "average_place": Fraction(3, 2)},
            decision=Decision("points", above=19, own=14, among=(7, 8)),
        ),
    ]


@pytest.mark.parametrize(
    ("tiebreak", "values"),
    [
        ("points", {1: 17, 2: 16, 3: 19}),
        ("wins", {1: 1, 2: 1, 3: 0}),
        ("kills", {1: 1, 2: 1, 3: 8}),
        ("placement_points", {1: 16, 2: 15, 3: 11}),
        ("best_game", {1: 11, 2: 11, 3: 11}),
        ("last_game", {1: 6, 2: 11, 3: 8}),
        ("average_place", {1: Fraction(3, 2), 2: Fraction(2), 3: Fraction(5, 2)}),
        ("seed", {1: 1, 2: 2, 3: 3}),
        ("manual", {1: 3, 2: 1, 3: 2}),
    ],
)
def test_each_criterion_has_a_value_for_everybody(tiebreak, values):
    games = [game((1, 1), (3, 0), (2, 5)), game((2, 0), (1, 1), (3, 3))]

    rows = standing(games, tiebreak, drawn_lots=[2, 3, 1])

    assert {row.entrant: row.values[tiebreak] for row in rows} == values
    best_first = sorted(values.values(), reverse=not FFA_TIEBREAKS[tiebreak].smallest_first)
    assert [row.values[tiebreak] for row in rows] == best_first


def test_every_criterion_is_tested_above():
    assert set(FFA_TIEBREAKS) == {
        "points",
        "wins",
        "kills",
        "placement_points",
        "best_game",
        "last_game",
        "average_place",
        "seed",
        "manual",
    }


def test_a_tie_goes_to_the_next_criterion_and_says_why():
    games = [game((1, 0), (2, 4), (3, 0), (4, 1))]

    rows = standing(games, "points", "wins", "kills", "seed", entrants=4)

    assert [(row.entrant, row.points, row.decision) for row in rows] == [
        (1, 10, None),
        (2, 10, Decision("wins", above=1, own=0, among=(1, 2))),
        (4, 5, Decision("points", above=10, own=5, among=(1, 2, 3, 4))),
        (3, 5, Decision("kills", above=1, own=0, among=(3, 4))),
    ]


def test_the_worst_game_is_dropped_once_there_are_more():
    first, second, third = game((1, 0), (2, 0)), game((2, 2), (1, 0)), game((2, 0), (1, 9))

    def points(*games):
        rows = standing(games, "points", "seed", entrants=2, drop_worst=1)
        return {row.entrant: row.points for row in rows}

    assert points(first) == {1: 10, 2: 6}
    assert points(first, second) == {1: 10, 2: 10}
    assert points(first, second, third) == {1: 18, 2: 29}


def test_a_missed_game_is_the_worst_one():
    games = [game((1, 0), (2, 0)), game((1, 0), (None, 0))]

    rows = standing(games, "points", entrants=2, drop_worst=1)

    assert [(row.entrant, row.points, row.played) for row in rows] == [(1, 10, 2), (2, 6, 1)]


def test_a_missed_game_counts_as_the_last_place():
    games = [game((1, 0), (2, 0), (None, 0)), game((2, 0), (None, 0), (1, 0))]

    rows = standing(games, "average_place")

    assert {row.entrant: row.values["average_place"] for row in rows} == {
        1: Fraction(3, 2),
        2: Fraction(5, 2),
        3: Fraction(2),
    }


def test_table_before_the_first_game_is_one_tie():
    everything_but_seed = [name for name in FFA_TIEBREAKS if name != "seed"]

    assert ranks(standing([], *everything_but_seed)) == [(1, 1, True), (2, 1, True), (3, 1, True)]


def test_drawn_lots_decide_only_when_they_name_all_who_are_tied():
    games = [game((1, 0), (2, 0), (2, 0))]

    assert ranks(standing(games, "points", "manual", drawn_lots=[3])) == [
        (1, 1, False),
        (2, 2, True),
        (3, 2, True),
    ]
    rows = standing(games, "points", "manual", drawn_lots=[3, 2])
    assert [(row.entrant, row.decided_by) for row in rows] == [
        (1, None),
        (3, "points"),
        (2, "manual"),
    ]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"tiebreaks": []}, "no_tiebreaks"),
        ({"tiebreaks": ["luck"]}, "unknown_tiebreak"),
        ({"tiebreaks": ["kills", "kills"]}, "tiebreak_twice"),
        ({"drop_worst": -1}, "negative_drop"),
        ({"drawn_lots": [9]}, "not_in_group"),
        ({"drawn_lots": [1, 1]}, "drawn_twice"),
    ],
)
def test_a_table_that_cannot_be_asked_for_is_refused(options, code):
    with pytest.raises(Invalid) as refusal:
        table({1: 1, 2: 2}, [], scoring=PUBG_MOBILE, **options)

    assert refusal.value.code == code


def test_a_finish_of_a_stranger_is_refused():
    with pytest.raises(Invalid) as refusal:
        standing([game((1, 0), (2, 0))], "points", entrants=1)

    assert refusal.value.code == "not_in_group"


@given(
    st.lists(
        st.tuples(st.permutations([1, 2, 3, 4, 5]), st.lists(st.integers(0, 9), min_size=5)),
        max_size=6,
    ),
    st.lists(st.sampled_from(sorted(FFA_TIEBREAKS)), min_size=1, unique=True),
    st.integers(0, 3),
)
def test_neighbours_are_tied_or_told_apart_by_their_values(drawn, tiebreaks, drop_worst):
    games = [game(*zip(places, kills, strict=False)) for places, kills in drawn]

    rows = standing(games, *tiebreaks, entrants=5, drop_worst=drop_worst)

    assert sorted(row.entrant for row in rows) == [1, 2, 3, 4, 5]
    for above, below in pairwise(rows):
        if above.rank == below.rank:
            assert above.values == below.values
        else:
            name = below.decided_by
            assert (below.decision.above, below.decision.own) == (
                above.values[name],
                below.values[name],
            )
            better = min if FFA_TIEBREAKS[name].smallest_first else max
            assert better(above.values[name], below.values[name]) == above.values[name]
            before = tiebreaks[: tiebreaks.index(name)]
            assert all(above.values.get(n) == below.values.get(n) for n in before)
