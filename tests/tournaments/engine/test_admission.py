import pytest

from tournaments.engine.admission import admitted
from tournaments.engine.results import Result
from tournaments.engine.stages import (
    DoubleEliminationSpec,
    Inlet,
    RoundRobinSpec,
    SingleEliminationSpec,
    entering,
)
from tournaments.engine.standings import table
from tournaments.engine.tallies import Points
from tournaments.engine.types import Invalid

FIELD = list(range(101, 113))


def played(*entrants, scores):
    """A table in which each of the entrants met all after it, with the scores in turn."""
    pairs = [(a, b) for place, a in enumerate(entrants) for b in entrants[place + 1 :]]
    results = [
        Result(home, away, won, lost, home if won > lost else None)
        for (home, away), (won, lost) in zip(pairs, scores, strict=True)
    ]
    return table(
        {entrant: entrant for entrant in entrants},
        results,
        points=Points(),
        tiebreaks=("points", "difference", "scored", "manual"),
    )


GROUP_A = played(101, 106, 107, scores=[(1, 0), (1, 0), (2, 0)])
GROUP_B = played(102, 105, 108, scores=[(1, 0), (3, 0), (2, 1)])
LEVEL = played(103, 104, 109, scores=[(0, 0), (1, 0), (1, 0)])


def test_the_whole_field_enters_the_first_stage_by_seed():
    assert admitted([RoundRobinSpec()], 1, field=FIELD, rankings={}) == FIELD


def test_inlets_follow_each_other_and_within_one_it_goes_by_place_and_then_by_group():
    final = SingleEliminationSpec(entry=(Inlet(0, 1, 2), Inlet(1, 2, 3), Inlet(1, 1, 1)))
    specs = [RoundRobinSpec(groups=2, entry=(Inlet(0, 3, None),)), final]

    entrants = admitted(specs, 2, field=FIELD, rankings={1: [GROUP_A, GROUP_B]})

    assert entrants == [101, 102, 106, 105, 107, 108, 101, 102]


def test_all_below_a_place_enter_from_groups_of_different_sizes():
    groups = [[1, 2, 3], [4, 5, 6, 7]]
    specs = [DoubleEliminationSpec(groups=2), SingleEliminationSpec(entry=(Inlet(1, 3, None),))]

    assert admitted(specs, 2, field=range(1, 8), rankings={1: groups}) == [3, 6, 7]
    assert [origin.label for origin in entering(specs, 2, 7).origins] == ["A3", "B3", "B4"]


def test_the_best_of_a_place_come_best_first():
    specs = [
        RoundRobinSpec(groups=2),
        SingleEliminationSpec(entry=(Inlet(1, 2, 2, best=1), Inlet(1, 1, 1))),
    ]

    # The second places have three points each: 106 has 2-1 and 105 has 2-2.
    assert admitted(specs, 2, field=FIELD, rankings={1: [GROUP_B, GROUP_A]}) == [106, 102, 101]


def test_a_tie_is_left_to_an_official():
    specs = [RoundRobinSpec(groups=2, advance=2), SingleEliminationSpec()]

    with pytest.raises(Invalid) as refusal:
        admitted(specs, 2, field=FIELD, rankings={1: [GROUP_A, LEVEL]})

    assert (refusal.value.code, refusal.value.params) == ("undecided", {"entrants": [103, 104]})


def test_a_tie_among_those_who_do_not_enter_does_not_matter():
    specs = [RoundRobinSpec(groups=2), SingleEliminationSpec(entry=(Inlet(1, 3, 3),))]

    assert admitted(specs, 2, field=FIELD, rankings={1: [GROUP_A, LEVEL]}) == [107, 109]


def test_a_tie_between_groups_is_decided_by_the_lots_of_that_stage():
    twin = played(110, 111, 112, scores=[(1, 0), (1, 0), (2, 0)])
    specs = [RoundRobinSpec(groups=2, advance=1, best_next=1), SingleEliminationSpec()]
    rankings = {1: [GROUP_A, twin]}

    with pytest.raises(Invalid) as refusal:
        admitted(specs, 2, field=FIELD, rankings=rankings, drawn_lots={2: [111, 106]})
    decided = admitted(specs, 2, field=FIELD, rankings=rankings, drawn_lots={1: [111, 106]})

    assert refusal.value.params == {"entrants": [106, 111]}
    assert decided == [101, 110, 111]
