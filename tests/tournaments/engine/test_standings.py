from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournaments.engine.criteria import TIEBREAKS
from tournaments.engine.results import Result
from tournaments.engine.standings import Row, table
from tournaments.engine.tallies import Bye, Points, Tally, tally
from tournaments.engine.tiebreaks import Decision
from tournaments.engine.types import Invalid, Kind

POINTS = Points(win=3, draw=1, loss=0)
HEAD_TO_HEAD = ("head_to_head_points", "head_to_head_difference", "head_to_head_scored")


def result(home, away, score_home, score_away):
    lead = score_home - score_away
    winner = home if lead > 0 else away if lead < 0 else None
    return Result(home, away, score_home, score_away, winner)


def standing(entrants, results, tiebreaks, **options):
    seeds = {entrant: seed for seed, entrant in enumerate(entrants, start=1)}
    return table(seeds, results, points=POINTS, tiebreaks=tiebreaks, **options)


def ranks(rows):
    return [(row.entrant, row.rank, row.tied) for row in rows]


def test_table_of_two_is_written_out():
    rows = standing([7, 8], [result(7, 8, 1, 3)], ["points", "head_to_head_points", "seed"])

    assert rows == [
        Row(
            entrant=8,
            seed=2,
            rank=1,
            tied=False,
            played=1,
            won=1,
            drawn=0,
            lost=0,
            scored=3,
            conceded=1,
            difference=2,
            points=3,
            values={"points": 3, "seed": 2},
            decision=None,
        ),
        Row(
            entrant=7,
            seed=1,
            rank=2,
            tied=False,
            played=1,
            won=0,
            drawn=0,
            lost=1,
            scored=1,
            conceded=3,
            difference=-2,
            points=0,
            values={"points": 0, "seed": 1},
            decision=Decision("points", above=3, own=0, among=(7, 8)),
        ),
    ]
    assert rows[1].decided_by == "points"


def test_table_before_the_first_match_is_one_tie():
    rows = standing([1, 2, 3], [], ["points", *HEAD_TO_HEAD, "manual"])

    assert ranks(rows) == [(1, 1, True), (2, 1, True), (3, 1, True)]


@pytest.mark.parametrize(
    ("results", "tiebreak"),
    [
        ([result(2, 3, 1, 0), result(1, 3, 0, 0)], "points"),
        ([result(2, 3, 1, 0), result(3, 1, 0, 0), result(2, 1, 0, 1)], "difference"),
        ([result(2, 3, 1, 0)], "wins"),
        ([result(2, 3, 2, 2), result(1, 3, 1, 1)], "scored"),
    ],
)
def test_criterion_puts_the_larger_value_first(results, tiebreak):
    rows = standing([1, 2, 3], results, [tiebreak])

    values = [row.values[tiebreak] for row in rows]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) > 1


def test_seed_puts_the_smaller_number_first():
    assert ranks(standing([9, 4], [], ["points", "seed"])) == [(9, 1, False), (4, 2, False)]


def test_forfeit_counts_as_a_win_with_the_score_given():
    rows = standing([1, 2], [Result(1, 2, 0, 3, 2, Kind.FORFEIT)], ["points"])

    assert [(r.entrant, r.won, r.lost, r.difference, r.points) for r in rows] == [
        (2, 1, 0, 3, 3),
        (1, 0, 1, -3, 0),
    ]


def test_double_forfeit_is_lost_by_both():
    rows = standing([1, 2], [Result(1, 2, 0, 0, None, Kind.DOUBLE_FORFEIT)], ["points"])

    assert [(r.entrant, r.played, r.drawn, r.lost, r.points, r.rank) for r in rows] == [
        (1, 1, 0, 1, 0, 1),
        (2, 1, 0, 1, 0, 1),
    ]


def test_points_rule_counts_wins_draws_and_losses():
    results = [result(1, 2, 1, 0), result(2, 3, 1, 1)]

    rows = table({1: 1, 2: 2, 3: 3}, results, points=Points(5, 2, 1), tiebreaks=["points", "seed"])

    assert [(row.entrant, row.points) for row in rows] == [(1, 5), (2, 3), (3, 2)]


def test_head_to_head_counts_matches_among_the_tied_only():
    # 1 and 2 have six points each; 2 beat 1, though 1 has the better difference.
    results = [
        result(2, 1, 1, 0),
        result(1, 3, 9, 0),
        result(1, 4, 9, 0),
        result(2, 3, 1, 0),
        result(4, 2, 1, 0),
        result(3, 4, 1, 0),
    ]

    rows = standing([1, 2, 3, 4], results, ["points", "head_to_head_points", "difference"])

    assert ranks(rows) == [(2, 1, False), (1, 2, False), (3, 3, False), (4, 4, False)]
    assert rows[1].decision == Decision("head_to_head_points", above=3, own=0, among=(1, 2))
    assert rows[3].decision == Decision("head_to_head_points", above=3, own=0, among=(3, 4))


# 1, 2 and 3 beat each other in a circle, and each beats 4. Among the three, 1 has the best
# difference, 2 and 3 have the same; 3 scored more than 2, but 2 beat 3.
CIRCLE = [
    result(1, 2, 3, 0),
    result(2, 3, 2, 0),
    result(3, 1, 5, 4),
    result(1, 4, 1, 0),
    result(2, 4, 1, 0),
    result(3, 4, 1, 0),
]


def test_head_to_head_starts_again_for_those_still_tied():
    rows = standing([1, 2, 3, 4], CIRCLE, ["points", *HEAD_TO_HEAD, "manual"])

    assert ranks(rows) == [(1, 1, False), (2, 2, False), (3, 3, False), (4, 4, False)]
    assert [row.decision for row in rows] == [
        None,
        Decision("head_to_head_difference", above=2, own=-1, among=(1, 2, 3)),
        Decision("head_to_head_points", above=3, own=0, among=(2, 3)),
        Decision("points", above=6, own=0, among=(1, 2, 3, 4)),
    ]


def test_head_to_head_starts_again_at_the_first_one_in_a_row_only():
    rows = standing([1, 2, 3, 4], CIRCLE, ["points", "head_to_head_difference", "scored"])

    # "difference" among 2 and 3 alone is asked again, for 2 beat 3; "points" is not.
    assert rows[2].decision == Decision("head_to_head_difference", 2, -2, among=(2, 3))


def test_tie_that_no_criterion_splits_is_marked_and_shares_a_rank():
    results = [
        result(1, 2, 1, 0),
        result(2, 3, 1, 0),
        result(3, 1, 1, 0),
        *(result(one, 4, 1, 0) for one in (1, 2, 3)),
    ]

    rows = standing([4, 3, 2, 1], results, ["points", *HEAD_TO_HEAD, "manual"])

    # The three are printed by seed, which decides nothing.
    assert ranks(rows) == [(3, 1, True), (2, 1, True), (1, 1, True), (4, 4, False)]
    assert [row.decided_by for row in rows] == [None, None, None, "points"]


def test_lots_decide_what_is_left():
    rows = standing([1, 2, 3], [], ["points", *HEAD_TO_HEAD, "manual"], drawn_lots=[3, 1, 2])

    assert ranks(rows) == [(3, 1, False), (1, 2, False), (2, 3, False)]
    assert [row.decided_by for row in rows] == [None, "manual", "manual"]


def test_lots_do_not_overrule_an_earlier_criterion():
    rows = standing([1, 2], [result(1, 2, 1, 0)], ["points", "manual"], drawn_lots=[2, 1])

    assert ranks(rows) == [(1, 1, False), (2, 2, False)]


def test_lots_that_miss_one_of_the_tied_leave_the_tie():
    rows = standing([1, 2, 3], [], ["points", "manual"], drawn_lots=[3, 1])

    assert ranks(rows) == [(1, 1, True), (2, 1, True), (3, 1, True)]


@pytest.mark.parametrize(
    ("results", "options", "code"),
    [
        ([], {"tiebreaks": []}, "no_tiebreaks"),
        ([], {"tiebreaks": ["points", "luck"]}, "unknown_tiebreak"),
        ([], {"tiebreaks": ["points", "points"]}, "tiebreak_twice"),
        ([result(1, 3, 1, 0)], {}, "not_in_group"),
        ([Result(1, 2, 1, 0, 2)], {}, "winner_against_score"),
        ([], {"drawn_lots": [3]}, "not_in_group"),
        ([], {"drawn_lots": [1, 1]}, "drawn_twice"),
    ],
)
def test_table_that_cannot_be_is_refused(results, options, code):
    with pytest.raises(Invalid) as refusal:
        table({1: 1, 2: 2}, results, points=POINTS, **{"tiebreaks": ["points"]} | options)

    assert refusal.value.code == code


@pytest.mark.parametrize("rule", [(1, 2, 0), (0, 0, 0), (3, 1, 2), (1, 0, -1)])
def test_points_that_reward_losing_are_refused(rule):
    with pytest.raises(Invalid) as refusal:
        Points(*rule)

    assert refusal.value.code == "points_order"


@st.composite
def group(draw):
    entrants = list(range(1, draw(st.integers(2, 6)) + 1))
    score = st.integers(0, 3)
    return entrants, [
        result(home, away, draw(score), draw(score)) for home, away in combinations(entrants, 2)
    ]


@given(group(), st.permutations(list(TIEBREAKS)), st.randoms(use_true_random=False))
def test_table_ranks_everybody_once_whatever_the_order_of_the_input(played, criteria, rng):
    entrants, results = played
    criteria = [name for name in criteria if name != "seed"]
    rows = standing(entrants, results, criteria)

    turned = results[:]
    rng.shuffle(turned)

    assert standing(entrants, turned, criteria) == rows
    assert sorted(row.entrant for row in rows) == entrants
    for place, row in enumerate(rows, start=1):
        shares = [other for other in rows if other.rank == row.rank]
        assert row.tied == (len(shares) > 1)
        assert row.rank == place if not row.tied else row.rank <= place
        assert (row.decision is None) == (place == 1 or row.rank < place)


def test_only_the_first_of_a_tie_has_a_decision():
    results = [result(1, 2, 1, 0), result(1, 3, 1, 0), result(2, 3, 1, 1)]

    rows = standing([1, 2, 3], results, ["points"])

    assert ranks(rows) == [(1, 1, False), (2, 2, True), (3, 2, True)]
    assert [row.decided_by for row in rows] == [None, "points", None]


def test_head_to_head_alone_starts_again_too():
    rows = standing([1, 2, 3, 4], CIRCLE, ["head_to_head_points", "head_to_head_difference"])

    assert ranks(rows) == [(1, 1, False), (2, 2, False), (3, 3, False), (4, 4, False)]
    assert [row.decision for row in rows] == [
        None,
        Decision("head_to_head_difference", above=2, own=-1, among=(1, 2, 3)),
        Decision("head_to_head_points", above=3, own=0, among=(2, 3)),
        Decision("head_to_head_points", above=6, own=0, among=(1, 2, 3, 4)),
    ]


@pytest.mark.parametrize(
    ("results", "options", "params"),
    [
        ([result(1, 3, 1, 0)], {}, {"entrant": 3}),
        ([], {"drawn_lots": [3]}, {"entrant": 3}),
        ([], {"drawn_lots": [2, 1, 2]}, {"entrant": 2}),
        ([], {"adjustments": {3: 1}}, {"entrant": 3}),
        ([], {"tiebreaks": ["points", "luck"]}, {"name": "luck"}),
        ([], {"tiebreaks": ["points", "wins", "points"]}, {"name": "points"}),
    ],
)
def test_refusal_names_what_is_wrong(results, options, params):
    with pytest.raises(Invalid) as refusal:
        table({1: 1, 2: 2}, results, points=POINTS, **{"tiebreaks": ["points"]} | options)

    assert refusal.value.params == params


def test_a_draw_can_be_worth_a_win_or_a_loss():
    assert Points(1, 1, 0).draw == 1
    assert Points(1, 0, 0).draw == 0


def test_head_to_head_does_not_start_again_before_another_criterion():
    criteria = ["points", "head_to_head_points", "wins", "head_to_head_difference"]

    rows = standing([1, 2, 3, 4], CIRCLE, criteria)

    # Among 2 and 3 alone the points would decide first, but those stand before the wins.
    assert rows[2].decision == Decision("head_to_head_difference", 2, -2, among=(2, 3))


def test_rows_that_stay_tied_follow_each_other_by_seed():
    rows = table({9: 2, 4: 3, 7: 1}, [], points=POINTS, tiebreaks=["points"])

    assert ranks(rows) == [(7, 1, True), (9, 1, True), (4, 1, True)]


def test_a_win_is_worth_three_and_a_draw_one_unless_set():
    assert Points() == Points(win=3, draw=1, loss=0, bye=Bye.WIN)


def test_only_what_the_entrants_played_among_themselves_is_counted():
    results = [result(1, 2, 2, 1), result(1, 3, 5, 0), result(3, 2, 5, 0)]

    assert tally([1, 2], results, points=POINTS) == {
        1: Tally(won=1, drawn=0, lost=0, scored=2, conceded=1, points=3),
        2: Tally(won=0, drawn=0, lost=1, scored=1, conceded=2, points=0),
    }


def test_draws_are_among_the_matches_played():
    assert Tally(won=2, drawn=3, lost=1).played == 6
