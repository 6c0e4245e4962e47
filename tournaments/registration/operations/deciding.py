from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.core.operations import happened
from tournaments.core.roles import check_runs
from tournaments.registration.models import Registration
from tournaments.registration.operations.locking import locked
from tournaments.registration.rules import check_before_draw, check_may_become, check_reason


@transaction.atomic
def confirm(registration: Registration, *, by: User | None = None) -> Registration:
    """Give the registration its place for good. Again: nothing more happens."""
    return _become(registration, Registration.Status.CONFIRMED, by=by)


@transaction.atomic
def await_verification(registration: Registration, *, by: User | None = None) -> Registration:
    """Note that a proof of its payment waits for a decision."""
    return _become(registration, Registration.Status.AWAITING_VERIFICATION, by=by)


@transaction.atomic
def await_payment(registration: Registration, *, by: User | None = None) -> Registration:
    """Note that its payment is owed, again."""
    return _become(registration, Registration.Status.AWAITING_PAYMENT, by=by)


@transaction.atomic
def reject(registration: Registration, *, by: User, reason: str) -> Registration:
    """Turn the registration down, before the draw, with a reason that its players read."""
    reason = check_reason(reason)
    check_runs(by, registration.tournament)
    check_before_draw(registration.tournament)
    return _become(registration, Registration.Status.REJECTED, by=by, reason=reason)


def _become(
    registration: Registration,
    status: Registration.Status,
    *,
    by: User | None,
    reason: str = "",
) -> Registration:
    registration = locked(registration)
    if registration.status == status:
        return registration
    check_may_become(registration, status)
    before = registration.status
    registration.reason = reason
    registration.move_to(status)
    happened(
        f"registration.{status.value}",
        registration,
        actor=by,
        before={"status": before},
        after={"status": status.value},
        reason=reason,
    )
    return registration
