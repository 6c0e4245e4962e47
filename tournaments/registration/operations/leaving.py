from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.core.models import Tournament
from tournaments.core.operations import happened
from tournaments.registration.models import Registration, RosterEntry
from tournaments.registration.operations.locking import locked
from tournaments.registration.rules import check_can_withdraw


@transaction.atomic
def withdraw(registration: Registration, *, by: User) -> Registration:
    """Take the registration back, before the draw; its place and its players are free again."""
    registration = locked(registration)
    if registration.status == Registration.Status.WITHDRAWN:
        return registration
    check_can_withdraw(registration, by=by)
    before = registration.status
    registration.move_to(Registration.Status.WITHDRAWN)
    happened(
        "registration.withdrawn",
        registration,
        actor=by,
        before={"status": before},
        after={"status": registration.status},
    )
    return registration


@transaction.atomic
def cancel_all(tournament: Tournament, *, by: User | None, reason: str) -> list[int]:
    """Cancel every open registration of a cancelled tournament; its keys, in order of number.

    The caller holds the lock. One event names them all.
    """
    ids = list(tournament.registrations.open().order_by("number").values_list("pk", flat=True))
    close_all(tournament, ids, Registration.Status.CANCELLED, by=by, reason=reason)
    return ids


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
    Registration.objects.filter(pk__in=ids).update(status=status, reason=reason)
    RosterEntry.objects.filter(registration__in=ids).update(live=False)
    happened(
        f"registration.all_{status.value}",
        tournament,
        actor=by,
        after={"registrations": ids},
        reason=reason,
    )
