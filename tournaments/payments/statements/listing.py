"""Reads for the screens of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from deltacrown.accounts.models import User
from tournaments.core.models import Organizer
from tournaments.payments.models import Method, PaymentProof, StatementLine, StatementMapping
from tournaments.payments.rules import VERIFY
from tournaments.payments.statements.matching import Match
from tournaments.payments.statements.reading import Line, Table, guess, plain_id
from tournaments.payments.statements.words import reason_of

State = StatementLine.State
# Cash has no statement, and what is paid online has no proof.
METHODS = (Method.BKASH, Method.NAGAD, Method.ROCKET, Method.BANK_TRANSFER)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with what it came to, beside the proof that it may pay for."""

    line: Line | StatementLine
    state: State
    reason: str
    proof: PaymentProof | None


@dataclass(frozen=True, slots=True)
class Source:
    """All lines of one account: an organizer's or the site's, by one method."""

    organizer: int | None
    name: str
    method: Method
    lines: int
    waiting: int
    doubtful: int
    unmatched: int
    newest: datetime | None


def organizers_of(user: User) -> QuerySet[Organizer]:
    """The organizers whose statements ``user`` may import."""
    if user.has_perm(VERIFY):
        return Organizer.objects.order_by("name")
    return Organizer.objects.filter(group__user=user.pk).order_by("name")


def handles_statements(user: User) -> bool:
    return user.has_perm(VERIFY) or organizers_of(user).exists()


def lines_seen_by(user: User) -> QuerySet[StatementLine]:
    lines = StatementLine.objects.order_by("-pk")
    if user.has_perm(VERIFY):
        return lines
    return lines.filter(organizer__in=organizers_of(user).order_by().values("pk"))


def line_list(user: User, chosen: dict[str, str]) -> QuerySet[StatementLine]:
    """The lines that ``chosen`` leaves (state, method, organizer, q), newest first."""
    lines = lines_seen_by(user).select_related(
        "organizer", "proof__payment__registration__tournament"
    )
    for name in ("state", "method"):
        if chosen[name]:
            lines = lines.filter(**{name: chosen[name]})
    if chosen["organizer"]:
        wanted = chosen["organizer"]
        lines = lines.filter(organizer=int(wanted) if wanted.isdecimal() else None)
    if words := chosen["q"].strip():
        found = Q(payer__icontains=words) | Q(note__icontains=words)
        if written := plain_id(words):
            found |= Q(transaction_id__contains=written)
        lines = lines.filter(found | Q(proof__payment__registration__reference__iexact=words))
    return lines


def sources(user: User) -> list[Source]:
    """Every account that lines were imported of, with how much is left to do."""
    waits = Q(state=State.MATCHED, proof__status=PaymentProof.Status.SUBMITTED)
    rows = (
        lines_seen_by(user)
        .order_by()
        .values("organizer", "organizer__name", "method")
        .annotate(
            lines=Count("pk"),
            waiting=Count("pk", filter=waits),
            doubtful=Count("pk", filter=Q(state=State.DOUBTFUL)),
            unmatched=Count("pk", filter=Q(state=State.UNMATCHED)),
            newest=Max("paid_at"),
        )
        .order_by("organizer__name", "method")
    )
    return [
        Source(
            row["organizer"],
            row["organizer__name"] or "",
            Method(row["method"]),
            row["lines"],
            row["waiting"],
            row["doubtful"],
            row["unmatched"],
            row["newest"],
        )
        for row in rows
    ]


def shown_lines(lines: Iterable[StatementLine]) -> list[Shown]:
    return [
        Shown(line, State(line.state), reason_of(line.reason, line, line.proof), line.proof)
        for line in lines
    ]


def shown_matches(matches: Sequence[Match]) -> list[Shown]:
    """Matches that are not written down yet; one query for all their proofs."""
    keys = [match.proof for match in matches if match.proof]
    proofs = PaymentProof.objects.select_related("payment__registration__tournament").in_bulk(keys)
    return [
        Shown(
            match.line,
            match.state,
            reason_of(match.reason, match.line, proofs.get(match.proof)),
            proofs.get(match.proof),
        )
        for match in matches
    ]


def likely_columns(table: Table, organizer: Organizer | None, method: str) -> dict[str, str]:
    """Which heading holds what: as it was last time where it still can be, else guessed."""
    kept = StatementMapping.objects.filter(organizer=organizer, method=method).first()
    before = kept.columns if kept else {}
    known = {name: heading for name, heading in before.items() if heading in table.headers}
    return guess(table.headers) | known
