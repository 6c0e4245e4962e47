"""Stages as a graph over rows: who enters where, and in which order."""

import pytest

from tests.factories import draw_next, drawn_cup, entered_cup, play_by_seed
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.awards.placing import final_placements
from tournaments.brackets.entering import drawable
from tournaments.brackets.models import Stage
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db

DOUBLE = {"format": "double_elimination", "name": "Groups"}


def entrants_of_stage(cup: Tournament, number: int) -> list[str]:
    stage = Stage.objects.get(tournament=cup, number=number)
    return [entry.entrant.name for entry in stage.entries.order_by("seed")]


def places(cup: Tournament) -> list[tuple[int, int, set[str]]]:
    names = dict(cup.entrants.values_list("pk", "name"))
    return [
        (block.first, block.last, {names[pk] for pk in block.entrants})
        for block in final_placements(cup)
    ]


def test_those_invited_wait_for_those_who_play_for_their_places():
    play_in = {**KNOCKOUT, "name": "Play-in", "groups": 2, "advance": 1}
    main = {**KNOCKOUT, "name": "Main"}
    cup = drawn_cup(
        6,
        stages=[
            {**play_in, "entry": [{"stage": 0, "first": 3, "last": None}]},
            {
                **main,
                "entry": [
                    {"stage": 0, "first": 1, "last": 2},
                    {"stage": 1, "first": 1, "last": 1},
                ],
            },
        ],
    )
    assert entrants_of_stage(cup, 1) == ["P3", "P4", "P5", "P6"]

    play_by_seed(cup)
    draw_next(cup)

    assert entrants_of_stage(cup, 2) == ["P1", "P2", "P3", "P4"]


def test_two_divisions_are_drawn_side_by_side_and_the_upper_one_places_first():
    cup = drawn_cup(
        8,
        stages=[
            {**LEAGUE, "groups": 2},
            {**KNOCKOUT, "name": "A", "entry": [{"stage": 1, "first": 1, "last": 2}]},
            {**KNOCKOUT, "name": "B", "entry": [{"stage": 1, "first": 3, "last": 4}]},
        ],
    )
    play_by_seed(cup)
    assert drawable(cup) == [2, 3]

    draw_next(cup)
    assert drawable(cup) == [3]
    draw_next(cup)
    play_by_seed(cup)

    assert places(cup) == [
        (1, 1, {"P1"}),
        (2, 2, {"P2"}),
        (3, 4, {"P3", "P4"}),
        (5, 5, {"P5"}),
        (6, 6, {"P6"}),
        (7, 8, {"P7", "P8"}),
    ]


def test_groups_of_double_elimination_send_their_best_on():
    cup = drawn_cup(8, stages=[{**DOUBLE, "groups": 2, "finals": "none", "advance": 2}, KNOCKOUT])
    assert {match.group.name for match in cup.drawn_stages.get().matches.all()} == {
        "Group A",
        "Group B",
    }
    play_by_seed(cup)
    draw_next(cup)

    assert set(entrants_of_stage(cup, 2)) == {"P1", "P2", "P3", "P4"}


def test_nothing_is_drawable_but_the_first_stage_before_the_first_draw():
    cup = entered_cup(4, stages=[{**LEAGUE, "advance": 2}, KNOCKOUT])

    assert drawable(cup) == [1, 2]


def test_a_double_elimination_ranks_by_its_losers_bracket():
    cup = drawn_cup(6, stages=[{"format": "double_elimination", "name": "Main"}])
    play_by_seed(cup)

    assert places(cup) == [
        (1, 1, {"P1"}),
        (2, 2, {"P2"}),
        (3, 3, {"P3"}),
        (4, 4, {"P4"}),
        (5, 6, {"P5", "P6"}),
    ]
    final = cup.drawn_stages.get().matches.get(code="F2")
    assert (final.if_needed, final.status) == (True, "void")
