from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.core.operations import happened, together
from tournaments.registration.deadlines import deadline
from tournaments.registration.guests import GuestTeam
from tournaments.registration.models import Registration
from tournaments.registration.operations.changing import change_answers, change_roster
from tournaments.registration.operations.locking import locked
from tournaments.registration.rules.reviewing import (
    check_can_approve,
    check_can_request_changes,
    check_can_resubmit,
    check_remarks,
)

Status = Registration.Status
TIME_TO_CHANGE = timedelta(hours=72)


@transaction.atomic
def approve(registration: Registration, *, by: User, fee_due: bool) -> Registration:
    """Let the registration in: it is to be paid when ``fee_due``, else its place is certain.

    Again: nothing more happens.
    """
    registration = locked(registration)
    status = Status.AWAITING_PAYMENT if fee_due else Status.CONFIRMED
    if registration.status == status:
        return registration
    check_can_approve(registration, by=by)
    with together():
        until = deadline(registration.tournament, status)
        _move(registration, status, "registration.approved", by=by, expires_at=until)
        if status == Status.CONFIRMED:
            happened(
                "registration.confirmed",
                registration,
                actor=by,
                before={"status": Status.NEEDS_REVIEW},
                after={"status": status},
            )
    return registration


@transaction.atomic
def request_changes(
    registration: Registration, *, by: User, remarks: Mapping[str, str], reason: str = ""
) -> Registration:
    """Ask for changes, by the keys of fields and in general; three days are given for them."""
    registration = locked(registration)
    check_can_request_changes(registration, by=by)
    said, reason = check_remarks(registration.tournament, remarks, reason)
    registration.remarks = said
    registration.save(update_fields=["remarks"])
    _move(
        registration,
        Status.CHANGES_REQUESTED,
        "registration.changes_requested",
        by=by,
        expires_at=timezone.now() + TIME_TO_CHANGE,
        reason=reason,
        remarks=said,
    )
    return registration


@transaction.atomic
def resubmit(
    registration: Registration,
    *,
    by: User,
    answers: Mapping[str, Any] | None = None,
    member_answers: Mapping[int, Mapping[str, Any]] | None = None,
    players: Iterable[User] | None = None,
    substitutes: Iterable[User] = (),
    coaches: Iterable[User] = (),
    guests: GuestTeam | None = None,
) -> Registration:
    """Send what was asked for; it is reviewed again.

    ``players`` with substitutes and coaches, or ``guests``, are the whole roster anew; without
    them it stays. Answers that are not given stay. All is checked as when registering.
    """
    registration = locked(registration)
    check_can_resubmit(registration, by=by)
    if guests or players is not None:
        change_roster(
            registration,
            by=by,
            players=players or (),
            substitutes=substitutes,
            coaches=coaches,
            guests=guests,
        )
    change_answers(registration, answers, member_answers)
    registration.remarks = {}
    registration.save(update_fields=["remarks"])
    _move(registration, Status.NEEDS_REVIEW, "registration.resubmitted", by=by)
    return registration


def _move(
    registration: Registration,
    status: Registration.Status,
    kind: str,
    *,
    by: User,
    expires_at: datetime | None = None,
    reason: str = "",
    **after: Any,
) -> None:
    before = registration.status
    registration.reason = reason
    registration.move_to(status, expires_at=expires_at)
    happened(
        kind,
        registration,
        actor=by,
        before={"status": before},
        after={"status": status.value, "expires_at": expires_at, **after},
        reason=reason,
    )
