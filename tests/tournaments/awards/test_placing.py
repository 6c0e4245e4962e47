import pytest

from tests.factories import (
    draw_next,
    drawn_cup,
    match_of,
    organizer_of,
    play_by_seed,
    win,
)
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.awards.placing import final_placements
from tournaments.core.models import Tournament
from tournaments.matches.operations import forfeit
from tournaments.registration.models import Entrant

pytestmark = pytest.mark.django_db

WITH_THIRD_PLACE = {**KNOCKOUT, "third_place": True}


def places(cup: Tournament) -> list[tuple[int, int, list[str]]]:
    names = dict(Entrant.objects.filter(tournament=cup).values_list("pk", "name"))
    return [
        (block.first, block.last, sorted(names[pk] for pk in block.entrants))
        for block in final_placements(cup)
    ]


def nobody_comes(cup: Tournament, *codes: str) -> None:
    for code in codes:
        forfeit(match=match_of(cup, code), absent=[1, 2], by=organizer_of(cup))


def test_who_leaves_in_the_same_round_shares_a_block():
    cup = drawn_cup(8)
    play_by_seed(cup)

    assert places(cup) == [
        (1, 1, ["P1"]),
        (2, 2, ["P2"]),
        (3, 4, ["P3", "P4"]),
        (5, 8, ["P5", "P6", "P7", "P8"]),
    ]


def test_the_match_for_third_place_parts_the_semi_finalists():
    cup = drawn_cup(4, stages=[WITH_THIRD_PLACE])
    play_by_seed(cup)

    assert places(cup) == [(1, 1, ["P1"]), (2, 2, ["P2"]), (3, 3, ["P3"]), (4, 4, ["P4"])]


def test_byes_take_no_place():
    cup = drawn_cup(5)
    play_by_seed(cup)

    assert places(cup) == [
        (1, 1, ["P1"]),
        (2, 2, ["P2"]),
        (3, 4, ["P3", "P4"]),
        (5, 5, ["P5"]),
    ]


def test_after_a_double_forfeit_in_a_semi_final_the_other_finalist_is_champion():
    cup = drawn_cup(4, stages=[WITH_THIRD_PLACE])
    nobody_comes(cup, "W1-1")
    win(match_of(cup, "W1-2"), 1)

    assert places(cup) == [(1, 1, ["P2"]), (2, 2, ["P3"]), (3, 4, ["P1", "P4"])]


def test_a_double_forfeit_in_the_final_leaves_no_champion():
    cup = drawn_cup(4)
    win(match_of(cup, "W1-1"), 1)
    win(match_of(cup, "W1-2"), 1)
    nobody_comes(cup, "F")

    assert places(cup) == [(1, 2, ["P1", "P2"]), (3, 4, ["P3", "P4"])]


def test_where_nobody_ever_came_all_share_the_places():
    cup = drawn_cup(4, stages=[WITH_THIRD_PLACE])
    nobody_comes(cup, "W1-1", "W1-2")

    assert places(cup) == [(1, 4, ["P1", "P2", "P3", "P4"])]


def test_a_league_places_by_its_table():
    cup = drawn_cup(4, stages=[LEAGUE])
    play_by_seed(cup)

    assert places(cup) == [(1, 1, ["P1"]), (2, 2, ["P2"]), (3, 3, ["P3"]), (4, 4, ["P4"])]


def test_who_stayed_in_the_groups_follows_by_rank():
    cup = drawn_cup(8, stages=[{**LEAGUE, "groups": 2, "advance": 2}, KNOCKOUT])
    play_by_seed(cup)
    draw_next(cup)
    play_by_seed(cup)

    assert places(cup) == [
        (1, 1, ["P1"]),
        (2, 2, ["P2"]),
        (3, 4, ["P3", "P4"]),
        (5, 6, ["P5", "P6"]),
        (7, 8, ["P7", "P8"]),
    ]
