import pytest
from django.utils import timezone

from tests.factories import drawn_cup, match_of
from tests.factories.formats import LOBBY, cup_of
from tests.factories.play import KNOCKOUT
from tournaments.engine.results import Game
from tournaments.matches.forms import LobbyForm, ResultForm, result_form

pytestmark = pytest.mark.django_db


def form(best_of: int = 3, **data) -> ResultForm:
    match = match_of(drawn_cup(2, stages=[{**KNOCKOUT, "best_of": best_of}]), "F")
    return ResultForm({"outcome": "played", **data}, match=match)


def test_games_are_read_in_order_and_empty_ones_were_not_played():
    given = form(game_1_1=2, game_1_2=1, game_2_1=1, game_2_2=1, tiebreak_2_1=4, tiebreak_2_2=2)

    assert given.is_valid(), given.errors
    assert given.cleaned_data["games"] == [Game(2, 1), Game(1, 1, 4, 2)]
    assert given.absent == []


def test_there_is_a_field_for_each_side_of_each_game():
    rows = form(best_of=5).score_rows

    assert [number for number, _fields in rows] == [1, 2, 3, 4, 5]
    assert [field.label for field in rows[4][1]] == ["Game 5, P1", "Game 5, P2"]


@pytest.mark.parametrize(
    ("outcome", "absent"), [("absent_1", [1]), ("absent_2", [2]), ("absent_both", [1, 2])]
)
def test_who_did_not_show_up_needs_no_scores(outcome, absent):
    given = form(outcome=outcome)

    assert given.is_valid(), given.errors
    assert given.absent == absent


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({}, "__all__", "Give the score of at least one game."),
        ({"game_1_1": 2}, "game_1_2", "Give the score of both sides, or of neither."),
        ({"game_1_2": 2}, "game_1_1", "Give the score of both sides, or of neither."),
        (
            {"tiebreak_1_1": 4, "tiebreak_1_2": 2},
            "game_1_1",
            "Give the score of both sides, or of neither.",
        ),
        (
            {"game_2_1": 2, "game_2_2": 0},
            "__all__",
            "Game 2 follows an empty one.",
        ),
        (
            {"game_1_1": -1, "game_1_2": 0},
            "game_1_1",
            "Ensure this value is greater than or equal to 0.",
        ),
        (
            {"game_1_1": 1000, "game_1_2": 0},
            "game_1_1",
            "Ensure this value is less than or equal to 999.",
        ),
        ({"game_1_1": "two", "game_1_2": 0}, "game_1_1", "Enter a whole number."),
        (
            {"outcome": "absent_1", "game_1_1": 2, "game_1_2": 0},
            "__all__",
            "A match that was not played has no scores. Say one or the other.",
        ),
        (
            {"outcome": "walkover"},
            "outcome",
            "Select a valid choice. walkover is not one of the available choices.",
        ),
    ],
)
def test_a_fault_stands_where_it_was_made(data, field, message):
    given = form(**data)

    assert not given.is_valid()
    assert given.errors[field] == [message]


def test_the_tie_break_is_open_once_it_is_used():
    assert not form(game_1_1=2, game_1_2=1).has_tiebreaks
    assert form(game_1_1=1, game_1_2=1, tiebreak_1_1=0).has_tiebreaks


# --- lobbies ------------------------------------------------------------------


def lobby_form(entrants: int = 3, *, gone: str = "", **data) -> LobbyForm:
    cup = cup_of(LOBBY, entrants=entrants)
    cup.entrants.filter(name=gone).update(left_at=timezone.now())
    return result_form(data or None, match=match_of(cup, "G1-1-1"))


def test_a_lobby_has_a_row_for_each_entrant_in_the_order_of_seeds():
    rows = lobby_form(gone="P1").rows

    assert [
        (row["name"], row["place"].value(), row["kills"].value(), row["absent"].value())
        for row in rows
    ] == [("P1", None, None, True), ("P2", 1, 0, False), ("P3", 2, 0, False)]


def test_places_and_kills_are_read_and_ties_leave_places_free():
    given = lobby_form(place_1=2, kills_1=4, place_2=2, kills_2="", place_3=1, kills_3=0)

    assert given.is_valid(), given.errors
    assert [(each.place, each.kills) for each in given.cleaned_data["finishes"]] == [
        (2, 4),
        (2, 0),
        (1, 0),
    ]


def test_who_was_absent_has_no_place_even_where_one_is_written():
    given = lobby_form(place_1=1, place_2=2, place_3=3, absent_3="on")

    assert given.is_valid(), given.errors
    assert [each.place for each in given.cleaned_data["finishes"]] == [1, 2, None]


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        (
            {"place_1": 1, "place_2": 2},
            "place_3",
            "Give the place, or say that it was absent.",
        ),
        (
            {"place_1": 1, "place_2": 2, "absent_3": "on", "kills_3": 2},
            "kills_3",
            "Who was absent has no kills.",
        ),
        (
            {"place_1": 1, "place_2": 1, "place_3": 2},
            "place_3",
            "2 cannot be: 2 are ahead, so the next place is 3.",
        ),
        (
            {"place_1": 2, "place_2": 2, "place_3": 3},
            "place_1",
            "2 cannot be: 0 are ahead, so the next place is 1.",
        ),
        (
            {"place_1": 1, "place_2": 2, "place_3": 4},
            "place_3",
            "Ensure this value is less than or equal to 3.",
        ),
        (
            {"absent_1": "on", "absent_2": "on", "absent_3": "on"},
            "__all__",
            "Somebody must have a place.",
        ),
    ],
)
def test_a_fault_stands_at_the_row_of_the_entrant(data, field, message):
    given = lobby_form(**data)

    assert not given.is_valid()
    assert given.errors == {field: [message]}
