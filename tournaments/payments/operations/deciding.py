from django.db import IntegrityError, transaction
from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.core.operations import happened
from tournaments.payments.models import Payment, PaymentProof
from tournaments.payments.operations.locking import locked_proof
from tournaments.payments.operations.settling import settle
from tournaments.payments.rules import (
    check_can_decide,
    check_transaction_is_new,
    check_waits,
    transaction_used,
)
from tournaments.registration import operations as registrations
from tournaments.registration.rules import check_reason


@transaction.atomic
def verify(proof: PaymentProof, *, by: User) -> PaymentProof:
    """Take the proof for true: the payment is verified and the registration confirmed.

    A registration that is over stays over; its money is then owed back.
    """
    proof = locked_proof(proof)
    check_can_decide(proof, by=by)
    check_waits(proof)
    check_transaction_is_new(proof.method, proof.transaction_id)
    payment = proof.payment
    try:
        # A proof of another tournament, which is not locked here, may be faster.
        with transaction.atomic():
            _decide(proof, PaymentProof.Status.VERIFIED, by=by)
    except IntegrityError as clash:
        raise transaction_used() from clash
    payment.move_to(Payment.Status.VERIFIED)
    happened("proof.verified", proof, actor=by, after={"payment": payment.status})
    if payment.registration.is_terminal:
        settle(payment, by=by)
    else:
        payment.registration = registrations.confirm(payment.registration, by=by)
    return proof


@transaction.atomic
def reject(proof: PaymentProof, *, by: User, reason: str) -> PaymentProof:
    """Refuse the proof, with a reason that the payer reads; another may be sent."""
    reason = check_reason(reason)
    proof = locked_proof(proof)
    check_can_decide(proof, by=by)
    check_waits(proof)
    payment = proof.payment
    _decide(proof, PaymentProof.Status.REJECTED, by=by, reason=reason)
    payment.move_to(Payment.Status.REJECTED)
    happened("proof.rejected", proof, actor=by, after={"payment": payment.status}, reason=reason)
    if payment.registration.is_terminal:
        settle(payment, by=by)
    else:
        payment.registration = registrations.await_payment(payment.registration, by=by)
    return proof


def _decide(
    proof: PaymentProof, status: PaymentProof.Status, *, by: User, reason: str = ""
) -> None:
    proof.status = status
    proof.decided_by = by
    proof.decided_at = timezone.now()
    proof.reason = reason
    proof.save(update_fields=["status", "decided_by", "decided_at", "reason"])
