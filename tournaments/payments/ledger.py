"""The book of money in and out. Each line is written once, in the transaction of its cause."""

from decimal import Decimal

from deltacrown.accounts.models import User
from tournaments.payments.models import Checkout, LedgerEntry, Method, Payment, PaymentProof

Kind = LedgerEntry.Kind


def note_proof(proof: PaymentProof, *, by: User) -> LedgerEntry:
    """What a verified proof brought: all that was paid, also what was too much."""
    return _write(
        proof.payment,
        Kind.RECEIVED,
        key=f"proof:{proof.pk}",
        amount=proof.amount,
        method=proof.method,
        transaction_id=proof.transaction_id,
        by=by,
    )


def note_checkout(checkout: Checkout, *, note: str) -> LedgerEntry:
    """What the provider of an online payment says it has received."""
    return _write(
        checkout.payment,
        Kind.RECEIVED,
        key=f"checkout:{checkout.pk}",
        amount=checkout.amount,
        method=checkout.provider,
        transaction_id=checkout.provider_reference,
        note=note,
    )


def note_refund(
    payment: Payment, *, method: Method, transaction_id: str, by: User, note: str
) -> LedgerEntry:
    """What went back: what was due, and not what was paid too much."""
    return _write(
        payment,
        Kind.REFUNDED,
        key=f"refund:{payment.pk}",
        amount=payment.amount,
        method=method,
        transaction_id=transaction_id,
        by=by,
        note=note,
    )


def _write(
    payment: Payment,
    kind: LedgerEntry.Kind,
    *,
    key: str,
    amount: Decimal,
    method: str,
    transaction_id: str,
    by: User | None = None,
    note: str = "",
) -> LedgerEntry:
    return LedgerEntry.objects.create(
        payment=payment,
        kind=kind,
        key=key,
        amount=amount,
        currency=payment.currency,
        method=method,
        transaction_id=transaction_id[: LedgerEntry._meta.get_field("transaction_id").max_length],
        made_by=by,
        note=note,
    )
