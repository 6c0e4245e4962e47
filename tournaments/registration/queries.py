"""Reads for the screens and the mails of registrations."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from deltacrown.accounts.models import User
from deltacrown.teams.models import Membership, Team
from tournaments.core.models import Tournament
from tournaments.registration.models import Entrant, Registration

Status = Registration.Status


@dataclass(slots=True)
class Field:
    """Who would take part if the first stage were drawn now, each list in order of number."""

    ready: list[Registration] = field(default_factory=list)
    absent: list[Registration] = field(default_factory=list)
    unsettled: list[Registration] = field(default_factory=list)
    entrants: list[Entrant] = field(default_factory=list)

    @property
    def proofs_waiting(self) -> int:
        """How many wait for a decision on their payment."""
        return sum(each.status == Status.AWAITING_VERIFICATION for each in self.unsettled)


def field_of(tournament: Tournament) -> Field:
    """Read who is confirmed and there, who did not check in, who is not confirmed, and, after
    the draw, the entrants by seed. One query.
    """
    rows = (
        tournament.registrations.filter(
            ~Q(status__in=Registration.TERMINAL) | Q(entrant__isnull=False)
        )
        .select_related("entrant", "user__profile")
        .order_by("number")
    )
    found = Field()
    for registration in rows:
        if hasattr(registration, "entrant"):
            found.entrants.append(registration.entrant)
        elif registration.status != Status.CONFIRMED:
            found.unsettled.append(registration)
        elif tournament.check_in_opens_at and registration.checked_in_at is None:
            found.absent.append(registration)
        else:
            found.ready.append(registration)
    found.entrants.sort(key=lambda entrant: entrant.seed)
    return found


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
