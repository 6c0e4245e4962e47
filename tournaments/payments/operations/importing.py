"""Statements written down, each transaction once, and compared with the proofs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.models import Organizer
from tournaments.core.operations import happened
from tournaments.payments.models import PaymentProof, StatementLine, StatementMapping
from tournaments.payments.rules import VERIFY
from tournaments.payments.statements.matching import Claim, Match, match
from tournaments.payments.statements.reading import Line

State = StatementLine.State


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import does, or did: the match of each line, and which lines are new."""

    matches: list[Match]
    new: frozenset[str]  # transaction ids

    def count(self, state: State) -> int:
        return sum(each.state == state for each in self.matches)


def imports_for(user: User, organizer: Organizer | None) -> bool:
    """Whether ``user`` may import statements of the organizer; without one, of the whole site."""
    if user.has_perm(VERIFY):
        return True
    return organizer is not None and organizer.group.user_set.filter(pk=user.pk).exists()


def check_imports_for(user: User, organizer: Organizer | None) -> None:
    if not imports_for(user, organizer):
        raise Refused(_("You may not import statements of this account."), code="not_verifier")


def preview_statement(
    lines: Sequence[Line], *, organizer: Organizer | None, method: str, by: User
) -> Outcome:
    """What ``import_statement`` would do, without doing it."""
    check_imports_for(by, organizer)
    known = _lines_of(organizer, method).filter(
        transaction_id__in=[line.transaction_id for line in lines]
    )
    ids = frozenset(known.values_list("transaction_id", flat=True))
    return Outcome(
        match(lines, _claims(organizer, method)),
        frozenset(line.transaction_id for line in lines) - ids,
    )


@transaction.atomic
def import_statement(
    lines: Sequence[Line],
    *,
    organizer: Organizer | None,
    method: str,
    columns: dict[str, str],
    by: User,
) -> Outcome:
    """Write the new lines down, and compare all lines of the account with the proofs again.

    A transaction that is known stays as it was written first. The same file again changes
    nothing. ``columns`` are kept for the next file of this method.
    """
    outcome = preview_statement(lines, organizer=organizer, method=method, by=by)
    StatementMapping.objects.update_or_create(
        organizer=organizer, method=method, defaults={"columns": columns}
    )
    StatementLine.objects.bulk_create(
        [
            StatementLine(
                organizer=organizer,
                method=method,
                transaction_id=found.line.transaction_id,
                amount=found.line.amount,
                paid_at=found.line.paid_at,
                payer=found.line.payer,
                note=found.line.note,
                state=found.state,
                proof_id=found.proof,
                reason=found.reason,
                imported_by=by,
            )
            for found in outcome.matches
            if found.line.transaction_id in outcome.new
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    changed = _compare(organizer, method)
    if outcome.new and (first := _lines_of(organizer, method).order_by("-pk").first()):
        after = {"method": method, "new": len(outcome.new), "lines": len(lines)}
        happened("statement.imported", first, actor=by, after=after | {"changed": changed})
    return outcome


@transaction.atomic
def compare_again(*, organizer: Organizer | None, method: str, by: User) -> int:
    """Compare what was imported with the proofs of now; how many lines changed."""
    check_imports_for(by, organizer)
    return _compare(organizer, method)


def _compare(organizer: Organizer | None, method: str) -> int:
    rows = list(_lines_of(organizer, method).select_for_update().order_by("pk"))
    lines = [Line(row.transaction_id, row.amount, row.paid_at, row.payer, row.note) for row in rows]
    changed = []
    for row, found in zip(rows, match(lines, _claims(organizer, method)), strict=True):
        now = (found.state, found.proof, found.reason)
        if now != (row.state, row.proof_id, row.reason):
            row.state, row.proof_id, row.reason = now
            changed.append(row)
    StatementLine.objects.bulk_update(changed, ["state", "proof", "reason"], batch_size=500)
    return len(changed)


def _lines_of(organizer: Organizer | None, method: str) -> QuerySet[StatementLine]:
    return StatementLine.objects.filter(organizer=organizer, method=method)


def _claims(organizer: Organizer | None, method: str) -> Iterable[Claim]:
    proofs = PaymentProof.objects.filter(method=method)
    if organizer:
        proofs = proofs.filter(Q(payment__registration__tournament__organizer=organizer))
    rows = proofs.values_list(
        "pk", "transaction_id", "amount", "payment__registration__reference", "status"
    )
    return [Claim(*row) for row in rows.order_by("pk")]
