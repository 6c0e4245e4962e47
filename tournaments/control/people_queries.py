"""Reads for the screens about people."""

from django.db.models import QuerySet
from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Ban, Organizer, StaffMember, Tournament
from tournaments.core.roles import Official
from tournaments.registration.models import Registration


def staff_of(tournament: Tournament) -> QuerySet[StaffMember]:
    """Who helps, and who is asked to."""
    return tournament.staff.standing().select_related("user", "invited_by")


def roles_given_by(official: Official) -> list[StaffRole]:
    """The roles that the official may give and take."""
    return [role for role in StaffRole if official.is_organizer or role != StaffRole.CO_ORGANIZER]


def places_of(user: User) -> QuerySet[StaffMember]:
    """Where ``user`` helps or is asked to, invitations first."""
    places = StaffMember.objects.standing().filter(user=user)
    return places.select_related("tournament", "invited_by").order_by("accepted_at", "-pk")


def bans_by(organizer: Organizer) -> dict[str, list[Ban]]:
    """The bans of an organizer, those in force with the registrations that still stand."""
    bans = list(organizer.bans.select_related("user", "made_by", "lifted_by"))
    now = timezone.now()
    in_force = [ban for ban in bans if ban.is_in_force(now)]
    registrations = (
        Registration.objects.open()
        .filter(tournament__organizer=organizer, roster__user__in=[ban.user_id for ban in in_force])
        .select_related("tournament")
        .prefetch_related("roster")
        .distinct()
    )
    standing: dict[int, list[Registration]] = {}
    for registration in registrations:
        for entry in registration.roster.all():
            standing.setdefault(entry.user_id, []).append(registration)
    for ban in in_force:
        ban.standing = standing.get(ban.user_id, [])
    return {"in_force": in_force, "over": [ban for ban in bans if ban not in in_force]}
