from datetime import timedelta

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import UserFactory, drawn_cup, match_of, organizer_of, win
from tests.factories.evidence import player_of
from tests.factories.matchday import final_at, pass_time, veto_final
from tests.factories.reports import disputed
from tests.factories.staff import staff_of
from tournaments.brackets.models import Match
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Event, Tournament
from tournaments.engine.results import Game
from tournaments.matches import operations
from tournaments.matches.models import Dispute, MatchCheckIn, Report, Veto

pytestmark = pytest.mark.django_db

VERBS = {
    "call": operations.call_match,
    "start": operations.start_match,
    "restart": lambda match, by: operations.restart_match(match, by=by, reason="Power cut"),
    "give_time": lambda match, by: operations.give_time(match, minutes=5, by=by),
    "lobby": lambda match, by: operations.set_lobby(match, by=by, lobby_code="ABC"),
}


@pytest.fixture
def match() -> Match:
    return match_of(drawn_cup(2), "F")


def code_of(verb: str, match: Match, *, by) -> str:
    with pytest.raises(Refused) as refusal:
        VERBS[verb](match, by=by)
    return refusal.value.code


@pytest.mark.parametrize("verb", VERBS)
def test_only_those_who_enter_results_and_do_not_play_run_a_match(verb, match):
    cup = match.tournament
    others = [
        UserFactory(),
        organizer_of(drawn_cup(2)),
        *[staff_of(cup, role) for role in ("verifier", "moderator", "caster")],
    ]

    assert {code_of(verb, match, by=by) for by in [*others, player_of(match)]} == {"not_organizer"}
    playing = player_of(match)
    cup.organizer.group.user_set.add(playing)
    assert code_of(verb, match, by=playing) == "conflict_of_interest"
    assert not Event.objects.filter(kind__startswith="match.").exists()


def test_a_call_asks_both_sides_to_come_and_is_made_once(match):
    official = staff_of(match.tournament, StaffRole.REFEREE)

    operations.call_match(match, by=official)

    match.refresh_from_db()
    assert match.status == Match.Status.READY
    assert timezone.now() - match.fixture.called_at < timedelta(seconds=5)
    event = Event.objects.get(kind="match.called")
    assert (event.subject, event.actor, event.after) == (match, official, {"station": None})
    assert code_of("call", match, by=official) == "called"


def test_a_match_that_is_started_is_live(match):
    operations.start_match(match, by=organizer_of(match.tournament))

    match.refresh_from_db()
    assert match.status == Match.Status.LIVE
    assert match.fixture.started_at
    assert code_of("start", match, by=organizer_of(match.tournament)) == "begun"


@pytest.mark.parametrize("verb", ["call", "start", "give_time"])
@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("pending", "sides_open"),
        ("live", "begun"),
        ("reported", "begun"),
        ("disputed", "begun"),
        ("completed", "decided"),
        ("void", "decided"),
    ],
)
def test_only_a_match_that_is_ready_is_called_started_or_waited_for(match, verb, status, code):
    Match.objects.filter(pk=match.pk).update(status=status, decided_by="played")

    assert code_of(verb, match, by=organizer_of(match.tournament)) == code


@pytest.mark.parametrize("verb", ["call", "start", "restart", "give_time"])
def test_nothing_is_run_once_the_tournament_is_over(match, verb):
    Tournament.objects.filter(pk=match.tournament.pk).update(status="cancelled")

    assert code_of(verb, match, by=organizer_of(match.tournament)) == "not_live"


@pytest.mark.parametrize("status", ["live", "reported", "disputed"])
def test_a_restarted_match_begins_anew(status):
    match = veto_final()
    official = organizer_of(match.tournament)
    for slot in (1, 2):
        MatchCheckIn.objects.create(
            match=match, entrant=match.sides.get(slot=slot).entrant, by=official
        )
    operations.begin_veto(match, by=official)
    operations.start_match(match, by=official)
    if status != "live":
        operations.report_result(match, games=[Game(2, 1)] * 2, by=player_of(match, 1))
    if status == "disputed":
        operations.report_result(match, games=[Game(1, 2)] * 2, by=player_of(match, 2))
    match.refresh_from_db()
    assert match.status == status

    operations.restart_match(match, by=official, reason=" The server fell over. ")

    match.refresh_from_db()
    assert match.status == Match.Status.READY
    assert match.fixture.started_at is None
    assert timezone.now() - match.fixture.called_at < timedelta(seconds=5)
    assert not MatchCheckIn.objects.exists()
    assert not Veto.objects.exists()
    assert not Report.objects.filter(live=True).exists()
    assert not Dispute.objects.active().exists()
    event = Event.objects.get(kind="match.restarted")
    assert (event.subject, event.before, event.reason) == (
        match,
        {"status": status},
        "The server fell over.",
    )
    assert win(match, 2).status == Match.Status.COMPLETED


@pytest.mark.parametrize("status", ["pending", "ready", "completed", "void"])
def test_only_what_has_begun_is_restarted(match, status):
    Match.objects.filter(pk=match.pk).update(status=status, decided_by="played")

    assert code_of("restart", match, by=organizer_of(match.tournament)) == "not_begun"


def test_no_referee_ends_by_a_restart_what_is_handed_on(match):
    referee = staff_of(match.tournament, StaffRole.REFEREE)
    operations.escalate(disputed(match), by=referee, text="Too much for me.")

    assert code_of("restart", match, by=referee) == "escalated"
    assert match.disputes.get().is_active
    operations.restart_match(match, by=organizer_of(match.tournament), reason="Power cut")

    assert match.disputes.get().status == "cancelled"


def test_a_restart_says_why(match):
    official = organizer_of(match.tournament)
    operations.start_match(match, by=official)

    with pytest.raises(Refused) as refusal:
        operations.restart_match(match, by=official, reason="  ")

    assert refusal.value.code == "no_reason"
    match.refresh_from_db()
    assert match.status == Match.Status.LIVE


def test_nobody_is_late_by_the_clock_from_before_a_restart(monkeypatch):
    match = final_at()
    official = organizer_of(match.tournament)
    operations.start_match(match, by=official)
    pass_time(monkeypatch, hours=1)
    operations.restart_match(match, by=official, reason="Wrong map")

    operations.forfeit_missing(match.pk)
    match.refresh_from_db()
    assert match.status == Match.Status.READY

    pass_time(monkeypatch, minutes=10)
    operations.forfeit_missing(match.pk)
    match.refresh_from_db()
    assert match.decided_by == "double_forfeit"


# --- more time ------------------------------------------------------------------


def test_time_is_given_from_the_end_of_the_grace_while_it_runs(monkeypatch):
    match = final_at()
    closes = match.fixture.starts_at + timedelta(minutes=10)
    pass_time(monkeypatch, minutes=9)

    operations.give_time(match, minutes=20, by=organizer_of(match.tournament))

    assert Event.objects.get(kind="match.given_time").after["minutes"] == 20
    pass_time(monkeypatch, minutes=20, seconds=50)
    operations.check_in_side(match, entrant=match.sides.get(slot=1).entrant, by=player_of(match, 1))
    pass_time(monkeypatch, seconds=11)
    assert timezone.now() > closes + timedelta(minutes=20)
    operations.forfeit_missing(match.pk)
    match.refresh_from_db()
    assert match.decided_by == "forfeit"


def test_time_is_given_from_now_when_the_grace_is_over(monkeypatch):
    match = final_at()
    now = pass_time(monkeypatch, hours=2)

    operations.give_time(match, minutes=5, by=organizer_of(match.tournament))

    match.fixture.refresh_from_db()
    assert match.fixture.called_at == now - timedelta(minutes=5)


@pytest.mark.parametrize("minutes", [0, -5, 241])
def test_so_many_minutes_are_not_given(minutes):
    match = final_at()

    with pytest.raises(Refused) as refusal:
        operations.give_time(match, minutes=minutes, by=organizer_of(match.tournament))

    assert refusal.value.code == "bad_minutes"


def test_nobody_is_given_time_before_they_are_late_or_where_there_is_no_check_in(match):
    assert code_of("give_time", match, by=organizer_of(match.tournament)) == "no_check_in"
    later = final_at(timezone.now() + timedelta(hours=1))
    assert code_of("give_time", later, by=organizer_of(later.tournament)) == "not_late"


# --- the lobby --------------------------------------------------------------------


def test_the_lobby_is_set_and_the_log_keeps_its_words_to_itself(match):
    official = organizer_of(match.tournament)

    fixture = operations.set_lobby(
        match, by=official, lobby_code=" ABC ", lobby_password="s3cret", server="Mumbai 2"
    )

    assert (fixture.lobby_code, fixture.lobby_password, fixture.server) == (
        "ABC",
        "s3cret",
        "Mumbai 2",
    )
    event = Event.objects.get(kind="match.lobby_set")
    assert (event.subject, event.before) == (match, {})
    assert event.after == {"changed": ["lobby_code", "lobby_password", "server"]}


def test_the_same_lobby_again_says_nothing(match):
    for _time in range(2):
        operations.set_lobby(match, by=organizer_of(match.tournament), server="Dhaka 1")

    assert Event.objects.filter(kind="match.lobby_set").count() == 1


def test_a_match_that_is_over_has_no_lobby_any_more(match):
    win(match)

    assert code_of("lobby", match, by=organizer_of(match.tournament)) == "decided"
