from datetime import UTC, datetime

import pytest
from django.utils import timezone

from tests.factories import (
    TeamFactory,
    UserFactory,
    completed_cup,
    drawn_cup,
    match_of,
    organizer_of,
    win,
)
from tests.factories.webhooks import webhook_of
from tournaments.brackets.models import Match, MatchSide, Stage
from tournaments.control import broadcasts
from tournaments.control.announcing import announce
from tournaments.control.operations import conclude
from tournaments.core.operations import happened
from tournaments.matches.operations import forfeit
from tournaments.notifications.consumers import consume
from tournaments.notifications.kinds import BROADCASTERS
from tournaments.notifications.models import Notice

pytestmark = pytest.mark.django_db


def of_teams(cup):
    """Teams stand behind the entrants of the cup, by name."""
    teams = {}
    for entrant in cup.entrants.select_related("registration"):
        team = teams[entrant.name] = TeamFactory(name=f"Team {entrant.name}")
        cup.registrations.filter(pk=entrant.registration_id).update(team=team, user=None)
    return teams


def told(cup, kind):
    """What the newest event of ``kind`` tells: owners by name, text, address."""
    event = cup.events.filter(kind=kind).latest("pk")
    return [
        ([str(owner) for owner in each.owners], each.text, each.path)
        for each in BROADCASTERS[kind](event)
    ]


@pytest.fixture
def cup():
    return drawn_cup(2)


def to_organizer(cup, text):
    return [([str(cup.organizer)], text, cup.get_absolute_url())]


def test_the_organizer_hears_how_the_tournament_goes(cup):
    happened("tournament.published", cup)
    happened("tournament.cancelled", cup, reason="The hall is closed.")
    stage = Stage.objects.get(tournament=cup)
    happened("stage.round_paired", stage, after={"round": 2})

    assert told(cup, "tournament.published") == to_organizer(cup, f"{cup} is announced.")
    assert told(cup, "tournament.live") == to_organizer(cup, f"{cup} has begun.")
    assert told(cup, "stage.drawn") == to_organizer(cup, f"{cup}: “{stage.name}” is drawn.")
    assert told(cup, "stage.round_paired") == to_organizer(
        cup, f"{cup}: round 2 of “{stage.name}” is paired."
    )
    assert told(cup, "tournament.cancelled") == to_organizer(
        cup, f"{cup} is cancelled. The organizer gave this reason: The hall is closed."
    )


def test_the_end_names_the_winner():
    cup = completed_cup(2)
    for _step in range(3):
        conclude(cup)

    assert told(cup, "tournament.concluded") == to_organizer(
        cup, f"{cup} is over. The winner is P1."
    )


def test_an_end_without_a_winner_says_so(cup):
    happened("tournament.concluded", cup)

    assert told(cup, "tournament.concluded") == to_organizer(cup, f"{cup} is over.")


def test_what_is_written_to_those_who_play_is_told_and_nothing_else(cup):
    by = organizer_of(cup)
    cup.registrations.filter(number=2).update(status="withdrawn")
    announce(cup, subject="Doors open", text="At nine.", statuses=["confirmed"], by=by)
    assert told(cup, "tournament.announced") == to_organizer(cup, f"{cup}: Doors open\nAt nine.")

    announce(cup, subject="Your refunds", text="Tomorrow.", statuses=["withdrawn"], by=by)
    assert told(cup, "tournament.announced") == []


def test_a_result_goes_to_the_organizer_and_to_both_teams(cup):
    of_teams(cup)
    match = win(match_of(cup, "F"), 2)

    games = match.best_of // 2 + 1
    score = "1–2" if match.best_of == 1 else f"0–{games}"
    assert told(cup, "match.completed") == [
        (
            [str(cup.organizer), "Team P1", "Team P2"],
            f"{cup}: P1 {score} P2.",
            match.get_absolute_url(),
        )
    ]


def test_a_forfeit_says_how_it_was_decided(cup):
    match = match_of(cup, "F")
    forfeit(match=match, absent=[1], by=organizer_of(cup))

    [(owners, text, _path)] = told(cup, "match.completed")
    assert (owners, text) == ([str(cup.organizer)], f"{cup}: P1 – P2: P2 (Forfeit).")


def test_a_lobby_names_its_first_three():
    cup = drawn_cup(5)
    match = Match(decided_by=Match.DecidedBy.PLAYED)
    places = [4, 1, 3, 2, None]
    sides = [
        MatchSide(entrant=entrant, place=place)
        for entrant, place in zip(cup.entrants.all(), places, strict=True)
    ]

    assert broadcasts._result_of(match, sides) == "1. P2, 2. P4, 3. P3"


def test_teams_alone_hear_that_they_are_called_and_when_they_play(cup):
    of_teams(cup)
    match = match_of(cup, "F")
    starts_at = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
    happened("match.called", match, after={"station": "Station 3"})
    happened("match.scheduled", match, after={"starts_at": starts_at})
    happened("match.rescheduled", match, after={"starts_at": starts_at})

    teams, path = ["Team P1", "Team P2"], match.get_absolute_url()
    at = "10 Jul 2026, 18:00 (Asia/Dhaka)"
    with timezone.override("Asia/Dhaka"):
        assert told(cup, "match.called") == [(teams, f"{cup}: play now: P1 – P2, Station 3.", path)]
        assert told(cup, "match.scheduled") == [(teams, f"{cup}: P1 – P2 is played at {at}.", path)]
        assert told(cup, "match.rescheduled") == [
            (teams, f"{cup}: P1 – P2 is played at {at} now.", path)
        ]

    happened("match.called", match, after={"station": None})
    happened("match.rescheduled", match, after={"starts_at": None})
    assert told(cup, "match.called") == [(teams, f"{cup}: play now: P1 – P2.", path)]
    assert told(cup, "match.rescheduled") == []


def test_what_a_correction_took_back_is_told_to_nobody(cup):
    match, stage = match_of(cup, "F"), Stage.objects.get(tournament=cup)
    for kind in ("match.completed", "match.corrected", "match.called", "match.scheduled"):
        happened(kind, match, after={"starts_at": "2026-07-10T12:00:00Z"})
    match.delete()
    cup.events.filter(kind="stage.drawn").update(subject_id=stage.pk + 1000)

    kinds = ("match.completed", "match.corrected", "match.called", "match.scheduled", "stage.drawn")
    assert {kind: told(cup, kind) for kind in kinds} == {kind: [] for kind in kinds}


def test_an_event_reaches_the_ledger_of_the_webhook(cup):
    webhook = webhook_of(cup.organizer, made_by=UserFactory())

    consume(happened("tournament.published", cup))
    consume(cup.events.get(kind="tournament.published"))

    notice = Notice.objects.get(webhook__isnull=False)
    assert (notice.webhook, notice.text) == (webhook, f"{cup} is announced.")
