"""What a tournament plays when: its matches, stations and breaks, read at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone

from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.engine.planning import expected_games
from tournaments.matches.estimates import (
    Break,
    Expected,
    Play,
    Venue,
    clear_of,
    expected,
    playing_order,
)
from tournaments.matches.models import Fixture, Station
from tournaments.matches.places import is_lobby, place_of
from tournaments.matches.queries import matches_of

# Where its sides are: nobody knows how long a report or a dispute takes, and they may leave.
IN_PLAY = frozenset({Match.Status.READY, Match.Status.LIVE})


@dataclass(slots=True)
class Entry:
    """A match with its time and place. Those two may be tried out: they are not the rows' own."""

    match: Match
    fixture: Fixture | None
    length: timedelta
    starts_at: datetime | None = field(init=False)
    station: int | None = field(init=False)
    sides: frozenset[int] = field(init=False)
    feeders: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.starts_at = self.fixture.starts_at if self.fixture else None
        self.station = self.fixture.station_id if self.fixture else None
        sides = self.match.sides.all()
        self.sides = frozenset(side.entrant_id for side in sides if side.entrant_id)
        self.feeders = tuple(side.from_match_id for side in sides if side.from_match_id)

    @property
    def is_over(self) -> bool:
        return self.match.is_terminal

    @property
    def begun_at(self) -> datetime | None:
        """When its sides were sent to play it; None before."""
        return begun_at(self.match, self.fixture)

    @property
    def is_in_play(self) -> bool:
        """Whether its sides and its station are taken by it now."""
        return self.match.status in IN_PLAY and self.begun_at is not None

    @property
    def title(self) -> str:
        """ "P1 – P2" where both are known, else its place: "Semi-final 1"."""
        names = [side.entrant.name for side in self.match.sides.all() if side.entrant]
        if is_lobby(self.match) or len(names) != 2:
            return place_of(self.match)
        return " – ".join(names)

    def taken(self, now: datetime) -> tuple[datetime, datetime] | None:
        """From when until when it is played, as far as that is set; None where it is not."""
        begins = self.begun_at or self.starts_at
        if self.is_over or begins is None:
            return None
        ends = begins + self.length
        return begins, max(ends, now) if self.begun_at else ends


def begun_at(match: Match, fixture: Fixture | None) -> datetime | None:
    """When the sides of ``match`` were sent to play it, or began; None before."""
    if match.status == Match.Status.PENDING or fixture is None:
        return None
    return fixture.started_at or fixture.called_at


@dataclass
class Agenda:
    """The entries by key of their match, in playing order, and where they are played."""

    tournament: Tournament
    entries: dict[int, Entry]
    stations: dict[int, Station]
    breaks: list[Break]
    now: datetime

    @property
    def buffer(self) -> timedelta:
        return timedelta(minutes=self.tournament.buffer_minutes)

    @property
    def open_stations(self) -> list[Station]:
        return [station for station in self.stations.values() if station.is_open]

    @property
    def venue(self) -> Venue:
        stations = tuple(station.pk for station in self.open_stations)
        return Venue(stations=stations, buffer=self.buffer, breaks=tuple(self.breaks))

    def others(self, match: int) -> Iterable[Entry]:
        return (entry for key, entry in self.entries.items() if key != match)

    @cached_property
    def expected(self) -> dict[int, Expected]:
        """When each match that is not over begins and ends, by all that is known now."""
        plays = self.plays()
        facts = {"now": self.now, "free_from": self.free_from()}
        return expected(playing_order(plays, self.venue, **facts), self.venue, **facts)

    def place(self, match: int, starts_at: datetime | None, station: int | None) -> None:
        """Try out another time and place."""
        self.entries[match].starts_at, self.entries[match].station = starts_at, station
        self.__dict__.pop("expected", None)

    def plays(self, matches: Iterable[int] | None = None) -> list[Play]:
        """Those of ``matches`` (all) that are not over."""
        entries = self.entries.values() if matches is None else map(self.entries.get, matches)
        return [self._play(entry) for entry in entries if not entry.is_over]

    def free_from(self) -> dict[int, datetime]:
        """Until when each side rests after its last match that is over."""
        found: dict[int, datetime] = {}
        for entry in self.entries.values():
            ended = entry.match.completed_at
            if entry.is_over and ended:
                for side in entry.sides:
                    found[side] = max(ended + self.buffer, found.get(side, ended))
        return found

    def begins_clear_of_breaks(self, begins: datetime, length: timedelta) -> datetime:
        return clear_of(self.breaks, begins, length)

    def _play(self, entry: Entry) -> Play:
        open_feeders = [key for key in entry.feeders if self._is_open(key)]
        return Play(
            match=entry.match.pk,
            length=entry.length,
            sides=entry.sides,
            feeders=tuple(open_feeders),
            starts_at=entry.starts_at,
            station=entry.station,
            begun_at=entry.begun_at,
        )

    def _is_open(self, match: int) -> bool:
        return match in self.entries and not self.entries[match].is_over


def agenda_of(tournament: Tournament, *, now: datetime | None = None) -> Agenda:
    """Read what ``tournament`` plays when. Four queries, however many matches."""
    matches = matches_of(tournament).select_related("stage", "fixture__station")
    entries = {
        match.pk: Entry(match, getattr(match, "fixture", None), length_of(match, tournament))
        for match in matches
    }
    breaks = tournament.breaks.values_list("starts_at", "ends_at")
    return Agenda(
        tournament=tournament,
        entries=entries,
        stations={station.pk: station for station in tournament.stations.all()},
        breaks=list(breaks),
        now=now or timezone.now(),
    )


def length_of(match: Match, tournament: Tournament) -> timedelta:
    """How long a match is expected to take. A lobby is one game."""
    games = 1 if is_lobby(match) else expected_games(match.best_of)
    return timedelta(minutes=round(float(games) * tournament.minutes_per_game))
