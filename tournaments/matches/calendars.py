"""Matches as entries of calendars (RFC 5545): what anybody may know of them, and nothing else.

An entry keeps its UID for ever, and its SEQUENCE grows with each move, so that a calendar moves
it too. A match that is no longer played, or has no time any more, stays as cancelled. The bytes
change only when an entry does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from tournaments.brackets.models import Match
from tournaments.core.models import Event
from tournaments.matches.agenda import length_of
from tournaments.matches.places import place_of
from tournaments.matches.queries import visible_matches
from tournaments.matches.sheet import match_sheet

MOVES = ("match.scheduled", "match.rescheduled")
NOBODY_KNOWS = timedelta(minutes=30)  # how long a match lasts that is no longer drawn


@dataclass(frozen=True, slots=True)
class _Known:
    """What a calendar was told of a match the last time that it had a time."""

    starts_at: datetime
    sequence: int
    at: datetime


def calendar_of(matches: Iterable[Match], *, name: str, gone: Iterable[Event] = ()) -> bytes:
    """The calendar ``name`` with ``matches``; ``gone`` are moves of matches no longer drawn."""
    matches = list(matches)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//Matches//EN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    without_time = [match.pk for match in matches if match.fixture.starts_at is None]
    last = _last_known(_moves_of(without_time)) if without_time else {}
    for match in matches:
        if entry := _entry(match, last.get(match.pk)):
            calendar.add_component(entry)
    for key, known in _last_known(gone).items():
        calendar.add_component(_gone(key, known))
    return calendar.to_ical()


def calendar_matches():
    """Matches that have been in a calendar: they have a time, or had one."""
    return (
        visible_matches()
        .filter(fixture__sequence__gt=0)
        .filter(Q(fixture__starts_at__isnull=False) | Q(fixture__sequence__gt=1))
        .select_related("fixture__station")
        .order_by("fixture__starts_at", "pk")
    )


def moves_of_gone(tournament) -> Iterable[Event]:
    """The moves of those matches of ``tournament`` that a correction took back since."""
    drawn = Match.objects.filter(stage__tournament=tournament).values("pk")
    moves = tournament.events.filter(kind__in=MOVES).exclude(subject_id__in=drawn)
    return moves.order_by("pk")


def uid_of(match: int) -> str:
    return f"match-{match}@{_host()}"


def _entry(match: Match, last: _Known | None) -> Entry | None:
    fixture = match.fixture
    starts_at = fixture.starts_at or (last.starts_at if last else None)
    if starts_at is None:  # it had a station, and never a time
        return None
    sheet = match_sheet(match)
    is_off = match.status == Match.Status.VOID or fixture.starts_at is None
    entry = _dated(
        match.pk,
        starts_at,
        length_of(match, match.tournament),
        sequence=fixture.sequence + (match.status == Match.Status.VOID),
        changed_at=fixture.changed_at,
        is_off=is_off,
    )
    title = {"match": sheet.title, "tournament": match.tournament.title}
    entry.add("summary", _("%(match)s · %(tournament)s") % title)
    entry.add("description", f"{match.stage.name}, {place_of(match)}")
    entry.add("url", f"{settings.WAGTAILADMIN_BASE_URL}{match.get_absolute_url()}")
    if fixture.station:
        entry.add("location", fixture.station.name)
    return entry


def _gone(match: int, known: _Known) -> Entry:
    entry = _dated(
        match,
        known.starts_at,
        NOBODY_KNOWS,
        sequence=known.sequence + 1,
        changed_at=known.at,
        is_off=True,
    )
    entry.add("summary", _("This match is not played"))
    return entry


def _dated(
    match: int,
    starts_at: datetime,
    length: timedelta,
    *,
    sequence: int,
    changed_at: datetime,
    is_off: bool,
) -> Entry:
    entry = Entry()
    entry.add("uid", uid_of(match))
    entry.add("dtstamp", changed_at)
    entry.add("last-modified", changed_at)
    entry.add("sequence", sequence)
    entry.add("dtstart", starts_at)
    entry.add("dtend", starts_at + length)
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return entry


def _moves_of(matches: list[int]) -> Iterable[Event]:
    return Event.objects.filter(
        kind__in=MOVES, subject_type__model="match", subject_id__in=matches
    ).order_by("pk")


def _last_known(moves: Iterable[Event]) -> dict[int, _Known]:
    """For each match the last time that it had, with the newest number of its moves."""
    found: dict[int, _Known] = {}
    for move in moves:
        time = move.after["starts_at"] or move.before["starts_at"]
        if time:
            sequence = move.after["sequence"]
            found[move.subject_id] = _Known(parse_datetime(time), sequence, move.at)
    return found


def _host() -> str:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
