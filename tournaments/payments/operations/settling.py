"""What becomes of the money when a registration ends."""

from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.payments.models import Payment
from tournaments.payments.operations.locking import locked_payment
from tournaments.registration import operations as registrations
from tournaments.registration.models import Registration

# Unpaid money is no longer owed; paid money is owed back. A proof that waits stays with the
# verifier: only when it is decided is it known which of the two it is.
ENDS = {
    Payment.Status.DUE: Payment.Status.CANCELLED,
    Payment.Status.REJECTED: Payment.Status.CANCELLED,
    Payment.Status.VERIFIED: Payment.Status.REFUND_DUE,
}


@transaction.atomic
def leave(registration: Registration, *, by: User) -> Registration:
    """Withdraw the registration, and settle its money."""
    lock(registration.tournament)
    registration = registrations.withdraw(registration, by=by)
    _settle_of(registration, by=by)
    return registration


@transaction.atomic
def turn_away(registration: Registration, *, by: User, reason: str) -> Registration:
    """Reject the registration, by the organizer, and settle its money."""
    lock(registration.tournament)
    registration = registrations.reject(registration, by=by, reason=reason)
    _settle_of(registration, by=by)
    return registration


def settle(payment: Payment, *, by: User | None) -> None:
    """Move the locked payment of an ended registration to where it belongs."""
    before = payment.status
    if status := ENDS.get(Payment.Status(before)):
        payment.move_to(status)
        happened(
            f"payment.{status.value}",
            payment,
            actor=by,
            before={"status": before},
            after={"status": status.value},
        )


def _settle_of(registration: Registration, *, by: User) -> None:
    if pk := Payment.objects.filter(registration=registration).values_list("pk", flat=True).first():
        settle(locked_payment(pk, registration.tournament), by=by)


@transaction.atomic
def settle_cancelled(tournament: Tournament, *, by: User | None, reason: str) -> None:
    """Cancel all open registrations of a cancelled tournament, with their money.

    The caller holds the lock. What was verified is owed back, what nobody paid is no longer
    owed, and a proof that waits stays with the verifier, so that nobody who paid goes without
    a refund. The number of queries does not depend on how many there are.
    """
    ids = registrations.cancel_all(tournament, by=by, reason=reason)
    Status = Payment.Status
    payments = Payment.objects.filter(registration__in=ids)
    refunds = list(
        payments.filter(status=Status.VERIFIED).order_by("pk").values_list("pk", flat=True)
    )
    Payment.objects.filter(pk__in=refunds).update(status=Status.REFUND_DUE)
    payments.filter(status__in=Payment.ACCEPTS_A_PROOF).update(status=Status.CANCELLED)
    if refunds:
        after = {"payments": refunds}
        happened("payment.all_refund_due", tournament, actor=by, after=after, reason=reason)


def expire_unpaid(tournament: Tournament) -> None:
    """End the payments that nobody made before the draw, when places are lost.

    The caller holds the lock. A proof that waits stays with the verifier.
    """
    lost = Payment.objects.filter(
        registration__tournament=tournament,
        registration__status=Registration.Status.EXPIRED,
        status__in=Payment.ACCEPTS_A_PROOF,
    )
    ids = list(lost.order_by("pk").values_list("pk", flat=True))
    if ids:
        Payment.objects.filter(pk__in=ids).update(status=Payment.Status.EXPIRED)
        happened("payment.all_expired", tournament, after={"payments": ids})
