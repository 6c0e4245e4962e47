from fractions import Fraction

import pytest

from tournaments.engine.comparison import compared, swiss_rounds
from tournaments.engine.planning import Plan
from tournaments.engine.types import Invalid


def plans(entrants, **options):
    venue = {"stations": 4, "minutes_per_game": 20, "break_minutes": 10, "best_of": 1}
    return compared(entrants, **venue | options)


def test_formats_stand_side_by_side():
    found = plans(16, lobby_size=8, lobby_games=3)

    assert [(key, p.matches, p.if_needed, p.rounds) for key, p in found] == [
        ("single_elimination", 15, 0, 4),
        ("third_place", 16, 0, 4),
        ("double_elimination", 30, 1, 8),
        ("round_robin", 120, 0, 15),
        ("groups_and_playoffs", 31, 0, 6),
        ("swiss", 32, 0, 4),
        ("free_for_all", 6, 0, 3),
    ]


def test_minutes_of_eight_are_written_out():
    found = dict(plans(8, lobby_size=8, lobby_games=2))

    assert found == {
        "single_elimination": Plan(7, 3, 7, 80, 80, 80),
        "third_place": Plan(8, 3, 8, 80, 80, 80),
        "double_elimination": Plan(14, 6, Fraction(29, 2), 185, 170, 200, if_needed=1),
        "round_robin": Plan(28, 7, 28, 200, 200, 200),
        "groups_and_playoffs": Plan(15, 5, 15, 80 + 10 + 50, 140, 140),
        "swiss": Plan(12, 3, 12, 80, 80, 80),
        "free_for_all": Plan(2, 2, 2, 50, 50, 50),
    }


@pytest.mark.parametrize(
    ("entrants", "keys"),
    [
        (2, ["single_elimination", "round_robin"]),
        (3, ["single_elimination", "double_elimination", "round_robin"]),
        (
            65,
            [
                "single_elimination",
                "third_place",
                "double_elimination",
                "groups_and_playoffs",
                "swiss",
            ],
        ),
        (1025, ["single_elimination", "third_place", "groups_and_playoffs", "swiss"]),
    ],
)
def test_a_format_that_does_not_take_so_many_is_left_out(entrants, keys):
    assert [key for key, _ in plans(entrants)] == keys


@pytest.mark.parametrize("entrants", [*range(2, 34), 64, 100])
def test_every_number_of_entrants_has_plans_in_order(entrants):
    for _key, planned in plans(entrants, best_of=3):
        assert 0 < planned.minutes_shortest < planned.minutes_expected < planned.minutes_longest


@pytest.mark.parametrize(
    ("entrants", "rounds"), [(2, 1), (3, 2), (4, 2), (5, 3), (8, 3), (9, 4), (128, 7), (129, 8)]
)
def test_swiss_has_rounds_until_one_is_unbeaten(entrants, rounds):
    assert swiss_rounds(entrants) == rounds


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"entrants": 1}, "plan_entrants_out_of_range"),
        ({"entrants": 4097}, "plan_entrants_out_of_range"),
        ({"entrants": 8, "best_of": 2}, "best_of_even"),
        ({"entrants": 8, "stations": 0}, "out_of_range"),
        ({"entrants": 8, "lobby_size": 1}, "lobby_size_out_of_range"),
        ({"entrants": 1000, "lobby_size": 2}, "lobbies_out_of_range"),
        ({"entrants": 8, "lobby_size": 8, "lobby_games": 0}, "games_out_of_range"),
    ],
)
def test_what_cannot_be_planned_is_refused(options, code):
    with pytest.raises(Invalid) as refusal:
        plans(**options)

    assert refusal.value.code == code
