"""Stations and breaks: what stands before anybody plays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.matches.models import Break, Station
from tournaments.matches.schedule_rules import check_can_build, check_station_is_free


@transaction.atomic
def add_station(
    tournament: Tournament, *, name: str, by: User, stream_url: str = "", is_open: bool = True
) -> Station:
    """Add a station behind those that are there. Open, it takes the next match of the queue."""
    tournament = lock(tournament)
    check_can_build(tournament, by=by)
    _check_name(tournament, name)
    last = tournament.stations.order_by("number").values_list("number", flat=True).last()
    station = Station.objects.create(
        tournament=tournament,
        name=name,
        number=(last or 0) + 1,
        stream_url=stream_url,
        is_open=is_open,
    )
    happened("station.added", station, actor=by, after=_facts(station))
    return station


@transaction.atomic
def change_station(
    station: Station, *, by: User, name: str, stream_url: str, is_open: bool
) -> Station:
    """Give a station another name or stream, or open or close it.

    What is played there goes on; closed, it takes no further match of the queue. In the calendars
    of its matches the new name is a new version.
    """
    station = _locked(station)
    check_can_build(station.tournament, by=by)
    before = _facts(station)
    if name != station.name:
        _check_name(station.tournament, name)
        fixtures = station.fixtures.exclude(match__status__in=Match.TERMINAL)
        for fixture in fixtures.select_for_update(no_key=True):
            fixture.sequence += 1
            fixture.save(update_fields=["sequence", "changed_at"])
    station.name, station.stream_url, station.is_open = name, stream_url, is_open
    if _facts(station) == before:
        return station
    station.save(update_fields=["name", "stream_url", "is_open"])
    happened("station.changed", station, actor=by, before=before, after=_facts(station))
    return station


@transaction.atomic
def remove_station(station: Station, *, by: User) -> None:
    """Take a station away, unless a match is played there now.

    Matches that waited for it wait for any; what was played there is in the log.
    """
    station = _locked(station)
    tournament = station.tournament
    check_can_build(tournament, by=by)
    check_station_is_free(station)
    for fixture in station.fixtures.select_for_update(no_key=True, of=("self",)):
        fixture.station = None
        fixture.sequence += 1
        fixture.save(update_fields=["station", "sequence", "changed_at"])
    happened("station.removed", tournament, actor=by, before=_facts(station))
    station.delete()


@transaction.atomic
def add_break(
    tournament: Tournament, *, name: str, starts_at: datetime, ends_at: datetime, by: User
) -> Break:
    """Play nothing from ``starts_at`` until ``ends_at``.

    Times that are set already stay: whoever adds a break sees them and moves them.
    """
    tournament = lock(tournament)
    check_can_build(tournament, by=by)
    if ends_at <= starts_at:
        raise Refused(_("A break ends after it begins."), code="break_ends_first")
    added = Break.objects.create(
        tournament=tournament, name=name, starts_at=starts_at, ends_at=ends_at
    )
    happened("break.added", added, actor=by, after=_break_facts(added))
    return added


@transaction.atomic
def remove_break(pause: Break, *, by: User) -> None:
    """Play on. What was planned around the break stays where it is."""
    tournament = lock(pause.tournament)
    check_can_build(tournament, by=by)
    found = tournament.breaks.filter(pk=pause.pk).first()
    if found is None:
        return
    happened("break.removed", tournament, actor=by, before=_break_facts(found))
    found.delete()


def _locked(station: Station) -> Station:
    tournament = lock(station.tournament)
    found = tournament.stations.filter(pk=station.pk).first()
    if found is None:
        raise Refused(_("This station is no longer there."), code="gone")
    found.tournament = tournament
    return found


def _check_name(tournament: Tournament, name: str) -> None:
    if tournament.stations.filter(name=name).exists():
        raise Refused(
            _("There is a station “%(name)s” already.") % {"name": name}, code="same_name"
        )


def _facts(station: Station) -> dict:
    return {
        "name": station.name,
        "stream_url": station.stream_url,
        "is_open": station.is_open,
    }


def _break_facts(pause: Break) -> dict:
    return {"name": pause.name, "starts_at": pause.starts_at, "ends_at": pause.ends_at}
