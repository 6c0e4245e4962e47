"""When matches are expected to begin and to end. Values in, values out: no clock, no rows.

Two questions, apart from each other. ``playing_order`` says who goes first where two want the
same station or side; it changes when times change. ``expected`` lets them play in a given order:
there, a match that begins later makes nothing begin earlier.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_high

Break = tuple[datetime, datetime]
Moments = Mapping[int, datetime]


@dataclass(frozen=True, slots=True)
class Play:
    """A match that is not over, as far as its time goes. ``feeders`` are those not over either.

    ``starts_at`` is the time that is set: it begins no earlier. ``begun_at`` is when it did begin.
    """

    match: int
    length: timedelta
    sides: frozenset[int] = frozenset()
    feeders: tuple[int, ...] = ()
    starts_at: datetime | None = None
    station: int | None = None
    begun_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """Where is played: stations that are open (none: as many as it takes), rest, and breaks."""

    stations: tuple[int, ...] = ()
    buffer: timedelta = timedelta()
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    starts_at: datetime
    ends_at: datetime
    station: int | None = None


class _Day:
    """Who is free from when, while matches are put one after the other."""

    def __init__(self, venue: Venue, now: datetime, free_from: Moments) -> None:
        self.venue = venue
        self.now = now
        self.breaks = sorted(venue.breaks)
        self.sides = dict(free_from)
        self.stations: dict[int, datetime] = {}
        self.load: dict[int, timedelta] = defaultdict(timedelta)
        self.found: dict[int, Expected] = {}

    def go_on(self, play: Play) -> None:
        """A match that has begun is where it is, and lasts until now at least."""
        begun_at = play.begun_at or self.now
        self._note(play, begun_at, max(begun_at + play.length, self.now), play.station)

    def put(self, play: Play, *, station: int | None, keeps_free: bool = False) -> None:
        earliest = max(
            self.now,
            play.starts_at or self.now,
            *(self.sides.get(side, self.now) for side in play.sides),
            *(self._rested_after(feeder) for feeder in play.feeders),
            self.stations.get(station, self.now) if station is not None else self.now,
        )
        begins = clear_of(self.breaks, earliest, play.length)
        self._note(play, begins, begins + play.length, station, keeps_free=keeps_free)

    def lane(self, play: Play) -> int | None:
        """The station of ``play``: its own, or the one with the least to do.

        What counts is how long is played there and not when, so that a match that is moved sends
        no other to another station.
        """
        if play.station is not None or not self.venue.stations:
            return play.station
        return min(self.venue.stations, key=lambda station: self.load[station])

    def _rested_after(self, feeder: int) -> datetime:
        before = self.found.get(feeder)
        return before.ends_at + self.venue.buffer if before else self.now

    def _note(
        self,
        play: Play,
        begins: datetime,
        ends: datetime,
        station: int | None,
        *,
        keeps_free: bool = False,
    ) -> None:
        self.found[play.match] = Expected(begins, ends, station)
        if keeps_free:
            return
        rested = ends + self.venue.buffer
        for side in play.sides:
            self.sides[side] = max(rested, self.sides.get(side, rested))
        if station is not None:
            self.stations[station] = max(rested, self.stations.get(station, rested))
            takes = play.length if play.begun_at is None else max(ends - self.now, timedelta())
            self.load[station] += takes + self.venue.buffer


def expected(
    plays: Iterable[Play], venue: Venue, *, now: datetime, free_from: Moments | None = None
) -> dict[int, Expected]:
    """When each of ``plays`` begins and ends, if they go in this order.

    A match comes after its feeders in the order. Nobody overtakes: of two that want the same
    side or station, the earlier in the order has it first. ``free_from`` says until when a side
    rests after what it has played.
    """
    waiting = list(plays)
    day = _Day(venue, now, free_from or {})
    for play in waiting:
        if play.begun_at is not None:
            day.go_on(play)
    for play in waiting:
        if play.begun_at is None:
            day.put(play, station=day.lane(play))
    return day.found


def playing_order(
    plays: Sequence[Play], venue: Venue, *, now: datetime, free_from: Moments | None = None
) -> list[Play]:
    """``plays`` in the order in which they want to begin, each after its feeders.

    Matches without a set time are laid out by themselves first; those with one come in between
    at their time. What is equal stays in the order in which it was given.
    """
    day = _Day(venue, now, free_from or {})
    for play in plays:
        if play.begun_at is not None:
            day.go_on(play)
    for play in _after_their_feeders(plays):
        if play.begun_at is None:
            is_set = play.starts_at is not None
            day.put(play, station=None if is_set else day.lane(play), keeps_free=is_set)
    return sorted(plays, key=lambda play: day.found[play.match].starts_at)


def clear_of(breaks: Iterable[Break], begins: datetime, length: timedelta) -> datetime:
    """The first moment from ``begins`` on at which so much can be played outside of ``breaks``."""
    for starts, ends in sorted(breaks):
        if begins < ends and begins + length > starts:
            begins = ends
    return begins


def typical_delay(delays: Sequence[timedelta]) -> timedelta:
    """How late a day runs whose matches are so late: the middle one, in whole five minutes.

    One side that is not there does not make the day late.
    """
    if not delays:
        return timedelta()
    step = timedelta(minutes=5)
    return max(median_high(delays) // step * step, timedelta())


def _after_their_feeders(plays: Sequence[Play]) -> list[Play]:
    """``plays`` as they were given, but each after those that it waits for."""
    by_match = {play.match: play for play in plays}
    ordered: dict[int, Play] = {}

    def take(play: Play) -> None:
        if play.match in ordered:
            return
        for feeder in play.feeders:
            if feeder in by_match:
                take(by_match[feeder])
        ordered[play.match] = play

    for play in plays:
        take(play)
    return list(ordered.values())
