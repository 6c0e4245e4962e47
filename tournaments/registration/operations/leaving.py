from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.core.models import Tournament
from tournaments.core.operations import happened
from tournaments.registration.models import Registration, RosterEntry
from tournaments.registration.operations.locking import locked
from tournaments.registration.operations.moving import become
from tournaments.registration.operations.waiting import fill_places
from tournaments.registration.rules import check_can_withdraw


@transaction.atomic
def withdraw(registration: Registration, *, by: User) -> Registration:
    """Take the registration back, before the draw; its place and its players are free again.

    This is also how one leaves the waitlist, and declines an offer.
    """
    registration = locked(registration)
    if registration.status == Registration.Status.WITHDRAWN:
        return registration
    check_can_withdraw(registration, by=by)
    return become(registration, Registration.Status.WITHDRAWN, by=by)


@transaction.atomic
def cancel_all(tournament: Tournament, *, by: User | None, reason: str) -> list[int]:
    """Cancel every open registration of a cancelled tournament; its keys, in order of number.

    The caller holds the lock. One event names them all.
    """
    ids = list(tournament.registrations.open().order_by("number").values_list("pk", flat=True))
    close_all(tournament, ids, Registration.Status.CANCELLED, by=by, reason=reason)
    return ids


@transaction.atomic
def end(
    tournament: Tournament,
    ids: list[int],
    status: Registration.Status,
    *,
    by: User | None = None,
    reason: str = "",
) -> list[Registration]:
    """End many registrations before the draw; their places are offered to those who wait.

    The caller holds the lock. Returns those who have an offer now.
    """
    close_all(tournament, ids, status, by=by, reason=reason)
    return fill_places(tournament)


def close_all(
    tournament: Tournament,
    ids: list[int],
    status: Registration.Status,
    *,
    by: User | None = None,
    reason: str = "",
) -> None:
    """End many registrations in a fixed number of queries, with one event that names them."""
    if not ids:
        return
    Registration.objects.filter(pk__in=ids).update(status=status, reason=reason, expires_at=None)
    RosterEntry.objects.filter(registration__in=ids).update(live=False)
    happened(
        f"registration.all_{status.value}",
        tournament,
        actor=by,
        after={"registrations": ids},
        reason=reason,
    )
