import pytest

from tournaments.brackets.columns import COLUMNS
from tournaments.brackets.names import CRITERIA, WITHOUT_FIGURES, match_name, round_name
from tournaments.engine.lobby_tables import FFA_TIEBREAKS
from tournaments.engine.tiebreaks import TIEBREAKS

# A ladder decides by the first two.
OTHERS = {"rating"}


def test_every_tiebreak_has_a_name_and_a_column():
    assert set(CRITERIA) == {*TIEBREAKS, *FFA_TIEBREAKS, *OTHERS}
    assert set(CRITERIA) - set(COLUMNS) == set()
    assert set(CRITERIA) > WITHOUT_FIGURES


@pytest.mark.parametrize(
    ("bracket", "matches", "number", "name"),
    [
        ("winners", 8, 1, "Round of 16"),
        ("winners", 4, 2, "Quarter-finals"),
        ("winners", 2, 3, "Semi-finals"),
        ("winners", 1, 4, "Final"),
        ("final", 1, 4, "Final"),
        ("third_place", 1, 4, "Third-place match"),
        ("group", 6, 3, "Round 3"),
    ],
)
def test_rounds_of_a_single_elimination_and_of_groups(bracket, matches, number, name):
    assert round_name(bracket, matches=matches, number=number) == name


@pytest.mark.parametrize(
    ("bracket", "number", "rounds", "name"),
    [
        ("winners", 1, 4, "Winners' round 1"),
        ("winners", 3, 4, "Winners' semi-finals"),
        ("winners", 4, 4, "Winners' final"),
        ("winners", 1, 1, "Winners' final"),
        ("winners", 1, None, "Winners' round 1"),
        ("losers", 3, 6, "Losers' round 3"),
        ("losers", 6, 6, "Losers' final"),
        ("losers", 6, None, "Losers' round 6"),
        ("final", 1, 2, "Grand final"),
        ("final", 2, 2, "Grand final, second match"),
        ("third_place", 1, 1, "Third-place match"),
    ],
)
def test_rounds_of_a_double_elimination(bracket, number, rounds, name):
    assert round_name(bracket, matches=1, number=number, double=True, rounds=rounds) == name


def test_a_round_of_a_lobby_is_a_game():
    assert round_name("group", matches=1, number=2, lobby=True) == "Game 2"
    assert match_name("group", matches=1, number=1, round_number=2, lobby=True) == "Game 2"


@pytest.mark.parametrize(
    ("bracket", "matches", "number", "name"),
    [
        ("winners", 8, 3, "Round of 16, match 3"),
        ("winners", 4, 2, "Quarter-final 2"),
        ("winners", 2, 1, "Semi-final 1"),
        ("winners", 1, 1, "Final"),
        ("final", 1, 1, "Final"),
        ("third_place", 1, 1, "Third-place match"),
    ],
)
def test_matches_of_a_single_elimination(bracket, matches, number, name):
    assert match_name(bracket, matches=matches, number=number) == name


@pytest.mark.parametrize(
    ("bracket", "round_number", "rounds", "matches", "name"),
    [
        ("winners", 1, 4, 8, "Winners' round 1, match 2"),
        ("winners", 3, 4, 2, "Winners' semi-final 2"),
        ("winners", 4, 4, 1, "Winners' final"),
        ("losers", 3, 6, 2, "Losers' round 3, match 2"),
        ("losers", 5, 6, 1, "Losers' round 5"),
        ("losers", 6, 6, 1, "Losers' final"),
        ("final", 1, 2, 1, "Grand final"),
        ("final", 2, 2, 1, "Grand final, second match"),
    ],
)
def test_matches_of_a_double_elimination(bracket, round_number, rounds, matches, name):
    assert name == match_name(
        bracket, matches=matches, number=2, round_number=round_number, double=True, rounds=rounds
    )


def test_a_match_of_a_swiss_round_has_a_number():
    assert match_name("group", matches=8, number=5, round_number=3) == "Round 3, match 5"
