"""Reminding sides of a match: so long before its time, each once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.matches.models import Fixture, Reminder

WAITING = (Match.Status.PENDING, Match.Status.READY)


def remind_due(now: datetime) -> int:
    """Remind the sides of each match whose time is near; of how many matches.

    Each match by itself, so that what was told stays told when this dies half-way. After an
    outage only the nearest reminder goes out, and those before it are noted as not sent.
    """
    return sum(_remind(fixture, now) for fixture in _near(now))


def due_minutes(starts_at: datetime, now: datetime) -> list[int]:
    """The leads that have begun by ``now``, the nearest first; none for a time that has come."""
    left = starts_at - now
    if left <= timedelta():
        return []
    return sorted(m for m in settings.MATCH_REMINDER_MINUTES if left <= timedelta(minutes=m))


def skip_past_reminders(match: Match, starts_at: datetime | None) -> None:
    """Whoever was just told the time is not reminded of it in the same minute."""
    if starts_at is not None:
        minutes = due_minutes(starts_at, timezone.now())
        _note(match, starts_at, minutes, sent=None)


def _near(now: datetime) -> list[Fixture]:
    """Fixtures of which a reminder has become due that is not noted."""
    longest = timedelta(minutes=max(settings.MATCH_REMINDER_MINUTES, default=0))
    fixtures = (
        Fixture.objects.filter(
            starts_at__gt=now,
            starts_at__lte=now + longest,
            called_at=None,
            match__status__in=WAITING,
            match__stage__tournament__status=Tournament.Status.LIVE,
        )
        .select_related("match__stage__tournament")
        .prefetch_related("match__reminders")
        .order_by("starts_at", "pk")
    )
    return [fixture for fixture in fixtures if _nearest_due(fixture, now)]


def _nearest_due(fixture: Fixture, now: datetime) -> int | None:
    due = due_minutes(fixture.starts_at, now)
    noted = {
        reminder.minutes
        for reminder in fixture.match.reminders.all()
        if reminder.starts_at == fixture.starts_at
    }
    return due[0] if due and due[0] not in noted else None


@transaction.atomic
def _remind(fixture: Fixture, now: datetime) -> bool:
    """Remind once, by what is so now: a match may just have been moved, called or decided."""
    lock(fixture.match.tournament)
    found = Fixture.objects.select_related("match__stage__tournament").filter(
        pk=fixture.pk, match__status__in=WAITING, called_at=None, starts_at__isnull=False
    )
    fixture = found.first()
    if fixture is None or not fixture.match.sides.filter(entrant__isnull=False).exists():
        return False
    minutes = _nearest_due(fixture, now)
    if minutes is None:
        return False
    match, starts_at = fixture.match, fixture.starts_at
    _note(match, starts_at, due_minutes(starts_at, now), sent=minutes)
    happened("match.reminder", match, after={"minutes": minutes, "starts_at": starts_at})
    return True


def _note(match: Match, starts_at: datetime, minutes: list[int], *, sent: int | None) -> None:
    Reminder.objects.bulk_create(
        [
            Reminder(match=match, minutes=lead, starts_at=starts_at, is_sent=lead == sent)
            for lead in minutes
        ],
        ignore_conflicts=True,
    )
