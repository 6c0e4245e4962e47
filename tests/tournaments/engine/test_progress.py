"""How matches follow from each other, on a board in memory."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tournaments.engine import round_robin, single_elimination
from tournaments.engine.board import Board
from tournaments.engine.types import (
    Bracket,
    Kind,
    LoserOf,
    MatchSpec,
    Seed,
    Slot,
    Structure,
    WinnerOf,
)


def knockout(entrants: int) -> Board:
    structure = single_elimination.structure(entrants, third_place=True)
    return Board(structure, range(1, entrants + 1))


def two_finals() -> Board:
    """A first final of two, and a second one if side 2 wins the first."""
    first = MatchSpec(
        "F",
        Bracket.FINAL,
        None,
        1,
        1,
        (Seed(1), Seed(2)),
        1,
        winner_to=Slot("F2", 1),
        loser_to=Slot("F2", 2),
    )
    second = MatchSpec(
        "F2", Bracket.FINAL, None, 2, 1, (WinnerOf("F"), LoserOf("F")), 1, if_needed=True
    )
    return Board(Structure((first, second)), [1, 2])


def story(board: Board) -> dict[str, tuple[str, list[str]]]:
    """Each match: its status, and who stands on its sides; the winner is marked."""

    def side(place) -> str:
        if place.entrant is None:
            return "bye" if place.is_bye else "open"
        return f"P{place.entrant}" + "!" * place.is_winner

    return {
        key: (str(cell.status), [side(place) for place in cell.sides])
        for key, cell in board.cells.items()
    }


def test_matches_wait_for_the_matches_that_feed_them():
    assert story(knockout(4)) == {
        "W1-1": ("ready", ["P1", "P4"]),
        "W1-2": ("ready", ["P2", "P3"]),
        "T": ("pending", ["open", "open"]),
        "F": ("pending", ["open", "open"]),
    }


def test_winners_go_to_the_final_and_losers_to_the_match_for_third_place():
    board = knockout(4)
    board.decide("W1-1", 1)
    board.decide("W1-2", 2)

    assert story(board) == {
        "W1-1": ("completed", ["P1!", "P4"]),
        "W1-2": ("completed", ["P2", "P3!"]),
        "T": ("ready", ["P4", "P2"]),
        "F": ("ready", ["P1", "P3"]),
    }


def test_a_bye_goes_on_at_the_draw_and_leaves_nobody_to_play_for_third_place():
    board = Board(single_elimination.structure(3), [1, 2, 3])

    assert story(board) == {
        "W1-1": ("void", ["P1!", "bye"]),
        "W1-2": ("ready", ["P2", "P3"]),
        "F": ("pending", ["P1", "open"]),
    }


def test_byes_meet_in_the_second_round_at_once():
    board = knockout(5)

    assert story(board)["W2-1"] == ("pending", ["P1", "open"])
    assert story(board)["W2-2"] == ("ready", ["P2", "P3"])


def test_after_a_double_forfeit_the_other_finalist_is_champion_without_playing():
    board = knockout(4)
    board.decide("W1-1", None, Kind.DOUBLE_FORFEIT)

    assert story(board)["F"] == ("pending", ["bye", "open"])
    assert story(board)["T"] == ("pending", ["bye", "open"])

    board.decide("W1-2", 1)

    assert story(board)["F"] == ("void", ["bye", "P2!"])
    assert story(board)["T"] == ("void", ["bye", "P3!"])


def test_a_double_forfeit_that_comes_last_settles_the_final_too():
    board = knockout(4)
    board.decide("W1-2", 1)
    board.decide("W1-1", None, Kind.DOUBLE_FORFEIT)

    assert story(board)["F"] == ("void", ["bye", "P2!"])
    assert story(board)["T"] == ("void", ["bye", "P3!"])


def test_two_double_forfeits_leave_an_empty_final():
    board = knockout(4)
    board.decide("W1-1", None, Kind.DOUBLE_FORFEIT)
    board.decide("W1-2", None, Kind.DOUBLE_FORFEIT)

    assert story(board)["F"] == ("void", ["bye", "bye"])
    assert story(board)["T"] == ("void", ["bye", "bye"])


def test_emptiness_travels_through_a_semi_final():
    board = knockout(8)
    board.decide("W1-1", None, Kind.DOUBLE_FORFEIT)
    board.decide("W1-2", 2)

    assert story(board)["W2-1"] == ("void", ["bye", "P5!"])
    assert story(board)["F"] == ("pending", ["P5", "open"])
    assert story(board)["T"] == ("pending", ["bye", "open"])


@pytest.mark.parametrize("entrants", range(2, 34))
def test_no_match_waits_for_nobody(entrants):
    board = knockout(entrants)

    for cell in board.cells.values():
        if cell.status == "pending":
            sources = [source.match for source in cell.spec.sides if hasattr(source, "match")]
            assert any(board.cells[source].is_open for source in sources)


def test_who_was_disqualified_does_not_play_for_third_place():
    board = knockout(4)
    board.decide("W1-1", 1, Kind.DISQUALIFICATION)

    assert story(board)["T"] == ("pending", ["bye", "open"])
    assert story(board)["F"] == ("pending", ["P1", "open"])


def test_who_leaves_loses_the_open_match_and_is_in_none_after_it():
    board = knockout(4)
    board.leave(4)

    assert board.facts()["W1-1"] == (
        "completed",
        "walkover",
        ((1, False, True), (4, False, False)),
    )
    assert story(board)["T"] == ("pending", ["bye", "open"])


def test_who_leaves_while_waiting_gives_the_coming_opponent_a_walkover():
    board = knockout(4)
    board.decide("W1-1", 1)
    board.leave(1)

    assert story(board)["F"] == ("pending", ["P1", "open"])

    board.decide("W1-2", 2)

    assert story(board)["F"] == ("completed", ["P1", "P3!"])
    assert board.cells["F"].decided_by == Kind.WALKOVER


def test_when_both_sides_have_left_nobody_wins():
    board = knockout(2)
    board.left.add(1)
    board.leave(2)

    assert board.facts()["F"] == (
        "completed",
        "double_forfeit",
        ((1, False, False), (2, False, False)),
    )


def test_who_leaves_a_group_loses_what_is_left_of_it():
    board = Board(round_robin.structure([[1, 2, 3]]), [1, 2, 3])
    board.decide("G1-1-1", 1)
    board.leave(1)

    left = {key: cell.decided_by for key, cell in board.cells.items() if 1 in ids(cell)}
    assert list(left.values()) == [Kind.WALKOVER, Kind.WALKOVER]
    assert board.ready == []


def ids(cell) -> set[int]:
    return {place.entrant for place in cell.sides}


def test_the_second_final_is_played_only_when_side_2_wins_the_first():
    board = two_finals()
    assert story(board)["F2"] == ("pending", ["open", "open"])

    board.decide("F", 1)
    assert story(board)["F2"] == ("void", ["bye", "bye"])

    board.correct("F", 2)
    assert story(board)["F2"] == ("ready", ["P2", "P1"])


def test_a_correction_that_changes_no_winner_changes_nothing_else():
    board = knockout(8)
    for key in ("W1-1", "W1-2", "W2-1"):
        board.decide(key, 1)
    before = board.facts()

    board.correct("W1-1", 1, Kind.FORFEIT)

    assert board.facts() == before | {"W1-1": ("completed", "forfeit", before["W1-1"][2])}


def test_a_correction_takes_back_what_followed_and_nothing_beside_it():
    board = knockout(8)
    while board.ready:
        board.decide(board.ready[0], 1)

    board.correct("W1-1", 2)

    assert story(board) == {
        "W1-1": ("completed", ["P1", "P8!"]),
        "W1-2": ("completed", ["P4!", "P5"]),
        "W1-3": ("completed", ["P2!", "P7"]),
        "W1-4": ("completed", ["P3!", "P6"]),
        "W2-1": ("ready", ["P8", "P4"]),
        "W2-2": ("completed", ["P2!", "P3"]),
        "T": ("pending", ["open", "P3"]),
        "F": ("pending", ["open", "P2"]),
    }


def test_a_match_opened_again_waits_to_be_played_again():
    board = knockout(4)
    before = board.facts()
    board.decide("W1-1", 1)
    board.decide("W1-2", 1)
    board.decide("F", 1)

    board.reopen("W1-1")
    board.reopen("W1-2")

    assert board.facts() == before


def test_a_correction_keeps_what_somebody_played_before_leaving():
    board = knockout(4)
    board.decide("W1-1", 1)
    board.decide("W1-2", 1)
    board.decide("T", 1)
    board.leave(4)
    before = board.facts()

    board.correct("W1-1", 1, Kind.FORFEIT)

    assert board.facts()["T"] == before["T"]


@settings(max_examples=60)
@given(entrants=st.integers(2, 24), seed=st.integers(0, 2**32))
def test_correcting_gives_what_playing_like_that_would_have_given(entrants, seed):
    rng = random.Random(seed)
    board = knockout(entrants)
    verdicts: dict[str, int | None] = {}
    while board.ready:
        key = rng.choice(board.ready)
        verdicts[key] = rng.choice((1, 2, None))
        board.decide(key, verdicts[key], kind_of(verdicts[key]))
    corrected = rng.choice(list(verdicts))
    verdicts[corrected] = rng.choice((1, 2, None))
    board.correct(corrected, verdicts[corrected], kind_of(verdicts[corrected]))

    again = knockout(entrants)
    while open_to := [key for key in again.ready if stands(board, key)]:
        again.decide(open_to[0], verdicts[open_to[0]], kind_of(verdicts[open_to[0]]))

    assert again.facts() == board.facts()


def kind_of(winner: int | None) -> Kind:
    return Kind.PLAYED if winner else Kind.DOUBLE_FORFEIT


def stands(board: Board, key: str) -> bool:
    """Whether the match has a result on ``board``."""
    return board.cells[key].status == "completed"
