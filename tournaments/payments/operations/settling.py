"""What becomes of the money when a registration ends."""

from django.db import transaction
from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.payments.models import Payment
from tournaments.payments.operations.locking import locked_payment
from tournaments.payments.rules import is_refunded
from tournaments.registration import operations as registrations
from tournaments.registration.models import Registration

Status = Payment.Status


@transaction.atomic
def leave(registration: Registration, *, by: User) -> Registration:
    """Withdraw the registration, and settle its money by the policy of the tournament."""
    lock(registration.tournament)
    was_open = not Registration.objects.get(pk=registration.pk).is_terminal
    registration = registrations.withdraw(registration, by=by)
    if was_open:
        settle_withdrawn(registration, by=by)
    return registration


@transaction.atomic
def settle_withdrawn(registration: Registration, *, by: User) -> None:
    """Settle by the policy the money of a registration that was withdrawn this moment.

    The caller holds the lock of the tournament.
    """
    if payment := _payment_of(registration):
        settle(payment, by=by, refunded=is_refunded(payment.tournament, timezone.now()))


@transaction.atomic
def turn_away(registration: Registration, *, by: User, reason: str) -> Registration:
    """Reject the registration, by the organizer, who owes back whatever was verified."""
    lock(registration.tournament)
    registration = registrations.reject(registration, by=by, reason=reason)
    if payment := _payment_of(registration):
        settle(payment, by=by)
    return registration


def settle(payment: Payment, *, by: User | None, refunded: bool = True) -> None:
    """Move the locked payment of an ended registration to where it belongs.

    Unpaid money is no longer owed; paid money is owed back, or kept by the policy. A proof
    that waits stays with the verifier: only when it is decided is it known which of the two
    it is.
    """
    if payment.status in Payment.ACCEPTS_A_PROOF:
        _move(payment, Status.CANCELLED, by=by)
    elif payment.status == Status.VERIFIED and refunded:
        give_back(payment, by=by)
    elif payment.status == Status.VERIFIED:
        after = {"amount": payment.amount, "policy": payment.tournament.refund_policy}
        happened("payment.kept", payment, actor=by, after=after)


def give_back(payment: Payment, *, by: User | None) -> None:
    """Owe the verified money back."""
    _move(payment, Status.REFUND_DUE, by=by)


def _move(payment: Payment, status: Payment.Status, *, by: User | None) -> None:
    before = payment.status
    payment.move_to(status)
    happened(
        f"payment.{status.value}",
        payment,
        actor=by,
        before={"status": before},
        after={"status": status.value},
    )


def _payment_of(registration: Registration) -> Payment | None:
    pk = Payment.objects.filter(registration=registration).values_list("pk", flat=True).first()
    return locked_payment(pk, registration.tournament) if pk else None


@transaction.atomic
def settle_cancelled(tournament: Tournament, *, by: User | None, reason: str) -> None:
    """Cancel all open registrations of a cancelled tournament, and settle everybody's money.

    The caller holds the lock. What was verified is owed back, also to those whose registration
    ended before without a refund, since nobody gets what they paid for. What nobody paid is no
    longer owed, and a proof that waits stays with the verifier. The number of queries does not
    depend on how many there are.
    """
    registrations.cancel_all(tournament, by=by, reason=reason)
    payments = Payment.objects.filter(registration__tournament=tournament)
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
        Payment.objects.filter(pk__in=ids).update(status=Status.EXPIRED)
        happened("payment.all_expired", tournament, after={"payments": ids})
