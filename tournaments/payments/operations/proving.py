from contextlib import ExitStack
from datetime import datetime
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from deltacrown.uploads import CleanImage, clean_image
from tournaments.core.operations import happened
from tournaments.payments.flags import raise_flags
from tournaments.payments.models import Payment, PaymentProof, ProofFlag
from tournaments.payments.operations.locking import locked_payment
from tournaments.payments.rules import check_can_submit, check_claim
from tournaments.registration import operations as registrations

PROOF_FORMATS = ("JPEG", "PNG", "HEIC")


def submit_proof(
    *,
    payment: Payment,
    by: User,
    method: str,
    transaction_id: str,
    payer: str,
    amount: Decimal,
    upload: File,
    paid_at: datetime | None = None,
) -> PaymentProof:
    """Send an evidence that ``payment`` was paid; it then waits for a verifier.

    Refused, or failed half-way, it leaves neither row nor file behind. The image is
    decoded before the tournament is locked, since that takes its time. What is odd about
    the proof is flagged in the same transaction, and never refused for it.
    """
    transaction_id = transaction_id.strip().upper()
    if not (payer := payer.strip()):
        raise Refused(_("Say from which number or account you paid."), code="payer_missing")
    claim = {"method": method, "transaction_id": transaction_id, "amount": amount}
    check_can_submit(payment, by=by)
    check_claim(payment, **claim)
    image = clean_image(upload, formats=PROOF_FORMATS)
    with ExitStack() as undo:
        with transaction.atomic():
            payment = locked_payment(payment.pk, payment.tournament)
            check_can_submit(payment, by=by)
            check_claim(payment, **claim)
            deadline = _deadline_of(payment)
            proof = PaymentProof(
                payment=payment, submitted_by=by, payer=payer, paid_at=paid_at, **claim
            )
            _attach(proof, image)
            undo.callback(proof.image.storage.delete, proof.image.name)
            proof.save(force_insert=True)
            flags = raise_flags(proof, deadline=deadline)
            _note(proof, flags, by=by)
        undo.pop_all()
    return proof


def _deadline_of(payment: Payment) -> datetime | None:
    """Until when this could be paid. To be asked before the proof stops the clock."""
    return payment.registration.expires_at or payment.tournament.starts_at


def _attach(proof: PaymentProof, image: CleanImage) -> None:
    proof.sha256 = image.sha256
    proof.perceptual_hash = image.perceptual_hash
    proof.metadata_hints = list(image.hints)
    proof.image.save(image.file.name, image.file, save=False)


def _note(proof: PaymentProof, flags: list[ProofFlag], *, by: User) -> None:
    payment = proof.payment
    before = payment.status
    payment.move_to(Payment.Status.SUBMITTED)
    registrations.await_verification(payment.registration, by=by)
    happened(
        "proof.submitted",
        proof,
        actor=by,
        before={"payment": before},
        after={
            "payment": payment.status,
            "method": proof.method,
            "amount": proof.amount,
            "flags": sorted({flag.kind for flag in flags}),
        },
    )
