"""People who help with a tournament, as they stand once they have accepted."""

from django.utils import timezone

from deltacrown.accounts.models import User
from tests.factories.people import UserFactory
from tests.factories.play import organizer_of
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import StaffMember, Tournament


def staff_of(tournament: Tournament, role: StaffRole) -> User:
    """Somebody new who helps with the tournament in ``role``."""
    return StaffMember.objects.create(
        tournament=tournament,
        user=UserFactory(),
        role=role,
        invited_by=organizer_of(tournament),
        accepted_at=timezone.now(),
    ).user


def moderator_of(tournament: Tournament) -> User:
    """One who decides on registrations, and is not the organizer."""
    return staff_of(tournament, StaffRole.MODERATOR)
