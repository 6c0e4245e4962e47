from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournaments.engine.clinching import Outlook, by_bounds, outlook
from tournaments.engine.results import Result
from tournaments.engine.standings import table
from tournaments.engine.tallies import Points
from tournaments.engine.types import Invalid

IN, OPEN, OUT = Outlook.IN, Outlook.OPEN, Outlook.OUT
POINTS = Points()


def rows_with(now, *, tiebreaks=("points",), points=POINTS):
    """A table in which entrant 1 has the first of these points, and so on."""
    seeds = {entrant: entrant for entrant in range(1, len(now) + 1)}
    return table(
        seeds,
        [],
        points=points,
        tiebreaks=tiebreaks,
        adjustments=dict(zip(seeds, now, strict=True)),
    )


def outlooks(now, remaining, *, places, points=POINTS):
    found = outlook(rows_with(now, points=points), remaining, points=points, places=places)
    return [found[entrant] for entrant in sorted(found)]


def test_place_is_certain_as_soon_as_too_few_can_catch_up():
    # The last round of a group of four: 3 can still reach six points, and 4 has no hope.
    assert outlooks([7, 6, 3, 1], [(1, 4), (2, 3)], places=2) == [IN, OPEN, OPEN, OUT]


def test_those_who_can_end_level_on_points_are_open():
    assert outlooks([4, 1], [(1, 2)], places=1) == [OPEN, OPEN]
    assert outlooks([5, 1], [(1, 2)], places=1) == [IN, OUT]


def test_rivals_who_meet_cannot_both_pass():
    # Each of 2 and 3 could pass 1, but only one of them will.
    assert outlooks([5, 3, 3, 0], [(2, 3)], places=2) == [IN, OPEN, OPEN, OUT]
    assert by_bounds(dict(enumerate([5, 3, 3, 0])), [(1, 2)], points=POINTS, places=2) == {
        0: OPEN,
        1: OPEN,
        2: OPEN,
        3: OUT,
    }


def test_table_decides_when_nothing_is_left_to_play():
    seeds = {1: 1, 2: 2, 3: 3}
    results = [Result(1, 2, 2, 0, 1), Result(2, 3, 1, 0, 2), Result(3, 1, 1, 0, 3)]
    rows = table(seeds, results, points=POINTS, tiebreaks=["points", "difference"])

    assert outlook(rows, [], points=POINTS, places=1) == {1: IN, 3: OUT, 2: OUT}


def test_tie_across_the_last_place_stays_open_when_nothing_is_left_to_play():
    assert outlooks([3, 1, 1, 0], [], places=2) == [IN, OPEN, OPEN, OUT]
    assert outlooks([3, 1, 1, 0], [], places=3) == [IN, IN, IN, OUT]


def test_half_points_are_counted():
    chess = Points(1, Fraction(1, 2), 0)
    now = [Fraction(5, 2), Fraction(3, 2), 1]

    assert outlooks(now, [(2, 3)], places=1, points=chess) == [OPEN, OPEN, OUT]


@pytest.mark.parametrize(("places", "everybody"), [(0, OUT), (3, IN), (9, IN)])
def test_without_a_race_there_is_nothing_open(places, everybody):
    assert outlooks([0, 0, 0], [(1, 2)], places=places) == [everybody] * 3


def test_match_of_a_stranger_is_refused():
    with pytest.raises(Invalid) as refusal:
        outlooks([1, 0], [(1, 7)], places=1)

    assert (refusal.value.code, refusal.value.params) == ("not_in_group", {"entrant": 7})


@st.composite
def race(draw, *, most_left):
    now = draw(st.lists(st.integers(0, 9), min_size=2, max_size=6))
    entrants = st.integers(1, len(now))
    pairs = st.tuples(entrants, entrants).filter(lambda pair: pair[0] != pair[1])
    remaining = draw(st.lists(pairs, min_size=1, max_size=most_left))
    points = draw(st.sampled_from([POINTS, Points(2, 1, 0), Points(1, 0, 0), Points(3, 2, 1)]))
    return now, remaining, points, draw(st.integers(1, len(now)))


def tried(now, remaining, points, places):
    """Play every ending out and look where each could come."""
    seen = [set() for _ in now]
    ways = ((points.win, points.loss), (points.draw, points.draw), (points.loss, points.win))
    for ending in product(ways, repeat=len(remaining)):
        totals = list(now)
        for (home, away), (mine, theirs) in zip(remaining, ending, strict=True):
            totals[home - 1] += mine
            totals[away - 1] += theirs
        for place, own in enumerate(totals):
            above = sum(other > own for other in totals)
            level = sum(other == own for other in totals)
            seen[place] |= {rank < places for rank in (above, above + level - 1)}
    return [OPEN if len(found) == 2 else IN if found == {True} else OUT for found in seen]


@given(race(most_left=5))
def test_few_matches_give_the_exact_answer(given_race):
    now, remaining, points, places = given_race

    assert outlooks(now, remaining, places=places, points=points) == tried(
        now, remaining, points, places
    )


@given(race(most_left=6))
def test_bounds_come_late_and_are_never_wrong(given_race):
    now, remaining, points, places = given_race
    exact = tried(now, remaining, points, places)

    bounds = by_bounds(
        dict(enumerate(now, start=1)), remaining, points=points, places=places
    ).values()

    assert all(bound in (OPEN, truth) for bound, truth in zip(bounds, exact, strict=True))


def test_bounds_answer_where_too_many_matches_are_left_to_try():
    remaining = [(2, 3)] * 9

    assert outlooks([31, 3, 3, 0], remaining, places=1) == [IN, OUT, OUT, OUT]
    assert outlooks([29, 3, 3, 0], remaining, places=2) == [OPEN, OPEN, OPEN, OUT]


def test_eight_matches_are_still_tried():
    # Both of 2 and 3 would have to win thirteen points, and there are twenty-four.
    assert outlooks([16, 3, 3, 0], [(2, 3)] * 8, places=2) == [IN, OPEN, OPEN, OUT]


def test_points_for_a_loss_are_certain():
    now = {1: 6, 2: 3}

    assert by_bounds(now, [(1, 2)], points=Points(3, 2, 1), places=1) == {1: IN, 2: OUT}


def test_outlooks_keep_the_names_that_pages_know():
    assert [*Outlook] == ["in", "open", "out"]
