from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.core.operations import happened
from tournaments.payments import ledger
from tournaments.payments.models import Payment, PaymentProof
from tournaments.payments.operations.locking import locked_proof
from tournaments.payments.operations.settling import settle
from tournaments.payments.rules import (
    check_can_decide,
    check_is_second,
    check_not_paid_otherwise,
    check_transaction_is_new,
    check_waits,
    is_refunded_late,
    needs_two,
    transaction_used,
)
from tournaments.registration import operations as registrations
from tournaments.registration.rules import check_reason

# Whose proof was rejected has at least so long for the next one.
LEAST_TIME = timedelta(hours=24)


@transaction.atomic
def verify(proof: PaymentProof, *, by: User) -> PaymentProof:
    """Take the proof for true: the payment is verified and the registration confirmed.

    Of a large amount two people say so, and after the first the proof still waits. A
    registration that is over stays over; its money is then owed back, or kept by the policy
    where its people withdrew.
    """
    proof = locked_proof(proof)
    check_can_decide(proof, by=by)
    check_waits(proof)
    check_not_paid_otherwise(proof)
    check_transaction_is_new(proof.method, proof.transaction_id)
    if needs_two(proof):
        if not proof.first_verified_by_id:
            return _note_first(proof, by=by)
        check_is_second(proof, by=by)
    try:
        # A proof of another tournament, which is not locked here, may be faster.
        with transaction.atomic():
            _decide(proof, PaymentProof.Status.VERIFIED, by=by)
    except IntegrityError as clash:
        raise transaction_used() from clash
    _take_for_paid(proof, by=by)
    return proof


@transaction.atomic
def reject(proof: PaymentProof, *, by: User, reason: str) -> PaymentProof:
    """Refuse the proof, with a reason that the payer reads; another may be sent in time."""
    reason = check_reason(reason)
    proof = locked_proof(proof)
    check_can_decide(proof, by=by)
    check_waits(proof)
    payment = proof.payment
    before = _states(proof)
    _decide(proof, PaymentProof.Status.REJECTED, by=by, reason=reason)
    waited_for_it = payment.status == Payment.Status.SUBMITTED
    if waited_for_it:
        payment.move_to(Payment.Status.REJECTED)
    happened("proof.rejected", proof, actor=by, before=before, after=_states(proof), reason=reason)
    if not waited_for_it:
        return proof
    if payment.registration.is_terminal:
        settle(payment, by=by)
    else:
        payment.registration = registrations.await_payment(
            payment.registration, by=by, expires_at=_next_deadline(proof)
        )
    return proof


def _note_first(proof: PaymentProof, *, by: User) -> PaymentProof:
    """The first of two has verified it; whoever had claimed it lets it go to the second."""
    proof.first_verified_by = by
    proof.first_verified_at = timezone.now()
    proof.claimed_by = proof.claimed_until = None
    proof.save(
        update_fields=["first_verified_by", "first_verified_at", "claimed_by", "claimed_until"]
    )
    states = _states(proof)
    happened("proof.first_verified", proof, actor=by, before=states, after=states)
    return proof


def _take_for_paid(proof: PaymentProof, *, by: User) -> None:
    payment = proof.payment
    before = {"proof": PaymentProof.Status.SUBMITTED, "payment": payment.status}
    payment.move_to(Payment.Status.VERIFIED)
    ledger.note_proof(proof, by=by)
    happened("proof.verified", proof, actor=by, before=before, after=_states(proof))
    if payment.registration.is_terminal:
        settle(payment, by=by, refunded=is_refunded_late(payment.registration))
    else:
        payment.registration = registrations.confirm(payment.registration, by=by)


def _next_deadline(proof: PaymentProof) -> datetime | None:
    """The clock stood still while the proof waited: what was left of the time is left again."""
    payment = proof.payment
    hours = payment.tournament.payment_hours
    if not hours:
        return None
    left = payment.created_at + timedelta(hours=hours) - proof.submitted_at
    return timezone.now() + max(left, LEAST_TIME)


def _states(proof: PaymentProof) -> dict[str, str]:
    return {"proof": proof.status, "payment": proof.payment.status}


def _decide(
    proof: PaymentProof, status: PaymentProof.Status, *, by: User, reason: str = ""
) -> None:
    proof.status = status
    proof.decided_by = by
    proof.decided_at = timezone.now()
    proof.reason = reason
    proof.claimed_by = proof.claimed_until = None
    proof.save(
        update_fields=[
            "status",
            "decided_by",
            "decided_at",
            "reason",
            "claimed_by",
            "claimed_until",
        ]
    )
