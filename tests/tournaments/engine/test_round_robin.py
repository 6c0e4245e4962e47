from collections import Counter
from itertools import combinations

import pytest

from tournaments.engine.round_robin import Pairing, distribute, rounds, structure
from tournaments.engine.types import Bracket, Invalid, MatchSpec, Seed


def test_rounds_of_four_are_written_out():
    assert rounds([1, 2, 3, 4]) == [
        [Pairing(1, 4), Pairing(2, 3)],
        [Pairing(3, 1), Pairing(4, 2)],
        [Pairing(1, 2), Pairing(3, 4)],
    ]


@pytest.mark.parametrize("entrants", range(2, 65))
def test_everybody_meets_everybody_once_and_nobody_plays_twice_a_round(entrants):
    ids = [100 + number for number in range(entrants)]

    schedule = rounds(ids)

    pairs = [p for pairings in schedule for p in pairings if p.away is not None]
    assert len(schedule) == entrants - 1 + entrants % 2
    assert sorted(tuple(sorted((p.home, p.away))) for p in pairs) == list(combinations(ids, 2))
    for pairings in schedule:
        present = [one for p in pairings for one in (p.home, p.away) if one is not None]
        assert sorted(present) == ids


@pytest.mark.parametrize("entrants", range(3, 65, 2))
def test_everybody_sits_out_once_in_an_odd_field(entrants):
    schedule = rounds(range(entrants))

    sitting = Counter(p.home for pairings in schedule for p in pairings if p.away is None)

    assert sitting == Counter(range(entrants))


@pytest.mark.parametrize("entrants", range(2, 65))
def test_home_and_away_balance_within_one(entrants):
    pairs = [p for pairings in rounds(range(entrants)) for p in pairings if p.away is not None]

    home = Counter(p.home for p in pairs)
    away = Counter(p.away for p in pairs)

    allowed = {0} if entrants % 2 else {-1, 1}
    assert {home[one] - away[one] for one in range(entrants)} <= allowed


def test_distribute_deals_as_a_snake():
    assert distribute(8, 3) == [[1, 6, 7], [2, 5, 8], [3, 4]]


@pytest.mark.parametrize(("entrants", "groups"), [(3, 2), (1, 1), (0, 1), (4, 0)])
def test_distribute_refuses_groups_of_fewer_than_two(entrants, groups):
    with pytest.raises(Invalid) as refusal:
        distribute(entrants, groups)

    assert refusal.value.code == "groups_too_small"


def test_structure_of_two_groups_numbers_rounds_and_matches_in_each():
    stage = structure([[1, 4, 5], [2, 3]], best_of=2)

    def match(name, group, number, home, away):
        return MatchSpec(
            id=name,
            bracket=Bracket.GROUP,
            group=group,
            round=number,
            number=1,
            sides=(Seed(home), Seed(away)),
            best_of=2,
        )

    assert stage.matches == (
        match("G1-1-1", 1, 1, 4, 5),
        match("G1-2-1", 1, 2, 5, 1),
        match("G1-3-1", 1, 3, 1, 4),
        match("G2-1-1", 2, 1, 2, 3),
    )
    assert stage.entrants == 5
    assert stage.rounds == 3


def test_second_leg_turns_home_and_away_round():
    stage = structure([[1, 2, 3, 4]], legs=2)

    first = [match.sides for match in stage.matches if match.round <= 3]
    second = [match.sides for match in stage.matches if match.round > 3]
    assert second == [(away, home) for home, away in first]
    assert [match.id for match in stage.matches if match.round == 4] == ["G1-4-1", "G1-4-2"]


@pytest.mark.parametrize(
    ("groups", "options", "code"),
    [
        ([[1]], {}, "group_size_out_of_range"),
        ([[*range(1, 66)]], {}, "group_size_out_of_range"),
        ([], {}, "group_seeds"),
        ([[1, 2], [2, 3]], {}, "group_seeds"),
        ([[1, 2], [4, 5]], {}, "group_seeds"),
        ([[1, 2]], {"legs": 0}, "legs_out_of_range"),
        ([[1, 2]], {"legs": 5}, "legs_out_of_range"),
        ([[1, 2]], {"best_of": 0}, "best_of_out_of_range"),
        (distribute(128, 2), {"legs": 3}, "too_many_matches"),
    ],
)
def test_groups_that_cannot_be_are_refused(groups, options, code):
    with pytest.raises(Invalid) as refusal:
        structure(groups, **options)

    assert refusal.value.code == code


def test_same_input_gives_the_same_matches():
    assert structure(distribute(13, 3), legs=2) == structure(distribute(13, 3), legs=2)
