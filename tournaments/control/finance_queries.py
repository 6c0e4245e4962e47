"""Reads for the screens of a tournament's money."""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tournaments.control.registration_queries import Chip
from tournaments.core.models import Tournament
from tournaments.payments.finance import finances, method_of, payment_list
from tournaments.payments.models import LedgerEntry, Payment, PaymentProof
from tournaments.registration.models import Registration

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A payment of the list, how it came in, and whether its fee could be waived."""

    payment: Payment
    method: str
    can_be_waived: bool


def finance_page(tournament: Tournament, chosen: dict[str, str], page: str | None) -> dict:
    """The sums of all payments, and a page of those that ``chosen`` leaves."""
    rows = _matching(payment_list(tournament), chosen["q"])
    counted = Payment.objects.filter(pk__in=rows.order_by().values("pk"))
    numbers = Counter(
        dict(counted.order_by().values_list("status").annotate(number_of=Count("pk")))
    )
    listed = rows.filter(status=chosen["status"]) if chosen["status"] else rows
    page_obj = Paginator(listed, ON_A_PAGE).get_page(page)
    return {
        "tournament": tournament,
        "sums": finances(tournament),
        "page_obj": page_obj,
        "rows": [as_listed(payment) for payment in page_obj],
        "chips": [
            Chip(status.value, str(status.label), numbers[status], chosen["status"] == status)
            for status in Payment.Status
            if numbers[status] or chosen["status"] == status
        ],
        "total": numbers.total(),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
    }


def as_listed(payment: Payment) -> Listed:
    owes = payment.status in Payment.ACCEPTS_A_PROOF
    return Listed(payment, method_of(payment), owes and not payment.registration.is_terminal)


def best_rated(tournament: Tournament, most: int) -> list[Registration]:
    """The open registrations with the best ratings, with what each owes."""
    rated = tournament.registrations.open().filter(rating__isnull=False)
    return list(rated.select_related("payment").order_by("-rating", "number")[:most])


def _matching(payments: QuerySet[Payment], words: str) -> QuerySet[Payment]:
    if not (words := words.strip()):
        return payments
    own = {"payment": OuterRef("pk"), "transaction_id__iexact": words}
    return payments.filter(
        Q(registration__name__icontains=words)
        | Q(registration__reference__icontains=words)
        | Exists(PaymentProof.objects.filter(**own))
        | Exists(LedgerEntry.objects.filter(**own))
    )
