"""The queue: the next match that can be played, to the next station that is free."""

from datetime import datetime

from django.db import transaction

from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock, together
from tournaments.matches.agenda import Agenda, Entry, agenda_of
from tournaments.matches.models import Fixture, Station
from tournaments.matches.operations.fixtures import fixture_of, mark_called


@transaction.atomic
def fill_stations(tournament: Tournament) -> int:
    """Call the next match to each open station that is free; how many.

    First those whose set time has come, then by stage, round and number. A match waits while a
    side of it plays or rests, and while it would run into a break or into a time that is set for
    its sides or the station. Without stations there is no queue. Twice at once is once.
    """
    if not tournament.stations.filter(is_open=True).exists():
        return 0
    tournament = lock(tournament)
    if tournament.status != Tournament.Status.LIVE:
        return 0
    agenda = agenda_of(tournament)
    taken = {entry.station for entry in agenda.entries.values() if entry.is_in_play}
    free = [station for station in agenda.open_stations if station.pk not in taken]
    if not free:
        return 0
    with together():
        return sum(_fill(agenda, station) for station in free)


def _fill(agenda: Agenda, station: Station) -> bool:
    for entry in _waiting(agenda):
        if entry.station in (None, station.pk) and _is_clear(agenda, entry, station):
            _send(agenda, entry, station)
            return True
    return False


def _waiting(agenda: Agenda) -> list[Entry]:
    """Matches that could be called, in the order in which they are."""
    ready = [
        entry
        for entry in agenda.entries.values()
        if entry.match.status == Match.Status.READY
        and entry.begun_at is None
        and (entry.starts_at is None or entry.starts_at <= agenda.now)
    ]
    # A stable sort: what has no time stays in playing order, behind what has one.
    return sorted(ready, key=lambda entry: (entry.starts_at is None, entry.starts_at or agenda.now))


def _is_clear(agenda: Agenda, entry: Entry, station: Station) -> bool:
    now = agenda.now
    if agenda.begins_clear_of_breaks(now, entry.length) != now:
        return False
    if any(rested > now for side, rested in agenda.free_from().items() if side in entry.sides):
        return False
    leaves = now + entry.length + agenda.buffer
    for other in agenda.others(entry.match.pk):
        if other.is_over or not (other.sides & entry.sides or other.station == station.pk):
            continue
        if other.is_in_play and other.sides & entry.sides:
            return False
        if other.begun_at is None and _is_set_before(other, leaves, now):
            return False
    return True


def _is_set_before(other: Entry, leaves: datetime, now: datetime) -> bool:
    """Whether ``other`` has a time to come that is kept free for it."""
    return other.starts_at is not None and now < other.starts_at < leaves


def _send(agenda: Agenda, entry: Entry, station: Station) -> None:
    match = entry.match
    match.stage.tournament = agenda.tournament
    fixture = fixture_of(match)
    if fixture.station_id != station.pk:
        fixture.station = station
        fixture.sequence += 1
        fixture.save(update_fields=["station", "sequence", "changed_at"])
    _call(fixture, match, agenda.now)
    agenda.place(match.pk, entry.starts_at, station.pk)
    entry.fixture = fixture


def _call(fixture: Fixture, match: Match, moment: datetime) -> None:
    mark_called(fixture, moment)
    happened("match.called", match, after={"station": fixture.station.name})
