"""The money of one tournament: what is owed, waits, came in and went out, by currency."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from tournaments.core.models import Tournament
from tournaments.payments.models import LedgerEntry, Method, Payment, PaymentProof

Status = Payment.Status
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Total:
    """So many payments, and what they come to."""

    number: int = 0
    amount: Decimal = NOTHING

    def __add__(self, other: "Total") -> "Total":
        return Total(self.number + other.number, self.amount + other.amount)


@dataclass(frozen=True, slots=True)
class Finances:
    """The sums of one currency. ``received`` and ``refunded`` are the ledger's."""

    currency: str
    by_status: dict[str, Total]
    received: Decimal
    refunded: Decimal

    def _of(self, *statuses: Status) -> Total:
        return sum((self.by_status.get(status, Total()) for status in statuses), Total())

    @property
    def due(self) -> Total:
        """Owed, with no proof that waits."""
        return self._of(Status.DUE, Status.REJECTED)

    @property
    def submitted(self) -> Total:
        return self._of(Status.SUBMITTED)

    @property
    def verified(self) -> Total:
        return self._of(Status.VERIFIED)

    @property
    def waived(self) -> Total:
        return self._of(Status.WAIVED)

    @property
    def refund_due(self) -> Total:
        return self._of(Status.REFUND_DUE)

    @property
    def ended(self) -> Total:
        """Never paid, and no longer owed."""
        return self._of(Status.EXPIRED, Status.CANCELLED)

    @property
    def expected(self) -> Total:
        """What comes in for good if everybody pays who owes."""
        return self.due + self.submitted + self.verified

    @property
    def overpaid(self) -> Decimal:
        """What came in beyond what was due; it is not refunded."""
        owed = self._of(Status.VERIFIED, Status.REFUND_DUE, Status.REFUNDED)
        return self.received - owed.amount

    @property
    def in_hand(self) -> Decimal:
        return self.received - self.refunded


def finances(tournament: Tournament) -> list[Finances]:
    """The sums of each currency that payments are in. Two queries."""
    payments = Payment.objects.filter(registration__tournament=tournament).order_by()
    by_status = payments.values("currency", "status").annotate(
        number=Count("pk"), total=Sum("amount")
    )
    sums: dict[str, dict[str, Total]] = {}
    for row in by_status:
        own = sums.setdefault(row["currency"], {})
        own[row["status"]] = Total(row["number"], row["total"])
    ledger = LedgerEntry.objects.filter(payment__registration__tournament=tournament).order_by()
    money = {
        (row["currency"], row["kind"]): row["total"]
        for row in ledger.values("currency", "kind").annotate(total=Sum("amount"))
    }
    Kind = LedgerEntry.Kind
    return [
        Finances(
            currency,
            own,
            received=money.get((currency, Kind.RECEIVED), NOTHING),
            refunded=money.get((currency, Kind.REFUNDED), NOTHING),
        )
        for currency, own in sorted(sums.items())
    ]


def payment_list(tournament: Tournament) -> QuerySet[Payment]:
    """Every payment of the tournament in order of registration, with how it was paid."""
    verified = PaymentProof.objects.filter(
        payment=OuterRef("pk"), status=PaymentProof.Status.VERIFIED
    ).order_by("-pk")
    received = LedgerEntry.objects.filter(payment=OuterRef("pk"), kind=LedgerEntry.Kind.RECEIVED)
    refunded = LedgerEntry.objects.filter(payment=OuterRef("pk"), kind=LedgerEntry.Kind.REFUNDED)
    return (
        Payment.objects.filter(registration__tournament=tournament)
        .select_related("registration")
        .annotate(
            received=Subquery(received.values("amount")[:1]),
            received_at=Subquery(received.values("made_at")[:1]),
            paid_by=Subquery(received.values("method")[:1]),
            paid_with=Subquery(received.values("transaction_id")[:1]),
            refunded=Subquery(refunded.values("amount")[:1]),
            refunded_at=Subquery(refunded.values("made_at")[:1]),
            verified_by=Subquery(verified.values("decided_by__username")[:1]),
        )
        .order_by(F("registration__number"))
    )


def method_of(payment: Payment) -> str:
    """How a payment of ``payment_list`` came in, as people read it."""
    return str(Method(payment.paid_by).label) if payment.paid_by else ""


def finance_rows(tournament: Tournament) -> Iterator[list[str]]:
    """The payments as rows of a table, the headings first. Times are in the current zone."""
    yield [
        _("Number"),
        _("Reference"),
        _("Name"),
        _("Registration"),
        _("Due"),
        _("Currency"),
        _("Payment"),
        _("Method"),
        _("Transaction id"),
        _("Received"),
        _("Received at"),
        _("Verified by"),
        _("Refunded"),
        _("Refunded at"),
        _("Reason"),
    ]
    for payment in payment_list(tournament):
        registration = payment.registration
        yield [
            str(registration.number),
            registration.reference,
            registration.name,
            registration.get_status_display(),
            _money(payment.amount),
            payment.currency,
            payment.get_status_display(),
            method_of(payment),
            payment.paid_with or "",
            _money(payment.received),
            _time(payment.received_at),
            payment.verified_by or "",
            _money(payment.refunded),
            _time(payment.refunded_at),
            payment.reason,
        ]


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"


def _time(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
