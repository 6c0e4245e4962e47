"""Cups with times and stations, for the tests of the schedule."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import drawn_cup, match_of, organizer_of
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.matches import operations
from tournaments.matches.models import Fixture, Station


def tomorrow(minutes: int = 0):
    """Tomorrow, on the full hour, and so many minutes later."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    return hour + timedelta(days=1, minutes=minutes)


def cup_of(entrants: int = 4, **settings) -> Tournament:
    """A knockout whose matches take half an hour each, with five minutes between them."""
    return drawn_cup(entrants, **{"minutes_per_game": 30, "buffer_minutes": 5, **settings})


def stations_of(cup: Tournament, *names: str) -> list[Station]:
    by = organizer_of(cup)
    return [operations.add_station(cup, name=name, by=by) for name in names]


def set_time(match: Match, starts_at, station: Station | None = None, *, by=None) -> Fixture:
    by = by or organizer_of(match.tournament)
    return operations.schedule_match(match, starts_at=starts_at, station=station, by=by)


def player(cup: Tournament, name: str):
    """Who plays for the entrant of this name."""
    return cup.entrants.get(name=name).registration.registered_by


def called(cup: Tournament) -> dict[str, str]:
    """The station to which each match was called, by code."""
    fixtures = Fixture.objects.filter(match__stage__tournament=cup, called_at__isnull=False)
    return dict(fixtures.order_by("match__number").values_list("match__code", "station__name"))


def first(cup: Tournament) -> Match:
    return match_of(cup, "W1-1")
