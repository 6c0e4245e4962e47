"""What is played when, for everybody: by day, with what is late and what goes on now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone

from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.matches.agenda import Agenda, Entry, agenda_of
from tournaments.matches.estimates import Expected, typical_delay
from tournaments.matches.models import Station
from tournaments.matches.places import place_of
from tournaments.matches.queries import visible_matches
from tournaments.matches.sheet import BADGES, MatchSheet, match_sheet
from tournaments.registration.models import Entrant

# Below that an estimate says no more than the time that is set.
WORTH_SAYING = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A match of the schedule. ``late`` is in minutes; 0 where it is in time."""

    match: Match
    title: str
    place: str
    badge: str
    starts_at: datetime | None
    expected: Expected | None
    late: int
    station: str
    stream_url: str
    score: tuple[int | None, ...]
    is_now: bool

    @property
    def shown_at(self) -> datetime | None:
        """The time that is set, when it began, or else when it is expected."""
        return self.starts_at or (self.expected.starts_at if self.expected else None)

    @property
    def is_estimated(self) -> bool:
        return self.starts_at is None and self.expected is not None


@dataclass(frozen=True, slots=True)
class Day:
    date: date | None  # of what is over and never had a time: None
    rows: tuple[ScheduleRow, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """``late`` is how many minutes the day runs late; ``now`` is what is played at this moment."""

    tournament: Tournament
    now: tuple[ScheduleRow, ...]
    days: tuple[Day, ...]
    late: int
    stations: tuple[Station, ...]
    entrants: tuple[Entrant, ...]
    station: Station | None = None
    entrant: Entrant | None = None

    @property
    def is_filtered(self) -> bool:
        return self.station is not None or self.entrant is not None

    @property
    def is_empty(self) -> bool:
        return not self.days


def schedule_screen(
    tournament: Tournament,
    *,
    station: str = "",
    side: str = "",
    now: datetime | None = None,
) -> Schedule:
    """The schedule of ``tournament``, of one station or side if their keys are given.

    Keys that are none are passed over: an old link shows the whole schedule.
    """
    agenda = agenda_of(tournament, now=now)
    entrants = tuple(tournament.entrants.order_by("name"))
    chosen_station = next(
        (each for key, each in agenda.stations.items() if str(key) == station), None
    )
    chosen_side = next((each for each in entrants if str(each.pk) == side), None)
    rows = [
        row
        for row in _rows(agenda, _wanted(agenda, chosen_station, chosen_side))
        if row.match.status != Match.Status.VOID or row.starts_at
    ]
    return Schedule(
        tournament=tournament,
        now=tuple(row for row in rows if row.is_now),
        days=tuple(_days(rows)),
        late=minutes_late(agenda),
        stations=tuple(agenda.stations.values()),
        entrants=entrants,
        station=chosen_station,
        entrant=chosen_side,
    )


def minutes_late(agenda: Agenda) -> int:
    """How late the day runs, by the matches that are due or under way and have a time."""
    delays = [
        agenda.expected[key].starts_at - entry.starts_at
        for key, entry in agenda.entries.items()
        if entry.starts_at and not entry.is_over and entry.starts_at <= agenda.now
    ]
    return int(typical_delay(delays).total_seconds() // 60)


def late_by(entry: Entry, agenda: Agenda) -> int:
    """How many minutes later than its time a match is expected; 0 for what is in time or over."""
    if entry.is_over or entry.starts_at is None:
        return 0
    late = agenda.expected[entry.match.pk].starts_at - entry.starts_at
    return int(late.total_seconds() // 60) if late >= WORTH_SAYING else 0


def _wanted(agenda: Agenda, station: Station | None, side: Entrant | None) -> set[int]:
    return {
        key
        for key, entry in agenda.entries.items()
        if (station is None or entry.station == station.pk)
        and (side is None or side.pk in entry.sides)
    }


def _rows(agenda: Agenda, wanted: set[int]) -> list[ScheduleRow]:
    matches = visible_matches().filter(pk__in=wanted, stage__tournament=agenda.tournament)
    rows = [_row(match, agenda.entries[match.pk], agenda) for match in matches]
    place = {key: number for number, key in enumerate(agenda.entries)}
    return sorted(rows, key=lambda row: place[row.match.pk])


def _row(match: Match, entry: Entry, agenda: Agenda) -> ScheduleRow:
    sheet: MatchSheet = match_sheet(match)
    station = agenda.stations.get(entry.station) if entry.station else None
    stream = (entry.fixture.stream_url if entry.fixture else "") or (
        station.stream_url if station else ""
    )
    return ScheduleRow(
        match=match,
        title=sheet.title,
        place=place_of(match),
        badge=BADGES[Match.Status(match.status)],
        starts_at=entry.starts_at or entry.begun_at or match.completed_at,
        expected=agenda.expected.get(match.pk),
        late=late_by(entry, agenda),
        station=station.name if station else "",
        stream_url=stream,
        score=tuple(side.score for side in sheet.sides) if not sheet.is_lobby else (),
        is_now=entry.is_in_play,
    )


def _days(rows: Iterable[ScheduleRow]) -> Iterable[Day]:
    """The rows by day in the zone in force, each day by time; what has no time comes last."""
    timed = sorted((row for row in rows if row.shown_at), key=lambda row: row.shown_at)
    for day, of_day in groupby(timed, key=lambda row: timezone.localdate(row.shown_at)):
        yield Day(day, tuple(of_day))
    if rest := tuple(row for row in rows if row.shown_at is None):
        yield Day(None, rest)
