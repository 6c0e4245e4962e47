"""Reminders: each once a person and time, after an outage only the nearest."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import match_of, win
from tests.tournaments.matches.scheduled import cup_of, first, player, set_time
from tournaments.brackets.models import Match
from tournaments.core.models import Event, Tournament
from tournaments.matches import operations, tasks
from tournaments.matches.models import Fixture, MatchCheckIn, Reminder
from tournaments.matches.operations import reminding

pytestmark = pytest.mark.django_db


def in_minutes(minutes: float):
    return timezone.now() + timedelta(minutes=minutes)


def reminders(match: Match) -> list[tuple[int, bool]]:
    rows = Reminder.objects.filter(match=match).order_by("starts_at", "-minutes")
    return list(rows.values_list("minutes", "is_sent"))


def reminded(mailoutbox) -> list[str]:
    return sorted(mail.to[0] for mail in mailoutbox if "you play soon" in mail.subject)


def test_each_lead_reminds_once():
    match = first(cup_of())
    set_time(match, in_minutes(60 * 48))
    starts_at = Fixture.objects.get().starts_at

    sent = [
        operations.remind_due(starts_at - timedelta(minutes=minutes))
        for minutes in (1500, 1440, 1400, 60, 60, 15, 14, 0, -5)
    ]

    assert sent == [0, 1, 0, 1, 0, 1, 0, 0, 0]
    assert reminders(match) == [(1440, True), (60, True), (15, True)]


def test_after_an_outage_only_the_nearest_goes_out():
    match = first(cup_of())
    set_time(match, in_minutes(60 * 48))
    starts_at = Fixture.objects.get().starts_at

    sent = [operations.remind_due(starts_at - timedelta(minutes=10)) for _time in range(2)]

    assert sent == [1, 0]
    assert reminders(match) == [(1440, False), (60, False), (15, True)]
    assert list(Event.objects.filter(kind="match.reminder").values_list("after__minutes")) == [
        (15,)
    ]


def test_everybody_of_both_sides_is_reminded_once(mailoutbox, drain_queue):
    cup = cup_of()
    match = first(cup)
    set_time(match, in_minutes(60 * 48))
    Fixture.objects.update(starts_at=in_minutes(50))

    for _worker in range(2):
        tasks.remind_of_matches()
        drain_queue()

    assert reminded(mailoutbox) == sorted(player(cup, name).email for name in ("P1", "P4"))


def test_who_has_checked_in_is_not_reminded(mailoutbox, drain_queue):
    cup = cup_of()
    match = first(cup)
    set_time(match, in_minutes(60 * 48))
    Fixture.objects.update(starts_at=in_minutes(10))
    MatchCheckIn.objects.create(
        match=match, entrant=cup.entrants.get(name="P1"), by=player(cup, "P1")
    )

    tasks.remind_of_matches()
    drain_queue()

    assert reminded(mailoutbox) == [player(cup, "P4").email]


def test_a_match_that_moves_is_reminded_of_again_for_its_new_time():
    match = first(cup_of())
    set_time(match, in_minutes(60 * 48))
    starts_at = Fixture.objects.get().starts_at
    operations.remind_due(starts_at - timedelta(minutes=60))

    set_time(match, starts_at + timedelta(minutes=120))
    sent = operations.remind_due(starts_at + timedelta(minutes=60))

    assert sent == 1
    assert reminders(match) == [(1440, False), (60, True), (1440, False), (60, True)]


def test_what_moved_after_the_reminder_was_queued_reminds_nobody(mailoutbox, drain_queue):
    match = first(cup_of())
    set_time(match, in_minutes(60 * 48))
    Fixture.objects.update(starts_at=in_minutes(50))
    tasks.remind_of_matches()

    Fixture.objects.update(starts_at=in_minutes(500))
    drain_queue()

    assert reminded(mailoutbox) == []


def test_nobody_is_reminded_of_what_is_not_to_be_played():
    cup = cup_of(8)
    over, called, live, unknown = (match_of(cup, code) for code in ("W1-1", "W1-2", "W1-3", "F"))
    for match in (over, called, live, unknown):
        Fixture.objects.create(match=match, starts_at=in_minutes(10))
    win(over)
    Fixture.objects.filter(match=called).update(called_at=timezone.now())
    Match.objects.filter(pk=live.pk).update(status=Match.Status.LIVE)

    assert operations.remind_due(timezone.now()) == 0
    other = cup_of()
    Fixture.objects.create(match=first(other), starts_at=in_minutes(10))
    Tournament.objects.update(status=Tournament.Status.CANCELLED)
    assert operations.remind_due(timezone.now()) == 0


def test_killed_between_two_matches_it_goes_on_where_it_was(monkeypatch):
    cup = cup_of(8)
    matches = [match_of(cup, f"W1-{number}") for number in (1, 2, 3)]
    for match in matches:
        Fixture.objects.create(match=match, starts_at=in_minutes(10))
    real, kinds = reminding.happened, []

    def dies(kind, subject, **facts):
        kinds.append(kind)
        if len(kinds) == 2:
            raise ConnectionError
        return real(kind, subject, **facts)

    with monkeypatch.context() as patch:
        patch.setattr(reminding, "happened", dies)
        with pytest.raises(ConnectionError):
            operations.remind_due(timezone.now())

    assert Event.objects.filter(kind="match.reminder").count() == 1
    assert operations.remind_due(timezone.now()) == 2
    assert Event.objects.filter(kind="match.reminder").count() == 3
    assert Reminder.objects.filter(is_sent=True).count() == 3
