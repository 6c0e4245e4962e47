import pytest

from tournaments.engine.results import Result
from tournaments.engine.stages import (
    RoundRobinSpec,
    SingleEliminationSpec,
    advancing,
    check_stages,
    entering,
)
from tournaments.engine.standings import table
from tournaments.engine.tallies import Points
from tournaments.engine.types import Bye, Invalid, Seed

POINTS = Points()
TIEBREAKS = ("points", "difference", "scored", "manual")


def played(*entrants, scores):
    """A table in which each of the entrants beat all after it, by the scores in turn."""
    pairs = [(a, b) for place, a in enumerate(entrants) for b in entrants[place + 1 :]]
    results = [
        Result(home, away, won, lost, home if won > lost else None)
        for (home, away), (won, lost) in zip(pairs, scores, strict=True)
    ]
    return table(
        {entrant: entrant for entrant in entrants}, results, points=POINTS, tiebreaks=TIEBREAKS
    )


GROUP_A = played(1, 2, 3, scores=[(1, 0), (1, 0), (2, 0)])
GROUP_B = played(4, 5, 6, scores=[(1, 0), (3, 0), (2, 1)])
GROUP_C = played(7, 8, 9, scores=[(1, 0), (1, 0), (4, 3)])


def test_advancing_goes_by_place_and_then_by_group():
    assert advancing([GROUP_A, GROUP_B], per_group=2) == [1, 4, 2, 5]


def test_best_next_are_compared_across_groups():
    places = advancing([GROUP_A, GROUP_B, GROUP_C], per_group=1, best_next=2, tiebreaks=TIEBREAKS)

    # The second places have three points each: 2 has 2-1, 5 has 2-2 and 8 has 4-4.
    assert places == [1, 4, 7, 2, 8]


def test_best_next_of_groups_of_different_sizes_go_by_the_match():
    four = played(11, 12, 13, 14, scores=[(1, 0), (1, 0), (1, 0), (0, 0), (1, 0), (1, 0)])
    three = played(21, 22, 23, scores=[(1, 0), (1, 0), (1, 0)])

    # 12 has 4 points of three matches, 22 has 3 of two, which is more a match.
    assert advancing([four, three], per_group=1, best_next=1) == [11, 21, 22]


def test_tie_among_those_who_advance_is_left_to_an_official():
    level = played(1, 2, 3, scores=[(0, 0), (1, 0), (1, 0)])

    with pytest.raises(Invalid) as refusal:
        advancing([level, GROUP_B], per_group=2)

    assert (refusal.value.code, refusal.value.params) == ("undecided", {"entrants": [1, 2]})


def test_tie_over_the_last_place_that_advances_is_left_to_an_official():
    level = played(1, 2, 3, scores=[(1, 0), (1, 0), (0, 0)])

    with pytest.raises(Invalid) as refusal:
        advancing([level], per_group=2)

    assert refusal.value.code == "undecided"


def test_tie_below_the_places_that_advance_does_not_matter():
    level = played(1, 2, 3, scores=[(1, 0), (1, 0), (0, 0)])

    assert advancing([level, GROUP_B], per_group=1) == [1, 4]


def test_tie_across_groups_is_decided_by_lots():
    twin = played(31, 32, 33, scores=[(1, 0), (1, 0), (2, 0)])

    with pytest.raises(Invalid) as refusal:
        advancing([GROUP_A, twin], per_group=1, best_next=1)
    decided = advancing([GROUP_A, twin], per_group=1, best_next=1, drawn_lots=[32, 2])

    assert (refusal.value.code, refusal.value.params) == ("undecided", {"entrants": [2, 32]})
    assert decided == [1, 31, 32]


def test_tie_within_a_group_over_the_best_next_is_left_to_an_official():
    level = played(41, 42, 43, scores=[(9, 0), (9, 0), (5, 5)])

    with pytest.raises(Invalid) as refusal:
        advancing([level, GROUP_A], per_group=1, best_next=1, tiebreaks=("scored",))

    assert refusal.value.params == {"entrants": [42]}


def test_check_stages_counts_the_entrants_of_each():
    groups = RoundRobinSpec(groups=4, advance=2)

    assert check_stages([groups, SingleEliminationSpec(third_place=True)], 19) == [19, 8]
    assert check_stages([RoundRobinSpec()], 6) == [6]
    assert check_stages([SingleEliminationSpec()], 4096) == [4096]


def test_groups_may_be_followed_by_groups():
    first = RoundRobinSpec(groups=4, advance=2)
    second = RoundRobinSpec(groups=2, advance=2)

    assert check_stages([first, second, SingleEliminationSpec()], 16) == [16, 8, 4]


@pytest.mark.parametrize(
    ("specs", "entrants", "stage", "code"),
    [
        ([SingleEliminationSpec()], 1, 1, "entrants_out_of_range"),
        ([RoundRobinSpec()], 1, 1, "groups_too_small"),
        ([RoundRobinSpec(groups=4)], 7, 1, "groups_too_small"),
        ([RoundRobinSpec()], 65, 1, "group_size_out_of_range"),
        ([RoundRobinSpec(best_of=2, draws=False)], 4, 1, "best_of_even"),
        ([RoundRobinSpec(tiebreaks=("luck",))], 4, 1, "unknown_tiebreak"),
        ([RoundRobinSpec(advance=2)], 4, 1, "advance_from_last_stage"),
        ([SingleEliminationSpec(), SingleEliminationSpec()], 8, 1, "nobody_advances"),
        ([RoundRobinSpec(), SingleEliminationSpec()], 8, 1, "nobody_advances"),
        ([RoundRobinSpec(groups=2, advance=5), SingleEliminationSpec()], 9, 1, "advance_too_many"),
        (
            [RoundRobinSpec(groups=2, advance=2, best_next=1), SingleEliminationSpec()],
            5,
            1,
            "advance_too_many",
        ),
        (
            [RoundRobinSpec(groups=2, advance=1, best_next=2), SingleEliminationSpec()],
            8,
            1,
            "best_next_out_of_range",
        ),
        (
            [RoundRobinSpec(groups=2, best_next=1), SingleEliminationSpec()],
            8,
            1,
            "best_next_without_advance",
        ),
        ([RoundRobinSpec(advance=1), SingleEliminationSpec()], 8, 2, "entrants_out_of_range"),
        (
            [RoundRobinSpec(groups=2, advance=1), SingleEliminationSpec(best_of=4)],
            8,
            2,
            "best_of_even",
        ),
        (
            [
                RoundRobinSpec(groups=2, advance=1),
                SingleEliminationSpec(first_round=(("A1", "C1"),)),
            ],
            8,
            2,
            "no_such_group",
        ),
    ],
)
def test_stages_that_cannot_be_played_are_refused(specs, entrants, stage, code):
    with pytest.raises(Invalid) as refusal:
        check_stages(specs, entrants)

    assert (refusal.value.code, refusal.value.params["stage"]) == (code, stage)


def test_no_stages_are_refused():
    with pytest.raises(Invalid) as refusal:
        check_stages([], 8)

    assert refusal.value.code == "no_stages"


def test_bracket_after_groups_is_crossed():
    groups = RoundRobinSpec(groups=3, advance=1)

    playoffs = SingleEliminationSpec()
    bracket = playoffs.structure(3, entering=entering([groups, playoffs], 2, 9))

    assert [match.sides for match in bracket.matches if match.round == 1] == [
        (Seed(1), Bye()),
        (Seed(2), Seed(3)),
    ]
