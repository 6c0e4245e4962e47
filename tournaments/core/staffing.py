"""The people who help with one tournament: asked, and taken on when they accept."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.capabilities import CAPABILITIES, Capability, StaffRole
from tournaments.core.models import StaffMember, Tournament
from tournaments.core.operations import happened, lock
from tournaments.core.roles import check_may, runs

# Opens the admin to those who verify payments in some tournament, and nothing else in it.
TOURNAMENT_STAFF = "Tournament staff"


@transaction.atomic
def invite_staff(tournament: Tournament, *, user: User, role: StaffRole, by: User) -> StaffMember:
    """Ask ``user`` to help in ``role``; nothing is theirs to do before they accept."""
    tournament = lock(tournament)
    role = StaffRole(role)
    _check_may_appoint(tournament, role, by=by)
    if tournament.status in {Tournament.Status.CANCELLED, Tournament.Status.ARCHIVED}:
        raise Refused(_("This tournament is over and needs no staff."), code="over")
    if not user.is_active:
        raise Refused(_("This account is switched off."), code="inactive")
    if runs(user, tournament):
        raise Refused(
            _("%(user)s runs this tournament already.") % {"user": user.username}, code="organizer"
        )
    if tournament.staff.standing().filter(user=user).exists():
        raise Refused(
            _("%(user)s has a place or an invitation already.") % {"user": user.username},
            code="already_staff",
        )
    place = StaffMember.objects.create(tournament=tournament, user=user, role=role, invited_by=by)
    happened("staff.invited", place, actor=by, after={"role": role})
    return place


@transaction.atomic
def accept_staff(place: StaffMember, *, by: User) -> None:
    """Take the place one was asked to take. Again: nothing more."""
    place = _locked(place)
    _check_own(place, by=by)
    if place.ended_at:
        raise Refused(_("This invitation was taken back."), code="ended")
    if place.accepted_at:
        return
    place.accepted_at = timezone.now()
    place.save(update_fields=["accepted_at"])
    happened("staff.accepted", place, actor=by, after={"role": place.role})
    settle_admin_access(place.user)


@transaction.atomic
def leave_staff(place: StaffMember, *, by: User) -> None:
    """Decline the invitation, or give the place up. Again: nothing more."""
    place = _locked(place)
    _check_own(place, by=by)
    _end(place, "staff.left" if place.accepted_at else "staff.declined", by=by)


@transaction.atomic
def remove_staff(place: StaffMember, *, by: User) -> None:
    """Take a place or an invitation back. Again: nothing more."""
    place = _locked(place)
    _check_may_appoint(place.tournament, StaffRole(place.role), by=by)
    _end(place, "staff.removed", by=by)


@transaction.atomic
def change_role(place: StaffMember, *, role: StaffRole, by: User) -> None:
    """Give somebody another role; a place that was accepted stays so."""
    place = _locked(place)
    before, role = StaffRole(place.role), StaffRole(role)
    for each in (before, role):
        _check_may_appoint(place.tournament, each, by=by)
    if place.ended_at:
        raise Refused(_("This person does not help any more."), code="ended")
    if before == role:
        return
    place.role = role
    place.save(update_fields=["role"])
    happened("staff.role_changed", place, actor=by, before={"role": before}, after={"role": role})
    settle_admin_access(place.user)


def settle_admin_access(user: User) -> None:
    """Open the admin to who verifies payments in some tournament, and close it after the last.

    The row of the user is locked, so that two places that begin and end at once are both seen.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    group = tournament_staff()
    roles = [role for role, own in CAPABILITIES.items() if Capability.MANAGE_PAYMENTS in own]
    if StaffMember.objects.in_office().filter(user=user, role__in=roles).exists():
        group.user_set.add(user)
    else:
        group.user_set.remove(user)


def tournament_staff() -> Group:
    """The group, made where it is not there."""
    group, made = Group.objects.get_or_create(name=TOURNAMENT_STAFF)
    if made:
        group.permissions.set(
            Permission.objects.filter(
                codename="access_admin", content_type__app_label="wagtailadmin"
            )
        )
    return group


def _locked(place: StaffMember) -> StaffMember:
    """The place as it is now, behind the lock of its tournament."""
    tournament = lock(place.tournament)
    place = StaffMember.objects.select_for_update(no_key=True, of=("self",)).get(pk=place.pk)
    place.tournament = tournament
    return place


def _end(place: StaffMember, kind: str, *, by: User) -> None:
    if place.ended_at:
        return
    place.ended_at = timezone.now()
    place.save(update_fields=["ended_at"])
    happened(kind, place, actor=by, before={"role": place.role})
    settle_admin_access(place.user)


def _check_own(place: StaffMember, *, by: User) -> None:
    if place.user_id != by.pk:
        raise Refused(_("This invitation is for somebody else."), code="not_yours")


def _check_may_appoint(tournament: Tournament, role: StaffRole, *, by: User) -> None:
    """Co-organizers choose the staff, but not each other: that is the organizer's."""
    check_may(by, tournament, Capability.ASSIGN_STAFF)
    if role == StaffRole.CO_ORGANIZER and not runs(by, tournament):
        raise Refused(_("Only the organizer decides who is a co-organizer."), code="organizer_only")
