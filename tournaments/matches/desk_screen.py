"""Where the schedule is made: stations, breaks, and each round with its matches."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.forms import Form

from tournaments.brackets.models import Match, Round
from tournaments.core.models import Tournament
from tournaments.core.roles import Official
from tournaments.matches.agenda import Agenda, Entry, agenda_of
from tournaments.matches.estimates import Expected
from tournaments.matches.models import Break, Station
from tournaments.matches.places import place_of, round_of
from tournaments.matches.schedule_forms import BreakForm, RoundForm, StationForm
from tournaments.matches.schedule_rules import ASSIGNS, BUILDS
from tournaments.matches.schedule_screen import late_by, minutes_late
from tournaments.matches.sheet import BADGES


@dataclass(frozen=True, slots=True)
class DeskMatch:
    entry: Entry
    place: str
    badge: str
    expected: Expected | None
    late: int
    can_move: bool


@dataclass(frozen=True, slots=True)
class DeskRound:
    round: Round
    name: str
    matches: tuple[DeskMatch, ...]
    form: Form | None  # None: nothing of it can be moved any more


@dataclass(frozen=True, slots=True)
class DeskStation:
    station: Station
    now: Entry | None
    form: Form | None


@dataclass(frozen=True, slots=True)
class Desk:
    stations: tuple[DeskStation, ...]
    breaks: tuple[Break, ...]
    rounds: tuple[DeskRound, ...]
    late: int
    station_form: Form | None
    break_form: Form | None


def schedule_desk(
    tournament: Tournament,
    *,
    official: Official,
    station_form: Form | None = None,
    break_form: Form | None = None,
    changed: Mapping[int, Form] | None = None,
    rounds: Mapping[int, Form] | None = None,
) -> Desk:
    """The desk, with forms as they were filled in where something was wrong with them."""
    agenda = agenda_of(tournament)
    builds, assigns = official.may(BUILDS), official.may(ASSIGNS)
    return Desk(
        stations=tuple(
            DeskStation(
                station,
                _now_at(agenda, station),
                (changed or {}).get(station.pk) or _form_of(station) if builds else None,
            )
            for station in agenda.stations.values()
        ),
        breaks=tuple(tournament.breaks.all()),
        rounds=tuple(_rounds(agenda, rounds or {}, assigns=assigns)),
        late=minutes_late(agenda),
        station_form=(station_form or StationForm()) if builds else None,
        break_form=(break_form or BreakForm()) if builds else None,
    )


def _now_at(agenda: Agenda, station: Station) -> Entry | None:
    entries = agenda.entries.values()
    return next((e for e in entries if e.is_in_play and e.station == station.pk), None)


def _form_of(station: Station) -> StationForm:
    initial = {
        "name": station.name,
        "stream_url": station.stream_url,
        "is_open": station.is_open,
    }
    return StationForm(initial=initial, prefix=f"station-{station.pk}")


def _rounds(agenda: Agenda, forms: Mapping[int, Form], *, assigns: bool):
    drawn = (e for e in agenda.entries.values() if e.match.status != Match.Status.VOID)
    by_round = groupby(drawn, key=lambda entry: entry.match.round_id)
    for key, entries in by_round:
        rows = tuple(_row(agenda, entry, assigns=assigns) for entry in entries)
        first = rows[0].entry.match
        can_move = any(row.can_move for row in rows)
        form = forms.get(key) or RoundForm(prefix=f"round-{key}")
        name = f"{first.stage.name}: {round_of(first)}"
        yield DeskRound(first.round, name, rows, form if can_move else None)


def _row(agenda: Agenda, entry: Entry, *, assigns: bool) -> DeskMatch:
    match = entry.match
    return DeskMatch(
        entry=entry,
        place=place_of(match),
        badge=BADGES[match.Status(match.status)],
        expected=agenda.expected.get(match.pk),
        late=late_by(entry, agenda),
        can_move=assigns and match.status in {match.Status.PENDING, match.Status.READY},
    )
