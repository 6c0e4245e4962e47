import pytest

from tests.factories import drawn_cup, match_of, organizer_of, win
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.brackets.models import Match
from tournaments.brackets.operations import Verdict, challenge, set_result
from tournaments.core.models import Tournament
from tournaments.engine.free_for_all import Finish
from tournaments.engine.results import Game
from tournaments.matches.operations import enter_finishes, enter_result, forfeit
from tournaments.matches.queries import visible_matches
from tournaments.matches.sheet import MatchSheet, match_sheet

pytestmark = pytest.mark.django_db


def sheet(cup: Tournament, code: str) -> MatchSheet:
    return match_sheet(visible_matches().get(stage__tournament=cup, code=code))


def test_open_sides_say_who_will_come():
    cup = drawn_cup(8, stages=[{**KNOCKOUT, "third_place": True}])

    assert [sheet(cup, code).title for code in ("W2-1", "F", "T")] == [
        "Winner of Quarter-final 1 – Winner of Quarter-final 2",
        "Winner of Semi-final 1 – Winner of Semi-final 2",
        "Loser of Semi-final 1 – Loser of Semi-final 2",
    ]
    assert sheet(cup, "F").story == "This match waits for its sides."


def test_matches_are_named_by_their_place():
    cup = drawn_cup(16)
    group = drawn_cup(4, stages=[{**LEAGUE, "groups": 2}])

    assert [sheet(cup, code).name for code in ("W1-3", "W2-4", "W3-1", "F")] == [
        "Round of 16, match 3",
        "Quarter-final 4",
        "Semi-final 1",
        "Final",
    ]
    assert sheet(group, "G1-1-1").name == "Group A, Round 1"


def test_a_played_match_shows_seeds_scores_and_winner():
    cup = drawn_cup(2)
    win(match_of(cup, "F"), 2)

    shown = sheet(cup, "F")

    assert [(side.name, side.seed, side.score, side.is_winner) for side in shown.sides] == [
        ("P1", 1, 1, False),
        ("P2", 2, 2, True),
    ]
    assert (shown.story, shown.badge, shown.remarks) == ("P2 won.", "done", ())


def test_a_tie_break_is_told_beside_the_score():
    cup = drawn_cup(2)
    games = [Game(3, 3, 4, 2)]
    enter_result(match=match_of(cup, "F"), games=games, overtime=True, by=organizer_of(cup))

    shown = sheet(cup, "F")

    assert shown.remarks == ("After extra time", "Tie-break 4–2")
    assert [[(game.score, game.tiebreak) for game in row] for row in shown.games] == [
        [(3, 4), (3, 2)]
    ]


def test_a_bye_goes_on_without_playing():
    cup = drawn_cup(3)

    shown = sheet(cup, "W1-1")

    assert (shown.title, shown.story) == ("P1 – Nobody", "P1 goes on without playing.")


@pytest.mark.parametrize(
    ("absent", "story"),
    [
        ([1], "P1 did not show up, so P2 won."),
        ([2], "P2 did not show up, so P1 won."),
        ([1, 2], "Neither side showed up, so nobody won."),
    ],
)
def test_a_forfeit_names_who_did_not_come(absent, story):
    cup = drawn_cup(2)
    forfeit(match=match_of(cup, "F"), absent=absent, by=organizer_of(cup))

    assert sheet(cup, "F").story == story


@pytest.mark.parametrize(
    ("decided_by", "story"),
    [
        (Match.DecidedBy.WALKOVER, "P1 won by a walkover."),
        (Match.DecidedBy.DISQUALIFICATION, "P2 was disqualified, so P1 won."),
    ],
)
def test_other_results_without_play_are_told(decided_by, story):
    cup = drawn_cup(2)
    set_result(match=match_of(cup, "F"), verdict=Verdict(decided_by, 1))

    assert sheet(cup, "F").story == story


def test_a_draw_is_told():
    cup = drawn_cup(2, stages=[LEAGUE])
    match = cup.drawn_stages.get().matches.get()
    enter_result(match=match, games=[Game(0, 0)], by=organizer_of(cup))

    assert sheet(cup, match.code).story == "The match ended in a draw."


def test_a_match_that_nobody_is_left_for_is_told():
    cup = drawn_cup(4)
    for code in ("W1-1", "W1-2"):
        forfeit(match=match_of(cup, code), absent=[1, 2], by=organizer_of(cup))

    assert sheet(cup, "F").story == "Nobody is left to play this match."


DOUBLE = {"format": "double_elimination", "name": "Main"}


def test_matches_of_double_elimination_are_named_by_their_bracket():
    cup = drawn_cup(8, stages=[DOUBLE])

    assert [sheet(cup, code).name for code in ("W1-3", "W2-2", "W3-1", "L1-2", "L4-1")] == [
        "Winners' round 1, match 3",
        "Winners' semi-final 2",
        "Winners' final",
        "Losers' round 1, match 2",
        "Losers' final",
    ]
    assert sheet(cup, "L1-2").title == (
        "Loser of Winners' round 1, match 3 – Loser of Winners' round 1, match 4"
    )
    assert sheet(cup, "F").title == "Winner of Winners' final – Winner of Losers' final"


def test_a_bracket_of_a_group_is_named_by_its_own_rounds():
    cup = drawn_cup(9, stages=[{**DOUBLE, "groups": 2}])

    assert [sheet(cup, code).name for code in ("G1-W3-1", "G2-W1-2", "G2-W2-1")] == [
        "Group A, Winners' final",
        "Group B, Winners' semi-final 2",
        "Group B, Winners' final",
    ]


def test_a_second_final_tells_when_it_is_played():
    cup = drawn_cup(2, stages=[DOUBLE])
    waiting = sheet(cup, "F2")
    win(match_of(cup, "W1-1"))
    win(match_of(cup, "F"))
    needless = sheet(cup, "F2")

    assert waiting.story == (
        "Only played if who comes from the losers' bracket wins the grand final: then both have "
        "lost once."
    )
    assert (needless.title, needless.story) == (
        "Grand final, second match",
        "The grand final decided, so that this match is not needed.",
    )


def test_a_second_final_that_is_needed_is_told_as_any_match():
    cup = drawn_cup(2, stages=[DOUBLE])
    win(match_of(cup, "W1-1"))
    win(match_of(cup, "F"), 2)

    assert sheet(cup, "F2").title == "P2 – P1"
    assert sheet(cup, "F2").story == "Both sides are known; this match has no result yet."


def test_a_lobby_is_in_order_of_seed_and_then_of_place():
    cup = drawn_cup(3, stages=[{"format": "free_for_all", "name": "Lobbies"}])
    before = sheet(cup, "G1-1-1")
    match = match_of(cup, "G1-1-1")
    ids = [side.entrant_id for side in match.sides.all()]
    finishes = [Finish(entrant, place, 1) for entrant, place in zip(ids, (2, 3, 1), strict=True)]
    enter_finishes(match=match, finishes=finishes, by=organizer_of(cup))
    after = sheet(cup, "G1-1-1")

    assert [side.name for side in before.sides] == ["P1", "P2", "P3"]
    assert (before.title, before.story) == ("Lobby A, Game 1", "This game has no result yet.")
    assert [(side.place, side.name, side.kills, side.score) for side in after.sides] == [
        (1, "P3", 1, 11),
        (2, "P1", 1, 7),
        (3, "P2", 1, 6),
    ]
    assert (after.story, after.games) == ("P3 won.", [])


def test_a_shared_first_place_is_told():
    cup = drawn_cup(3, stages=[{"format": "free_for_all", "name": "Lobbies"}])
    match = match_of(cup, "G1-1-1")
    ids = [side.entrant_id for side in match.sides.all()]
    finishes = [Finish(entrant, place, 0) for entrant, place in zip(ids, (1, 3, 1), strict=True)]
    enter_finishes(match=match, finishes=finishes, by=organizer_of(cup))

    assert sheet(cup, "G1-1-1").story == "P1 and P3 share first place."


def test_swiss_rounds_and_challenges_need_no_group_in_their_name():
    swiss = drawn_cup(4, stages=[{"format": "swiss", "name": "Swiss stage"}])
    ladder = drawn_cup(2, stages=[{"format": "ladder", "name": "Ladder"}])
    one, other = ladder.entrants.order_by("seed")
    stage = ladder.drawn_stages.get()
    challenge(stage=stage, challenger=other, challenged=one, by=organizer_of(ladder))

    assert sheet(swiss, "R1-1").name == "Round 1"
    assert sheet(ladder, "C1").name == "Challenge 1"


@pytest.mark.parametrize("entrants", [3, 9])
def test_the_sheet_of_a_lobby_needs_three_queries(django_assert_num_queries, entrants):
    cup = drawn_cup(entrants, stages=[{"format": "free_for_all", "name": "Lobbies"}])

    with django_assert_num_queries(3):
        assert len(sheet(cup, "G1-1-1").sides) == entrants


@pytest.mark.parametrize("entrants", [2, 8])
def test_a_sheet_needs_three_queries(django_assert_num_queries, entrants):
    cup = drawn_cup(entrants)

    with django_assert_num_queries(3):  # match, sides, games
        assert sheet(cup, "F").name == "Final"
