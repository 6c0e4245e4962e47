from decimal import Decimal

import pytest
from django.db.models import Sum

from tests.factories import TournamentFactory, VerifierFactory
from tests.factories.payments import payment_in
from tournaments.payments import operations
from tournaments.payments.finance import Total, finance_rows, finances
from tournaments.payments.models import LedgerEntry, Payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup():
    return TournamentFactory(entry_fee=500, capacity=100)


def in_ledger(kind: str, currency: str = "BDT") -> Decimal:
    entries = LedgerEntry.objects.filter(kind=kind, currency=currency)
    return entries.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def test_one_payment_in_each_status_adds_up(cup):
    for status in Payment.Status:
        payment_in(status, tournament=cup)
    payment_in("verified")  # of another tournament

    (own,) = finances(cup)

    one = Total(1, Decimal(500))
    assert own.due == Total(2, Decimal(1000))
    assert (own.submitted, own.verified, own.waived, own.refund_due) == (one, one, one, one)
    assert own.ended == Total(2, Decimal(1000))
    assert own.expected == Total(4, Decimal(2000))
    assert (own.received, own.refunded, own.overpaid) == (1500, 0, 0)


def test_the_sums_are_those_of_the_ledger(cup):
    payments = [payment_in("refund_due", tournament=cup) for _number in range(3)]
    entry = payments[1].ledger.get()
    LedgerEntry.objects.filter(pk=entry.pk).update(amount=650)
    operations.refund(payments[0], by=VerifierFactory(), method="bkash", transaction_id="BACK0001")

    (own,) = finances(cup)

    assert (own.received, own.refunded) == (in_ledger("received"), in_ledger("refunded"))
    assert (own.received, own.refunded, own.in_hand, own.overpaid) == (1650, 500, 1150, 150)


def test_currencies_stay_apart(cup):
    payment_in("due", tournament=cup)
    payment = payment_in("due", tournament=cup)
    Payment.objects.filter(pk=payment.pk).update(currency="USD", amount=10)

    assert [(own.currency, own.due.amount) for own in finances(cup)] == [("BDT", 500), ("USD", 10)]


def test_a_tournament_without_payments_has_no_sums(cup):
    assert finances(cup) == []


@pytest.mark.parametrize("number", [1, 3])
def test_sums_and_rows_need_the_same_queries_for_one_and_for_three(
    cup, number, django_assert_num_queries
):
    for _number in range(number):
        payment_in("verified", tournament=cup)

    with django_assert_num_queries(2):
        finances(cup)
    with django_assert_num_queries(1):
        assert len(list(finance_rows(cup))) == number + 1
