"""What the imported statements say of one proof, for the person who decides on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from tournaments.payments.models import PaymentProof, StatementLine
from tournaments.payments.statements.matching import (
    Claim,
    Match,
    match,
    references_in,
)
from tournaments.payments.statements.reading import Line, plain_id
from tournaments.payments.statements.words import reason_of

State = StatementLine.State


@dataclass(frozen=True, slots=True)
class Said:
    """Whether the money is there. ``until`` is how far the statements reach."""

    state: State
    amount: Decimal | None = None
    paid_at: datetime | None = None
    reason: str = ""
    until: datetime | None = None


def said_of(proof: PaymentProof) -> Said | None:
    """What the statements of its account say now; None while none was imported.

    It is judged afresh: a proof may have come after the import, and another may have come to
    claim the same money.
    """
    organizer = proof.payment.registration.tournament.organizer_id
    account = StatementLine.objects.filter(
        Q(organizer=None) | Q(organizer=organizer), method=proof.method
    )
    until = account.aggregate(until=Max(Coalesce("paid_at", "imported_at")))["until"]
    if until is None:
        return None
    about = Q(proof=proof.pk) | Q(transaction_id=plain_id(proof.transaction_id))
    lines = [
        Line(row.transaction_id, row.amount, row.paid_at, row.payer, row.note)
        for row in account.filter(about).order_by("pk")
    ]
    found = _about(proof, match(lines, _claims(proof, lines)))
    if found is None:
        return Said(State.UNMATCHED, until=until)
    reason = reason_of(found.reason, found.line, proof)
    return Said(found.state, found.line.amount, found.line.paid_at, reason)


def _about(proof: PaymentProof, matches: Sequence[Match]) -> Match | None:
    """The match of this proof, and of several the best."""
    own = [each for each in matches if each.proof == proof.pk or each.reason == "several_proofs"]
    return max(own, key=lambda each: each.state == State.MATCHED, default=None)


def _claims(proof: PaymentProof, lines: Sequence[Line]) -> list[Claim]:
    """The proof, and all that have to do with the same lines."""
    rows = PaymentProof.objects.filter(method=proof.method).filter(
        Q(pk=proof.pk)
        | Q(transaction_id__in=[line.transaction_id for line in lines])
        | Q(payment__registration__reference__in=references_in(lines))
    )
    fields = ("pk", "transaction_id", "amount", "payment__registration__reference", "status")
    return [Claim(*row) for row in rows.order_by("pk").values_list(*fields)]
