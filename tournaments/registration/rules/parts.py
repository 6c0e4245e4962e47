"""Who has a part in a registration."""

from deltacrown.accounts.models import User
from tournaments.registration.models import Registration


def speaks_for(registration: Registration, user: User) -> bool:
    """Whether ``user`` registered it, or leads its team."""
    return registration.registered_by_id == user.pk or _leads(registration, user)


def is_member(registration: Registration, user: User) -> bool:
    """Whether ``user`` registered it, or plays in it."""
    return (
        registration.registered_by_id == user.pk
        or registration.roster.filter(user=user.pk).exists()
    )


def _leads(registration: Registration, user: User) -> bool:
    return registration.team is not None and registration.team.is_led_by(user)
