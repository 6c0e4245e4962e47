"""Teams with rosters, and what may happen to them, for the tests beside this file."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import RegistrationFactory, TeamFactory, TournamentFactory, UserFactory
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation
from tournaments.registration.models import Registration, RosterEntry

HOUR = timedelta(hours=1)


def team_cup(**settings) -> Tournament:
    wanted = {"participation": Participation.TEAM, "roster_min": 2, "roster_max": 3} | settings
    return TournamentFactory(**wanted)


def locked_cup(**settings) -> Tournament:
    """A cup whose rosters locked an hour ago."""
    return team_cup(roster_locks_at=timezone.now() - HOUR, **settings)


def team_in(cup: Tournament, *, size: int = 4, starts: int = 2, **kwargs) -> Registration:
    """A team of ``size`` of which the first few start and nobody else is on the roster."""
    team = TeamFactory(size=size)
    captain, *_others = people = list(team.members.order_by("pk"))
    registration = RegistrationFactory(tournament=cup, team=team, registered_by=captain, **kwargs)
    registration.roster.exclude(user__in=people[:starts]).delete()
    return registration


def people_of(registration: Registration) -> list:
    return list(registration.team.members.order_by("pk"))


def roster_of(registration: Registration) -> list[tuple]:
    rows = registration.roster.order_by("user")
    return list(rows.values_list("user", "role", "player_id", "live"))


def guests_in(cup: Tournament, *names: str, **kwargs) -> Registration:
    """A guest team; the place of each has the link “<name>-<key of the registration>”."""
    registration = RegistrationFactory(
        tournament=cup, is_guest=True, registered_by=UserFactory(), **kwargs
    )
    registration.roster.all().delete()
    for number, name in enumerate(names, start=1):
        RosterEntry.objects.create(
            registration=registration,
            tournament=cup,
            name=name,
            player_id=f"guest{number}",
            claim_token=f"{name}-{registration.pk}",
            live=not registration.is_terminal,
        )
    return registration
