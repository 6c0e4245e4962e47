"""Who is told what on the day: by the events that the verbs leave, through the ledger."""

import pytest

from tests.factories import organizer_of
from tests.factories.evidence import player_of
from tests.factories.matchday import final_at, pass_time, veto_final
from tests.factories.staff import staff_of
from tournaments.brackets.models import Match
from tournaments.core.models import Event
from tournaments.matches import operations
from tournaments.notifications.kinds import WRITERS

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[tuple[set[str], str, str, bool]]:
    """Who is told of the newest event of the kind: names, subject, text, urgency."""
    event = Event.objects.filter(kind=kind).latest("pk")
    return [
        (
            {person.username for person in message.recipients},
            message.subject,
            message.text,
            message.is_urgent,
        )
        for message in WRITERS[kind](event)
    ]


def names(*users) -> set[str]:
    return {user.username for user in users}


@pytest.fixture
def match() -> Match:
    return final_at()


def come(match: Match, slot: int) -> None:
    operations.check_in_side(
        match, entrant=match.sides.get(slot=slot).entrant, by=player_of(match, slot)
    )


def test_a_call_is_urgent_and_goes_to_both_sides(match):
    operations.call_match(match, by=organizer_of(match.tournament))

    assert told("match.called") == [
        (
            names(player_of(match, 1), player_of(match, 2)),
            "Play now: P1 – P2",
            "Your match P1 – P2 is called. Play now.",
            True,
        )
    ]


def test_a_call_to_a_station_names_it(match):
    station = match.tournament.stations.create(name="Stage A")
    match.fixture.station = station
    match.fixture.save()

    operations.call_match(match, by=organizer_of(match.tournament))

    assert told("match.called")[0][2] == ("Your match P1 – P2 is called. Play now, at Stage A.")


def test_the_other_side_learns_who_is_there(match):
    come(match, 1)

    assert told("match.checked_in") == [
        (
            names(player_of(match, 2)),
            "P1 is there",
            "P1 has checked in to P1 – P2, and waits for you.",
            False,
        )
    ]


def test_both_sides_and_the_officials_learn_of_a_no_show(match, monkeypatch):
    cup = match.tournament
    officials = [organizer_of(cup), staff_of(cup, "referee"), staff_of(cup, "co_organizer")]
    staff_of(cup, "caster")
    come(match, 2)
    pass_time(monkeypatch, minutes=10)

    operations.forfeit_missing(match.pk)

    text = "P1 did not come to P1 – P2 in time, and loses it by forfeit."
    assert told("match.no_show") == [
        (names(player_of(match, 1), player_of(match, 2)), "No show: P1 – P2", text, False),
        (names(*officials), "No show: P1 – P2", text, False),
    ]


def test_where_nobody_came_nobody_won(match, monkeypatch):
    pass_time(monkeypatch, minutes=10)

    operations.forfeit_missing(match.pk)

    assert told("match.no_show")[0][2] == (
        "Nobody came to P1 – P2 in time, so neither side won it: P1, P2."
    )


def test_a_restart_says_why(match):
    official = organizer_of(match.tournament)
    operations.start_match(match, by=official)
    operations.restart_match(match, by=official, reason="Wrong map.")

    [(people, subject, text, is_urgent)] = told("match.restarted")
    assert people == names(player_of(match, 1), player_of(match, 2))
    assert (subject, is_urgent) == ("Restarted: P1 – P2", True)
    assert "The reason: Wrong map." in text


def test_a_message_of_the_officials_reaches_both_sides(match):
    operations.message_sides(match, text="100 % sure: server 2", by=organizer_of(match.tournament))

    assert told("match.sides_messaged") == [
        (
            names(player_of(match, 1), player_of(match, 2)),
            "From the officials: P1 – P2",
            "100 % sure: server 2",
            True,
        )
    ]


def test_more_time_and_the_veto_are_told_to_the_sides(match):
    operations.give_time(match, minutes=5, by=organizer_of(match.tournament))
    assert "5 minutes more" in told("match.given_time")[0][2]

    other = veto_final()
    operations.begin_veto(other, by=player_of(other, 1))
    [(people, subject, _text, is_urgent)] = told("match.veto_begun")
    assert (people, subject, is_urgent) == (names(player_of(other, 2)), "Map veto: P1 – P2", True)


def test_those_who_moderate_learn_of_a_reported_message(match):
    cup = match.tournament
    people = [organizer_of(cup), staff_of(cup, "moderator"), staff_of(cup, "referee")]
    staff_of(cup, "verifier")
    message = operations.write_message(match, text="%(bots)s!", by=player_of(match, 1))
    operations.report_message(message, reason="Rude.", by=player_of(match, 2))

    [(told_to, _subject, text, _is_urgent)] = told("match.message_reported")
    assert told_to == names(*people)
    reporter, writer = player_of(match, 2).username, player_of(match, 1).username
    assert text == f"{reporter} reports a message of {writer}: “%(bots)s!”. Rude."


@pytest.mark.parametrize("kind", ["match.called", "match.no_show", "match.message_reported"])
def test_nobody_is_told_of_a_match_that_was_taken_back(match, kind):
    event = Event(
        kind=kind,
        tournament=match.tournament,
        subject=match,
        after={"absent": [1], "sides": ["P1"], "message": 1},
    )
    event.subject_id = 987654321

    assert [list(message.recipients) for message in WRITERS[kind](event)] == []
