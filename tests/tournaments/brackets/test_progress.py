"""How sides settle, on a board in memory: no row is written."""

import pytest

from tournaments.brackets.draw import Drawing, drawing
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.progress import pass_on
from tournaments.engine.formats import parse_spec
from tournaments.registration.models import Entrant

KNOCKOUT = {"format": "single_elimination", "third_place": True}


def board(entrants: int) -> Drawing:
    people = [
        Entrant(pk=number, name=f"P{number}", seed=number) for number in range(1, entrants + 1)
    ]
    return drawing(Stage(), parse_spec(KNOCKOUT), people, after=None)


def decide(drawn: Drawing, code: str, winner: int | None) -> None:
    """Complete a match for the side in slot ``winner``; None is a double forfeit."""
    match = drawn.matches[code]
    assert match.status == Match.Status.READY
    match.status = Match.Status.COMPLETED
    for side in drawn.sides[code]:
        side.is_winner = side.slot == winner
    pass_on(match, drawn)


def story(drawn: Drawing) -> dict[str, tuple[str, list[str]]]:
    """Each match: its status, and who stands on its sides; the winner is marked."""

    def side(row) -> str:
        if row.entrant is None:
            return "bye" if row.is_bye else "open"
        return row.entrant.name + "!" * row.is_winner

    return {
        code: (match.status, [side(row) for row in drawn.sides[code]])
        for code, match in drawn.matches.items()
    }


def test_matches_wait_for_the_matches_that_feed_them():
    assert story(board(4)) == {
        "W1-1": ("ready", ["P1", "P4"]),
        "W1-2": ("ready", ["P2", "P3"]),
        "T": ("pending", ["open", "open"]),
        "F": ("pending", ["open", "open"]),
    }


def test_winners_go_to_the_final_and_losers_to_the_match_for_third_place():
    drawn = board(4)
    decide(drawn, "W1-1", 1)
    decide(drawn, "W1-2", 2)

    assert story(drawn) == {
        "W1-1": ("completed", ["P1!", "P4"]),
        "W1-2": ("completed", ["P2", "P3!"]),
        "T": ("ready", ["P4", "P2"]),
        "F": ("ready", ["P1", "P3"]),
    }


def test_a_bye_goes_on_at_the_draw_and_leaves_nobody_to_play_for_third_place():
    drawn = board(3)

    assert story(drawn) == {
        "W1-1": ("void", ["P1!", "bye"]),
        "W1-2": ("ready", ["P2", "P3"]),
        "F": ("pending", ["P1", "open"]),
    }


def test_byes_meet_in_the_second_round_at_once():
    drawn = board(5)

    assert story(drawn)["W2-1"] == ("pending", ["P1", "open"])
    assert story(drawn)["W2-2"] == ("ready", ["P2", "P3"])


def test_after_a_double_forfeit_the_other_finalist_is_champion_without_playing():
    drawn = board(4)
    decide(drawn, "W1-1", None)

    assert story(drawn)["F"] == ("pending", ["bye", "open"])
    assert story(drawn)["T"] == ("pending", ["bye", "open"])

    decide(drawn, "W1-2", 1)

    assert story(drawn)["F"] == ("void", ["bye", "P2!"])
    assert story(drawn)["T"] == ("void", ["bye", "P3!"])


def test_a_double_forfeit_that_comes_last_settles_the_final_too():
    drawn = board(4)
    decide(drawn, "W1-2", 1)
    decide(drawn, "W1-1", None)

    assert story(drawn)["F"] == ("void", ["bye", "P2!"])
    assert story(drawn)["T"] == ("void", ["bye", "P3!"])


def test_two_double_forfeits_leave_an_empty_final():
    drawn = board(4)
    decide(drawn, "W1-1", None)
    decide(drawn, "W1-2", None)

    assert story(drawn)["F"] == ("void", ["bye", "bye"])
    assert story(drawn)["T"] == ("void", ["bye", "bye"])


def test_emptiness_travels_through_a_semi_final():
    drawn = board(8)
    decide(drawn, "W1-1", None)
    decide(drawn, "W1-2", 2)

    assert story(drawn)["W2-1"] == ("void", ["bye", "P5!"])
    assert story(drawn)["F"] == ("pending", ["P5", "open"])
    assert story(drawn)["T"] == ("pending", ["bye", "open"])


@pytest.mark.parametrize("entrants", range(2, 34))
def test_no_match_waits_for_nobody(entrants):
    drawn = board(entrants)

    for code, (status, sides) in story(drawn).items():
        if status == Match.Status.PENDING:
            sources = [side.from_match for side in drawn.sides[code] if side.from_match]
            assert "open" in sides
            assert not all(source.is_terminal for source in sources)
