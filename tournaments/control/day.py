"""Match day on one screen: what needs an official now, what goes on, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db.models import Count
from django.utils.translation import gettext as _

from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.matches.agenda import Agenda, Entry, agenda_of
from tournaments.matches.models import Dispute, MatchCheckIn, Station
from tournaments.matches.places import is_lobby, place_of, round_of
from tournaments.matches.report_rules import stands_at
from tournaments.matches.schedule_screen import late_by, minutes_late

Status = Match.Status
COMING = 12  # matches that wait for their sides, as many as are near
LATE_FROM = timedelta(minutes=5)

# In the order in which an official looks at them. Those of the first three need somebody.
LANES = ("disputed", "waiting", "late", "live", "called", "ready", "coming")
NEEDS_SOMEBODY = frozenset({"disputed", "waiting", "late"})


@dataclass(frozen=True, slots=True)
class DayLine:
    """A match in a list: who meets where, and what is to be known of it at this moment."""

    match: Match
    title: str
    place: str
    status: str
    station: str
    referee: str
    starts_at: datetime | None
    expected_at: datetime | None
    began_at: datetime | None
    stands_at: datetime | None  # when the one report that there is stands
    late: int  # in minutes
    here: int | None  # sides that have checked in; None without check-in
    is_lobby: bool
    actions: tuple[str, ...]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    key: str
    lines: tuple[DayLine, ...]

    @property
    def name(self) -> str:
        return _LANE_NAMES[self.key]()

    @property
    def needs_somebody(self) -> bool:
        return self.key in NEEDS_SOMEBODY


_LANE_NAMES = {
    "disputed": lambda: _("Disputed"),
    "waiting": lambda: _("Waiting for a report"),
    "late": lambda: _("Late"),
    "live": lambda: _("Running"),
    "called": lambda: _("Called"),
    "ready": lambda: _("Ready"),
    "coming": lambda: _("Next"),
}


@dataclass(frozen=True, slots=True)
class StationLine:
    """A station with what is played there, and what waits for it."""

    station: Station
    current: DayLine | None
    queue: tuple[DayLine, ...]


@dataclass(frozen=True, slots=True)
class RoundChoice:
    key: int
    name: str
    number: int  # of matches that can be acted on


@dataclass(frozen=True, slots=True)
class DayScreen:
    """``late`` is how many minutes the day runs late; ``ends_at`` when it is expected to end."""

    lanes: tuple[Lane, ...]
    stations: tuple[StationLine, ...]
    rounds: tuple[RoundChoice, ...]
    over: int
    in_all: int
    late: int
    ends_at: datetime | None

    @property
    def left(self) -> int:
        return self.in_all - self.over


Extra: TypeAlias = dict[int, datetime]


def day_screen(tournament: Tournament, *, now: datetime | None = None) -> DayScreen:
    """All that the match-day screen shows; as many queries for 2 matches as for 2,000."""
    agenda = agenda_of(tournament, now=now)
    lines = _lines(agenda)
    by_lane: dict[str, list[DayLine]] = {key: [] for key in LANES}
    for key, entry in agenda.entries.items():
        if lane := _lane_of(entry, agenda):
            by_lane[lane].append(lines[key])
    by_lane["coming"] = _soonest(by_lane["coming"])[:COMING]
    played = [entry for entry in agenda.entries.values() if _counts(entry.match)]
    ends = [
        agenda.expected[each.match.pk].ends_at
        for each in played
        if each.match.pk in agenda.expected
    ]
    return DayScreen(
        lanes=tuple(Lane(key, tuple(by_lane[key])) for key in LANES if by_lane[key]),
        stations=tuple(_station_line(each, agenda, lines) for each in agenda.stations.values()),
        rounds=tuple(_rounds(agenda)),
        over=sum(entry.is_over for entry in played),
        in_all=len(played),
        late=minutes_late(agenda),
        ends_at=max(ends, default=None),
    )


def _counts(match: Match) -> bool:
    """Whether it is or will be played: a second final is, once it is needed."""
    return match.status != Status.VOID and not (match.if_needed and match.status == Status.PENDING)


def _lane_of(entry: Entry, agenda: Agenda) -> str | None:
    """Where a match stands; None for what is over."""
    if entry.is_over or not _counts(entry.match):
        return None
    if entry.match.status == Status.PENDING:
        return "coming"
    if entry.match.status != Status.READY:
        return {Status.DISPUTED: "disputed", Status.REPORTED: "waiting"}.get(
            entry.match.status, "live"
        )
    if late_by(entry, agenda) or _is_overdue(entry, agenda):
        return "late"
    return "called" if entry.fixture and entry.fixture.called_at else "ready"


def _is_overdue(entry: Entry, agenda: Agenda) -> bool:
    """Whether its sides were to be there for longer than they are given."""
    expected = entry.fixture.expected_at if entry.fixture else None
    grace = max(timedelta(minutes=agenda.tournament.grace_minutes), LATE_FROM)
    return expected is not None and expected + grace <= agenda.now


def _lines(agenda: Agenda) -> dict[int, DayLine]:
    tournament = agenda.tournament
    here = _check_ins(tournament) if tournament.match_check_in_minutes else None
    standing = _standing(tournament)
    disputes = _disputes(tournament)
    return {
        key: _line(entry, agenda, here, standing.get(key), disputes.get(key))
        for key, entry in agenda.entries.items()
        if not entry.is_over
    }


def _line(
    entry: Entry,
    agenda: Agenda,
    here: dict[int, int] | None,
    stands: datetime | None,
    dispute: Dispute | None,
) -> DayLine:
    match, fixture = entry.match, entry.fixture
    station = agenda.stations.get(entry.station) if entry.station else None
    expected = agenda.expected.get(match.pk)
    overdue = agenda.now - fixture.expected_at if fixture and _is_overdue(entry, agenda) else None
    return DayLine(
        match=match,
        title=entry.title,
        place=f"{match.stage.name}, {place_of(match)}",
        status=match.status,
        station=station.name if station else "",
        referee=fixture.referee.username if fixture and fixture.referee else "",
        starts_at=entry.starts_at,
        expected_at=expected.starts_at if expected else None,
        began_at=entry.begun_at,
        stands_at=stands,
        late=max(late_by(entry, agenda), int(overdue.total_seconds() // 60) if overdue else 0),
        here=None if here is None or is_lobby(match) else here.get(match.pk, 0),
        is_lobby=is_lobby(match),
        actions=_actions(entry),
        facts=(dispute.get_reason_display(), dispute.get_status_display()) if dispute else (),
    )


def _actions(entry: Entry) -> tuple[str, ...]:
    """What an official does with it from the list; the rest is on its own page."""
    if entry.match.status != Status.READY:
        return ()
    is_called = bool(entry.fixture and entry.fixture.called_at)
    return ("start",) if is_called else ("call", "start")


def _check_ins(tournament: Tournament) -> dict[int, int]:
    rows = MatchCheckIn.objects.filter(match__stage__tournament=tournament)
    return dict(rows.order_by().values_list("match").annotate(Count("pk")))


def _standing(tournament: Tournament) -> Extra:
    """When the one report stands, of each match that waits for the other side."""
    waiting = Match.objects.filter(stage__tournament=tournament, status=Status.REPORTED)
    found = waiting.select_related("stage__tournament").prefetch_related("reports", "disputes")
    return {match.pk: moment for match in found if (moment := stands_at(match))}


def _disputes(tournament: Tournament) -> dict[int, Dispute]:
    rows = Dispute.objects.active().filter(match__stage__tournament=tournament)
    return {dispute.match_id: dispute for dispute in rows}


def _soonest(lines: Iterable[DayLine]) -> list[DayLine]:
    return sorted(lines, key=lambda line: (line.expected_at is None, line.expected_at or 0))


def _station_line(station: Station, agenda: Agenda, lines: dict[int, DayLine]) -> StationLine:
    there = [
        entry
        for entry in agenda.entries.values()
        if entry.station == station.pk and not entry.is_over
    ]
    current = next((entry for entry in there if entry.begun_at), None)
    queue = [lines[entry.match.pk] for entry in there if entry is not current]
    return StationLine(
        station=station,
        current=lines[current.match.pk] if current else None,
        queue=tuple(_soonest(queue)),
    )


def _rounds(agenda: Agenda) -> Iterable[RoundChoice]:
    """The rounds in which something can be called or started, in playing order."""
    names: dict[int, str] = {}
    numbers: dict[int, int] = {}
    for entry in agenda.entries.values():
        if entry.match.status == Status.READY:
            key = entry.match.round_id
            names.setdefault(key, f"{entry.match.stage.name}, {round_of(entry.match)}")
            numbers[key] = numbers.get(key, 0) + 1
    return [RoundChoice(key, names[key], numbers[key]) for key in names]
