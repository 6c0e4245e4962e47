"""Who may do what in a tournament."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.core.capabilities import ALL, CAPABILITIES, Capability, StaffRole
from tournaments.core.models import Organizer, StaffMember, Tournament


@dataclass(frozen=True, slots=True)
class Official:
    """What somebody is in a tournament: its organizer (no role), or staff in a role."""

    role: StaffRole | None = None

    @property
    def is_organizer(self) -> bool:
        return self.role is None

    @property
    def capabilities(self) -> frozenset[Capability]:
        return CAPABILITIES[self.role] if self.role else ALL

    def may(self, *capabilities: Capability) -> bool:
        """Whether one of ``capabilities`` is among those of this place."""
        return not self.capabilities.isdisjoint(capabilities)


def acts_for(user, organizer: Organizer) -> bool:
    """Whether ``user`` acts for ``organizer``. Superusers act for all."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    return organizer.group.user_set.filter(pk=user.pk).exists()


def runs(user, tournament: Tournament) -> bool:
    """Whether ``user`` acts for the organizer of ``tournament``."""
    return acts_for(user, tournament.organizer)


def role_of(user, tournament: Tournament) -> StaffRole | None:
    """The role in which ``user`` accepted to help with the tournament."""
    if not user.is_authenticated or not user.is_active:
        return None
    places = StaffMember.objects.in_office().filter(tournament=tournament, user=user.pk)
    role = places.values_list("role", flat=True).first()
    return StaffRole(role) if role else None


def official_of(user, tournament: Tournament) -> Official | None:
    """The place of ``user`` in the tournament; None for those who have none."""
    if runs(user, tournament):
        return Official()
    role = role_of(user, tournament)
    return Official(role) if role else None


def capabilities_of(user, tournament: Tournament) -> frozenset[Capability]:
    """All that ``user`` may do there: everything for its organizer, else by role."""
    official = official_of(user, tournament)
    return official.capabilities if official else frozenset()


def may(user, tournament: Tournament, *capabilities: Capability) -> bool:
    """Whether ``user`` has one of the ``capabilities`` there."""
    return not capabilities_of(user, tournament).isdisjoint(capabilities)


def is_official(user, tournament: Tournament) -> bool:
    """Whether ``user`` sees the control room: its organizer, or staff in any role."""
    return official_of(user, tournament) is not None


def check_may(user, tournament: Tournament, *capabilities: Capability) -> None:
    if not may(user, tournament, *capabilities):
        raise Refused(
            _("Only the organizer of this tournament and its staff may do this."),
            code="not_organizer",
        )


def check_acts_for(user, organizer: Organizer) -> None:
    if not acts_for(user, organizer):
        raise Refused(_("Only the organizer of this tournament may do this."), code="not_organizer")
