"""Matches that count for nobody: out of the tables, never out of a bracket."""

import pytest

from deltacrown.errors import Refused
from tests.factories import UserFactory, draw_next, match_of, organizer_of, win
from tests.factories.formats import (
    DOUBLE,
    LADDER,
    LOBBY,
    SWISS,
    better_wins,
    challenge,
    cup_of,
    finish,
    pair_next,
)
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.brackets.models import Match
from tournaments.brackets.operations import close_ladder, decide_lots
from tournaments.brackets.standings import group_tables
from tournaments.control.correcting import VOID, correct, preview_correction, undo
from tournaments.control.models import Correction
from tournaments.control.operations import complete
from tournaments.control.rows import rows_of
from tournaments.core.models import Event, Tournament
from tournaments.engine.results import Game
from tournaments.matches.operations import enter_result, forfeited, played

pytestmark = pytest.mark.django_db
GROUP = {**LEAGUE, "draws": False, "advance": 2}


def voided(match: Match) -> Correction:
    by = organizer_of(match.tournament)
    return correct(match=match, verdict=VOID, by=by, reason="The server crashed.")


def points(cup: Tournament) -> dict[str, int]:
    [table] = group_tables(cup.drawn_stages.get(number=1))
    return {table.entrants[row.entrant].name: int(row.points) for row in table.rows}


def meeting(cup: Tournament, one: str, other: str) -> Match:
    matches = Match.objects.filter(stage__tournament=cup, sides__entrant__name=one)
    return matches.filter(pk__in=Match.objects.filter(sides__entrant__name=other)).get()


def test_a_match_that_is_out_gives_nobody_points_and_need_not_be_played():
    cup = cup_of(LEAGUE)
    better_wins(cup)
    assert points(cup) == {"P1": 9, "P2": 6, "P3": 3, "P4": 0}

    correction = voided(meeting(cup, "P1", "P2"))

    match = meeting(cup, "P1", "P2")
    assert points(cup) == {"P1": 6, "P2": 6, "P3": 3, "P4": 0}
    assert (match.status, match.decided_by, match.completed_at) == ("void", "", None)
    assert not match.sides.exclude(score=None, is_winner=False).exists()
    assert correction.kind == Correction.Kind.VOID
    event = Event.objects.get(kind="match.voided")
    assert (event.subject, event.before["winner"], event.after["void"], event.reason) == (
        *(match, 1, True, "The server crashed."),
    )


@pytest.mark.parametrize("status", ["ready", "live", "reported", "disputed"])
def test_a_match_that_has_no_result_yet_can_be_taken_out(status):
    cup = cup_of(LEAGUE, entrants=2)
    match = cup.drawn_stages.get().matches.get()
    Match.objects.filter(pk=match.pk).update(status=status)

    voided(match)

    decide_lots(stage=match.stage, order=list(cup.entrants.all()), by=organizer_of(cup))
    complete(cup, by=organizer_of(cup))
    cup.refresh_from_db()
    assert cup.status == "completed"


def test_a_match_that_is_out_can_be_brought_back():
    cup = cup_of(LEAGUE)
    better_wins(cup)
    match, by = meeting(cup, "P1", "P2"), organizer_of(cup)
    voided(match)

    correct(match=match, verdict=forfeited([1]), by=by, reason="It counts.")
    assert points(cup)["P2"] == 9
    voided(match)
    correct(match=match, verdict=None, by=by, reason="Play it.")

    match.refresh_from_db()
    assert match.status == "ready"


def test_undoing_gives_back_the_result():
    cup = cup_of(LEAGUE)
    better_wins(cup)
    before = rows_of(cup)

    undo(voided(meeting(cup, "P1", "P2")), by=organizer_of(cup))

    assert rows_of(cup) == before


def test_a_stage_behind_is_taken_back_when_others_go_on():
    cup = cup_of(GROUP, KNOCKOUT)
    better_wins(cup)
    draw_next(cup)
    match = meeting(cup, "P2", "P3")

    found = preview_correction(match=match, verdict=VOID, by=organizer_of(cup))
    correct(match=match, verdict=VOID, by=organizer_of(cup), reason="Crashed.", seen=found.digest)

    assert any("no longer drawn" in change.after for change in found.changes)
    assert not cup.drawn_stages.filter(number=2).exists()


def test_a_swiss_stage_pairs_on_and_the_two_may_meet_again():
    cup = cup_of({**SWISS, "rounds": 2}, entrants=2)
    voided(win(match_of(cup, "R1-1")))

    pair_next(cup)
    better_wins(cup)
    complete(cup, by=organizer_of(cup))

    assert points(cup) == {"P1": 1, "P2": 0}


def test_a_lobby_and_a_challenge_can_be_taken_out():
    lobbies = cup_of(LOBBY, entrants=3)
    voided(finish(match_of(lobbies, "G1-1-1"), "P3", "P2", "P1"))
    finish(match_of(lobbies, "G1-2-1"), "P1", "P2", "P3")
    complete(lobbies, by=organizer_of(lobbies))
    ladder = cup_of(LADDER)
    voided(win(challenge(ladder, "P2", "P1")))
    close_ladder(ladder.drawn_stages.get(), by=organizer_of(ladder))
    complete(ladder, by=organizer_of(ladder))

    assert next(iter(points(lobbies))) == "P1"
    assert next(iter(points(ladder))) == "P1"


@pytest.mark.parametrize("stage", [KNOCKOUT, DOUBLE])
def test_a_bracket_refuses_it_and_says_what_to_do(stage):
    cup = cup_of(stage)
    match = win(match_of(cup, "W1-1"))
    before = rows_of(cup)

    with pytest.raises(Refused) as refusal:
        voided(match)

    assert refusal.value.code == "knockout"
    assert "neither side showed up" in refusal.value.message
    assert rows_of(cup) == before


def player_who_is_an_official(match: Match):
    player = match.sides.first().entrant.registration.user
    player.groups.add(match.tournament.organizer.group)
    return player


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (lambda match: UserFactory(), "not_organizer"),
        (player_who_is_an_official, "conflict_of_interest"),
    ],
)
def test_others_do_not_take_matches_out(who, code):
    match = win(cup_of(LEAGUE).drawn_stages.get().matches.first())

    with pytest.raises(Refused) as refusal:
        correct(match=match, verdict=VOID, by=who(match), reason="Crashed.")

    assert refusal.value.code == code


def test_a_match_is_taken_out_once_and_a_bye_never():
    cup = cup_of(SWISS, entrants=3)
    voided(win(match_of(cup, "R1-1")))

    for code in ("R1-1", "R1-2"):
        with pytest.raises(Refused) as refusal:
            voided(match_of(cup, code))
        assert refusal.value.code == "nothing_changes"
    bye = match_of(cup, "R1-2")
    with pytest.raises(Refused) as refusal:
        correct(match=bye, verdict=None, by=organizer_of(cup), reason="Play it.")
    assert refusal.value.code == "no_result"


def test_a_match_that_is_out_takes_no_result():
    cup = cup_of(LEAGUE)
    match = voided(win(cup.drawn_stages.get().matches.first())).match

    with pytest.raises(Refused) as refusal:
        enter_result(match=match, games=[Game(1, 0)], by=organizer_of(cup))

    assert refusal.value.code == "decided"
    assert played(match, [Game(1, 0)]).winner == 1
