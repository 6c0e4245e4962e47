"""What a line of a statement came to, in words."""

from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from tournaments.payments.models import PaymentProof

REASONS = {
    "transaction_id": _("The transaction id and the amount agree."),
    "reference": _("The note names the registration, and the amount agrees."),
    "several_proofs": _("Several proofs claim this transaction."),
    "amount_differs": _("The statement says %(line)s, the proof says %(proof)s."),
    "similar_id": _("The ids differ in one letter, or in two that changed places."),
    "proof_rejected": _("The proof was rejected."),
    "other_reference": _("The note names another registration."),
    "proof_matched_already": _("Another line of the statement pays for this proof."),
}


class HasAmount(Protocol):
    amount: Decimal


def reason_of(reason: str, line: HasAmount, proof: PaymentProof | None) -> str:
    """Why the line is matched or doubtful; nothing where there is nothing to say."""
    if reason not in REASONS:
        return ""
    return str(REASONS[reason]) % {"line": line.amount, "proof": proof.amount if proof else "–"}
