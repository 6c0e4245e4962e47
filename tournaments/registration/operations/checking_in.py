from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.core.models import Tournament
from tournaments.core.operations import LISTED, happened, lock
from tournaments.registration.models import Registration
from tournaments.registration.operations.leaving import end
from tournaments.registration.operations.locking import locked
from tournaments.registration.rules.check_in import (
    check_can_check_in,
    check_can_extend,
    check_can_force,
)
from tournaments.registration.rules.moves import check_reason

Status = Registration.Status


@transaction.atomic
def check_in(registration: Registration, *, by: User) -> Registration:
    """Note that the registration is there, inside the check-in window. Again: nothing more."""
    registration = locked(registration)
    if registration.checked_in_at and not registration.is_terminal:
        return registration
    check_can_check_in(registration, by=by)
    return _is_there(registration, by=by)


@transaction.atomic
def force_check_in(registration: Registration, *, by: User, reason: str) -> Registration:
    """Note that it is there, by an official, inside the window or outside it, and why."""
    registration = locked(registration)
    if registration.checked_in_at and not registration.is_terminal:
        return registration
    check_can_force(registration, by=by)
    return _is_there(registration, by=by, reason=check_reason(reason))


@transaction.atomic
def close_check_in(tournament: Tournament) -> None:
    """Let those who did not check in lose their places, once check-in is over.

    One event names them all, and the waitlist moves up. Who is confirmed from now on counts as
    there. Again, or too early: nothing happens.
    """
    tournament = lock(tournament)
    now = timezone.now()
    is_due = tournament.check_in_is_over_at(now) and not tournament.check_in_closed_at
    if not is_due or tournament.status != Tournament.Status.PUBLISHED:
        return
    tournament.check_in_closed_at = now
    tournament.save(update_fields=["check_in_closed_at"])
    end(tournament, _missing(tournament), Status.NO_SHOW)


@transaction.atomic
def extend_check_in(tournament: Tournament, *, minutes: int, by: User) -> Tournament:
    """Let check-in end later: so many minutes after its end, or from now when it is over.

    Those who are not checked in are told. Who has lost the place stays out until readmitted.
    """
    tournament = lock(tournament)
    check_can_extend(tournament, minutes, by=by)
    before = tournament.last_check_in_at
    tournament.check_in_extended_to = max(before, timezone.now()) + timedelta(minutes=minutes)
    tournament.check_in_closed_at = None
    tournament.save(update_fields=["check_in_extended_to", "check_in_closed_at"])
    happened(
        "tournament.check_in_extended",
        tournament,
        actor=by,
        before={"to": before},
        after={
            "to": tournament.check_in_extended_to,
            "minutes": minutes,
            "registrations": _missing(tournament),
        },
        changes=LISTED,
    )
    return tournament


def _is_there(registration: Registration, *, by: User, reason: str = "") -> Registration:
    registration.checked_in_at, registration.checked_in_by = timezone.now(), by
    registration.save(update_fields=["checked_in_at", "checked_in_by"])
    happened(
        "registration.checked_in",
        registration,
        actor=by,
        after={"checked_in_at": registration.checked_in_at},
        reason=reason,
    )
    return registration


def _missing(tournament: Tournament) -> list[int]:
    """Who is confirmed and not checked in, in order of number."""
    missing = tournament.registrations.confirmed().filter(checked_in_at=None)
    return list(missing.order_by("number").values_list("pk", flat=True))
