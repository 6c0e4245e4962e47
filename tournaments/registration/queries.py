"""Reads for the screens and the mails of registrations."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, Q, QuerySet, When

from deltacrown.accounts.models import User
from deltacrown.teams.models import Membership, Team
from tournaments.core.models import Tournament
from tournaments.registration.models import Entrant, Registration, RosterEntry

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


@dataclass(frozen=True, slots=True)
class Places:
    """How many hold a place of a tournament, wait for one, and are guest teams."""

    capacity: int
    held: int
    waiting: int
    guests: int

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.held)

    @property
    def are_full(self) -> bool:
        """Whether somebody who comes now has to wait: nobody passes those who wait already."""
        return self.free == 0 or self.waiting > 0


def places_of(tournament: Tournament) -> Places:
    """The places of ``tournament``, counted at once."""
    counts = tournament.registrations.open().aggregate(
        held=Count("pk", filter=Q(status__in=Registration.HOLDS_A_PLACE)),
        waiting=Count("pk", filter=Q(status=Status.WAITLISTED)),
        guests=Count("pk", filter=Q(is_guest=True)),
    )
    return Places(tournament.capacity, **counts)


def waitlist_position(registration: Registration) -> int | None:
    """Its place in the line, from 1 on; None unless it waits."""
    if registration.status != Status.WAITLISTED:
        return None
    waiting = Registration.objects.waiting().filter(tournament=registration.tournament_id)
    return waiting.filter(number__lt=registration.number).count() + 1


def withdrawn_at(registration: Registration) -> datetime | None:
    """When its people took it back; None when they did not."""
    if registration.status != Status.WITHDRAWN:
        return None
    events = registration.tournament.events.filter(kind="registration.withdrawn")
    return events.filter(subject_id=registration.pk).values_list("at", flat=True).last()


def readmission_of(registration: Registration) -> Registration | None:
    """The registration with which a no-show was let in again; what it had paid went there."""
    events = registration.tournament.events.filter(kind="registration.readmitted")
    event = events.filter(after__earlier=registration.reference).first()
    return event.subject if event else None


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
    return User.objects.filter(
        Q(pk__in=RosterEntry.objects.filter(registration__in=registrations).values("user"))
        | Q(pk__in=Registration.objects.filter(pk__in=registrations).values("registered_by"))
    ).order_by("pk")


def registrations_of(user: User) -> QuerySet[Registration]:
    """What ``user`` entered or plays in, ready for a list: first what waits for somebody, last
    what is over, the newest of each first.
    """
    urgency = Case(
        When(status__in=Registration.ENDS_BY_ITSELF, then=0),
        When(status=Status.WAITLISTED, then=1),
        When(status__in=Registration.TERMINAL, then=3),
        default=2,
    )
    rows = Registration.objects.made_by(user).select_related("tournament__game")
    return rows.annotate(urgency=urgency).order_by("urgency", "-pk")


def readable_by(user: User) -> QuerySet[Registration]:
    """The registrations that ``user`` has a part in, or leads the team of, for their own page."""
    made = Registration.objects.made_by(user)
    teams = Membership.objects.filter(user=user.pk, role__in=Membership.LEADS).values("team")
    return Registration.objects.filter(
        Q(pk__in=made.values("pk")) | Q(team__in=teams)
    ).select_related("tournament__game", "tournament__page", "team", "user")


def teams_not_entered(tournament: Tournament, user: User) -> QuerySet[Team]:
    """The teams that ``user`` leads and that are not in the tournament yet."""
    leads = Membership.objects.filter(user=user, role__in=Membership.LEADS)
    return (
        Team.objects.filter(pk__in=leads.values("team"))
        .exclude(pk__in=tournament.registrations.open().filter(team__isnull=False).values("team"))
        .annotate(size=Count("memberships"))
        .order_by("name")
    )


def open_registration_of(tournament: Tournament, user: User) -> Registration | None:
    """The registration with which ``user`` is in the tournament at this moment, if any."""
    return tournament.registrations.open().made_by(user).order_by("-pk").first()
