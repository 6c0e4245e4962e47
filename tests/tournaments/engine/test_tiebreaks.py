import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournaments import engine
from tournaments.engine.criteria import TIEBREAKS
from tournaments.engine.results import Result
from tournaments.engine.standings import table, why_above
from tournaments.engine.tallies import Bye, Points
from tournaments.engine.tiebreaks import Decision
from tournaments.engine.types import Kind

CHESS = Points(win=1, draw=Fraction(1, 2), loss=0)
HALF, THIRD, QUARTER = Fraction(1, 2), Fraction(1, 3), Fraction(1, 4)


def beat(winner, loser):
    return Result(winner, loser, 1, 0, winner)


def drew(one, other):
    return Result(one, other, 0, 0, None)


def bye(entrant):
    return Result(entrant, None, 0, 0, None, Kind.BYE)


def both_forfeit(one, other):
    return Result(one, other, 0, 0, None, Kind.DOUBLE_FORFEIT)


# Five entrants, three rounds; 5, 4 and 3 have a bye in turn.
SWISS = [
    *(beat(1, 2), drew(3, 4), bye(5)),
    *(beat(1, 5), drew(2, 3), bye(4)),
    *(drew(1, 4), beat(5, 2), bye(3)),
]
# Points: 1 has 2½, 3, 4 and 5 have 2, and 2 has ½; without the bye 3 has 1, 4 has 1 and 5 has 1.


MAJOR = json.loads((Path(engine.__file__).parents[1] / "data/cs_major_rio_2022.json").read_text())
SWISS_STAGES = [stage for stage in MAJOR["stages"] if stage["format"] == "swiss"]


def standing(results, *tiebreaks, entrants=5, points=CHESS, **options):
    seeds = {entrant: entrant for entrant in range(1, entrants + 1)}
    return table(seeds, results, points=points, tiebreaks=tiebreaks, **options)


def values_of(results, criterion, **options):
    rows = standing(results, "points", criterion, **options)
    return {row.entrant: row.values[criterion] for row in sorted(rows, key=lambda row: row.seed)}


def order(rows):
    return [row.entrant for row in rows]


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ("wins", {1: 2, 2: 0, 3: 1, 4: 1, 5: 2}),
        ("losses", {1: 0, 2: 2, 3: 0, 4: 0, 5: 1}),
        # 1 met 2, 5 and 4; 2 met 1, 3 and 5; 3 met 4 and 2; 4 met 3 and 1; 5 met 1 and 2.
        ("buchholz", {1: 4 + HALF, 2: 6 + HALF, 3: 2 + HALF, 4: 4 + HALF, 5: 3}),
        ("buchholz_cut_1", {1: 4, 2: 4 + HALF, 3: 2, 4: 2 + HALF, 5: 2 + HALF}),
        ("buchholz_median", {1: 2, 2: 2, 3: 0, 4: 0, 5: 0}),
        # Wins minus losses: 1 has 2, 2 has -2, and 3, 4 and 5 have 1.
        ("buchholz_difference", {1: 0, 2: 4, 3: -1, 4: 3, 5: 0}),
        ("sonneborn_berger", {1: 3 + HALF, 2: 1, 3: 1 + QUARTER, 4: 2 + QUARTER, 5: HALF}),
        # Of matches against somebody 1 won two of three, 5 one of two, and the others none.
        ("opponents_win_rate", {1: HALF * THIRD, 2: 7 * HALF * THIRD**2, 3: 0, 4: THIRD, 5: THIRD}),
    ],
)
def test_criterion_of_a_small_swiss(criterion, expected):
    assert values_of(SWISS, criterion) == expected


def test_bye_is_worth_what_the_rules_say_and_is_no_opponent():
    results = [beat(1, 2), bye(3)]

    assert values_of(results, "buchholz", entrants=3) == {1: 0, 2: 1, 3: 0}
    drawn = Points(1, HALF, 0, bye=Bye.DRAW)
    assert [
        (row.entrant, row.points) for row in standing(results, "points", entrants=3, points=drawn)
    ] == [(1, 1), (3, HALF), (2, 0)]


def test_opponent_that_did_not_come_counts_as_an_opponent():
    results = [Result(1, 2, 1, 0, 1, Kind.FORFEIT), beat(2, 3), both_forfeit(1, 3)]

    assert values_of(results, "buchholz", entrants=3) == {1: 1, 2: 1, 3: 2}
    assert values_of(results, "losses", entrants=3) == {1: 1, 2: 1, 3: 2}
    assert values_of(results, "sonneborn_berger", entrants=3) == {1: 1, 2: 0, 3: 0}


def test_cuts_leave_nothing_of_too_few_opponents():
    results = [drew(1, 2)]

    assert values_of(results, "buchholz_cut_1", entrants=2) == {1: 0, 2: 0}
    assert values_of(results, "buchholz_median", entrants=2) == {1: 0, 2: 0}


def test_opponent_met_twice_counts_twice():
    results = [beat(1, 2), beat(2, 1), beat(2, 3)]

    assert values_of(results, "buchholz", entrants=3) == {1: 4, 2: 2, 3: 2}
    assert values_of(results, "sonneborn_berger", entrants=3) == {1: 2, 2: 1, 3: 0}


def test_game_win_rate_is_the_share_of_games_and_leaves_byes_out():
    results = [
        Result(1, 2, 2, 1, 1),
        Result(3, 1, 2, 0, 3),
        Result(2, None, 2, 0, None, Kind.BYE),
    ]

    assert values_of(results, "game_win_rate", entrants=4) == {
        1: Fraction(2, 5),
        2: Fraction(1, 3),
        3: 1,
        4: 0,
    }


def test_fewer_losses_stand_first():
    rows = standing([beat(1, 2), bye(3)], "losses", "seed", entrants=3)

    assert order(rows) == [1, 3, 2]
    assert rows[2].decision == Decision("losses", above=0, own=1, among=(1, 2, 3))


def test_lots_are_drawn_from_the_published_seed():
    rows = standing([], "points", "lots", lots_seed=2026)

    # random.Random(2026) gives 1 to 5 in turn: 0.12, 0.50, 0.51, 0.86, 0.10.
    assert order(rows) == [5, 1, 2, 3, 4]
    assert [row.values["lots"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row.decided_by for row in rows] == [None, *["lots"] * 4]


def test_lots_without_a_seed_decide_nothing():
    assert all(row.tied for row in standing([], "points", "lots"))


def test_lots_do_not_depend_on_the_seeds_of_the_stage():
    one = table({7: 1, 8: 2, 9: 3}, [], points=CHESS, tiebreaks=["lots"], lots_seed=5)
    other = table({9: 1, 8: 2, 7: 3}, [], points=CHESS, tiebreaks=["lots"], lots_seed=5)

    assert order(one) == order(other)


def test_head_to_head_waits_until_all_who_are_tied_have_met():
    # 1, 2 and 3 have two points each. 2 beat 1, and nobody of the two has met 3.
    results = [beat(2, 1), beat(1, 4), beat(1, 5), beat(2, 4), beat(5, 2), beat(3, 4), beat(3, 5)]

    rows = standing(results, "points", "head_to_head_points", "seed")

    assert order(rows)[:3] == [1, 2, 3]
    assert [row.decided_by for row in rows[:3]] == [None, "seed", "seed"]
    assert "head_to_head_points" not in rows[0].values


def test_head_to_head_is_asked_of_the_pair_that_is_left():
    results = [beat(2, 1), beat(1, 4), beat(1, 5), beat(2, 4), beat(5, 2), beat(3, 4), beat(3, 5)]

    rows = standing(results, "points", "losses", "head_to_head_wins", "seed")

    assert order(rows)[:3] == [3, 2, 1]
    assert rows[2].decision == Decision("head_to_head_wins", above=1, own=0, among=(1, 2))


def test_head_to_head_does_not_count_a_bye():
    # Level on points, and level against each other; 2 had a bye, 1 beat 3.
    results = [drew(1, 2), bye(2), beat(1, 3)]

    rows = standing(results, "points", "head_to_head_points", "manual", entrants=3)

    assert [(row.entrant, row.tied) for row in rows] == [(1, True), (2, True), (3, False)]
    assert rows[0].values["head_to_head_points"] == rows[1].values["head_to_head_points"] == HALF


def test_points_given_or_taken_count_for_opponents_too():
    rows = standing([beat(1, 2)], "points", "buchholz", entrants=2, adjustments={1: -1, 2: HALF})

    assert [(row.entrant, row.points, row.values["buchholz"]) for row in rows] == [
        (2, HALF, 0),
        (1, 0, HALF),
    ]


def test_why_above_is_answered_for_neighbours():
    rows = standing([beat(1, 2), drew(3, 4)], "points", "losses", entrants=4)

    assert order(rows) == [1, 3, 4, 2]
    assert [why_above(rows, place) for place in (1, 2, 3)] == [
        Decision("points", above=1, own=HALF, among=(1, 2, 3, 4)),
        None,
        Decision("points", above=HALF, own=0, among=(1, 2, 3, 4)),
    ]


@pytest.mark.parametrize("stage", SWISS_STAGES, ids=lambda stage: stage["name"])
def test_major_is_ranked_by_record_and_difficulty_score(stage):
    seeds = {team["code"]: team["seed"] for team in stage["teams"]}
    results = [
        Result(
            one := match["team1"],
            other := match["team2"],
            int(match["winner"] == one),
            int(match["winner"] == other),
            match["winner"],
        )
        for match in stage["matches"]
    ]

    criteria = ["wins", "losses", "buchholz_difference", "seed"]
    rows = table(seeds, results, points=Points(1, 0, 0), tiebreaks=criteria)

    assert [
        {
            "code": row.entrant,
            "wins": row.won,
            "losses": row.lost,
            "buchholz": row.values["buchholz_difference"],
        }
        for row in rows
    ] == stage["final_standing"]


@st.composite
def swiss(draw):
    """Results of a few rounds in which anybody may meet anybody, and some have a bye."""
    entrants = list(range(1, draw(st.integers(2, 9)) + 1))
    results = []
    for _ in range(draw(st.integers(0, 4))):
        *sides, last = draw(st.permutations(entrants))
        sides = [*sides, last] if len(entrants) % 2 == 0 else sides
        for home, away in zip(sides[::2], sides[1::2], strict=True):
            how = draw(st.sampled_from([beat, drew, both_forfeit]))
            results.append(how(*draw(st.permutations([home, away]))))
        results += [bye(last)] if len(entrants) % 2 else []
    return len(entrants), results


@given(swiss(), st.permutations(list(TIEBREAKS)), st.integers(1, 4))
def test_every_neighbour_is_above_for_a_reason_or_tied(played, criteria, count):
    entrants, results = played
    rows = standing(
        results, *criteria[:count], entrants=entrants, lots_seed=3, adjustments={1: HALF}
    )

    for place, (above, below) in enumerate(pairwise(rows), start=1):
        decision = why_above(rows, place)
        if decision is None:
            assert above.rank == below.rank
            assert above.tied
            assert below.tied
            continue
        assert above.rank < below.rank
        assert decision.criterion in criteria[:count]
        assert {above.entrant, below.entrant} <= set(decision.among)
        smallest_first = TIEBREAKS[decision.criterion].smallest_first
        assert (decision.above < decision.own) == smallest_first
        assert decision.above != decision.own
        if not TIEBREAKS[decision.criterion].head_to_head:
            assert decision.above == above.values[decision.criterion]
            assert decision.own == below.values[decision.criterion]


@given(swiss())
def test_sums_over_opponents_agree_with_each_other(played):
    entrants, results = played
    rows = standing(
        results,
        *("buchholz", "buchholz_cut_1", "buchholz_median", "sonneborn_berger"),
        *("opponents_win_rate", "game_win_rate"),
        entrants=entrants,
    )

    met = sum(2 for result in results if result.away is not None)
    by_id = {row.entrant: row.points for row in rows}
    faced = [
        by_id[result.home] + by_id[result.away] for result in results if result.away is not None
    ]
    assert sum(row.values["buchholz"] for row in rows) == sum(faced)
    assert len(faced) * 2 == met
    for row in rows:
        values = row.values
        assert values["buchholz"] >= values["buchholz_cut_1"] >= values["buchholz_median"] >= 0
        assert 0 <= values["sonneborn_berger"] <= values["buchholz"]
        assert 0 <= values["opponents_win_rate"] <= 1
        assert 0 <= values["game_win_rate"] <= 1


def test_head_to_head_waits_where_each_has_met_one_of_the_others():
    # Level on points; 1 beat 2 and 2 beat 3, but 1 and 3 have not met.
    rows = standing(
        [beat(1, 2), beat(2, 3)], "points", "head_to_head_points", entrants=3, adjustments={3: 1}
    )

    assert [(row.rank, row.tied) for row in rows] == [(1, True)] * 3


def test_the_place_an_official_decided_is_shown_from_one():
    rows = standing([], "points", "manual", entrants=3, drawn_lots=[2, 1, 3])

    assert [(row.entrant, row.values["manual"]) for row in rows] == [(2, 1), (1, 2), (3, 3)]


def test_who_met_nobody_has_an_exact_value_all_the_same():
    assert not any(
        isinstance(value, float) for value in values_of([], "opponents_win_rate").values()
    )
