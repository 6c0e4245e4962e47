"""Reads for the screens and the mails of registrations."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from deltacrown.accounts.models import User
from deltacrown.teams.models import Membership, Team
from tournaments.core.models import Tournament
from tournaments.registration.models import Registration


def people_of(registrations: Iterable[int]) -> QuerySet[User]:
    """Who plays in one of the ``registrations``, or made it; each person once."""
    registrations = list(registrations)
    return (
        User.objects.filter(
            Q(roster_entries__registration__in=registrations)
            | Q(pk__in=Registration.objects.filter(pk__in=registrations).values("registered_by"))
        )
        .distinct()
        .order_by("pk")
    )


def registrations_of(user: User) -> QuerySet[Registration]:
    """What ``user`` entered or plays in, newest first, ready for a list."""
    return Registration.objects.made_by(user).select_related("tournament__game").order_by("-pk")


def readable_by(user: User) -> QuerySet[Registration]:
    """The registrations that ``user`` has a part in, ready for their own page."""
    return Registration.objects.made_by(user).select_related(
        "tournament__game", "tournament__page", "team", "user"
    )


def teams_not_entered(tournament: Tournament, user: User) -> QuerySet[Team]:
    """The teams that ``user`` captains and that are not in the tournament yet."""
    captain = Membership.objects.filter(user=user, role=Membership.Role.CAPTAIN)
    return (
        Team.objects.filter(pk__in=captain.values("team"))
        .exclude(pk__in=tournament.registrations.open().filter(team__isnull=False).values("team"))
        .annotate(size=Count("memberships"))
        .order_by("name")
    )


def open_registration_of(tournament: Tournament, user: User) -> Registration | None:
    """The registration with which ``user`` is in the tournament at this moment, if any."""
    return tournament.registrations.open().made_by(user).order_by("-pk").first()
