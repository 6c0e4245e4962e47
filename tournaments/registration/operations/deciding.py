from datetime import datetime

from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.core.capabilities import Capability
from tournaments.core.roles import check_may
from tournaments.registration.models import Registration
from tournaments.registration.operations.locking import locked
from tournaments.registration.operations.moving import become
from tournaments.registration.rules import check_before_draw, check_reason


@transaction.atomic
def confirm(registration: Registration, *, by: User | None = None) -> Registration:
    """Give the registration its place for good. Again: nothing more happens."""
    return become(locked(registration), Registration.Status.CONFIRMED, by=by)


@transaction.atomic
def await_verification(registration: Registration, *, by: User | None = None) -> Registration:
    """Note that a proof of its payment waits for a decision. No deadline runs meanwhile."""
    return become(locked(registration), Registration.Status.AWAITING_VERIFICATION, by=by)


@transaction.atomic
def await_payment(
    registration: Registration, *, by: User | None = None, expires_at: datetime | None = None
) -> Registration:
    """Note that its payment is owed, again, until ``expires_at`` or with the whole time to pay."""
    status = Registration.Status.AWAITING_PAYMENT
    return become(locked(registration), status, by=by, expires_at=expires_at)


@transaction.atomic
def reject(registration: Registration, *, by: User, reason: str) -> Registration:
    """Turn the registration down, before the draw, with a reason that its players read."""
    reason = check_reason(reason)
    registration = locked(registration)
    check_may(by, registration.tournament, Capability.MANAGE_REGISTRATIONS)
    check_before_draw(registration.tournament)
    return become(registration, Registration.Status.REJECTED, by=by, reason=reason)
