from datetime import datetime

from deltacrown.accounts.models import User
from tournaments.core.operations import happened
from tournaments.registration.deadlines import deadline
from tournaments.registration.models import Registration
from tournaments.registration.operations.waiting import fill_places
from tournaments.registration.rules import check_may_become

Status = Registration.Status


def become(
    registration: Registration,
    status: Registration.Status,
    *,
    by: User | None,
    reason: str = "",
    expires_at: datetime | None = None,
) -> Registration:
    """Move a locked registration and log it. A place that becomes free is offered at once.

    Again: nothing more. ``expires_at`` is for a deadline other than the tournament's own.
    """
    if registration.status == status:
        return registration
    check_may_become(registration, status)
    before, held = registration.status, registration.holds_a_place
    tournament = registration.tournament
    registration.reason = reason
    registration.move_to(status, expires_at=expires_at or deadline(tournament, status))
    after = {"status": status.value}
    if registration.expires_at:
        after["expires_at"] = registration.expires_at
    happened(
        f"registration.{status.value}",
        registration,
        actor=by,
        before={"status": before},
        after=after,
        reason=reason,
    )
    if held and not registration.holds_a_place:
        fill_places(tournament)
    return registration
