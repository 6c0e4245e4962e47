from decimal import Decimal

import pytest

from deltacrown.errors import Refused
from tests.factories import UserFactory, VerifierFactory
from tests.factories.payments import payment_in, staff_of
from tournaments.core.models import Event
from tournaments.payments import operations
from tournaments.payments.models import LedgerEntry, PaymentProof

pytestmark = pytest.mark.django_db


def test_a_refund_by_hand_is_noted_with_its_transaction():
    payment, verifier = payment_in("refund_due"), VerifierFactory()

    operations.refund(
        payment, by=verifier, method="nagad", transaction_id=" back123456 ", note=" Sent. "
    )

    payment.refresh_from_db()
    entry = LedgerEntry.objects.get(kind="refunded")
    assert payment.status == "refunded"
    assert (entry.key, entry.amount, entry.currency) == (
        f"refund:{payment.pk}",
        Decimal(500),
        "BDT",
    )
    assert (entry.method, entry.transaction_id, entry.made_by, entry.note) == (
        "nagad",
        "BACK123456",
        verifier,
        "Sent.",
    )
    assert list(Event.objects.values_list("kind", "after", "reason")) == [
        (
            "payment.refunded",
            {
                "status": "refunded",
                "amount": "500.00",
                "method": "nagad",
                "transaction_id": "BACK123456",
            },
            "Sent.",
        )
    ]


def test_what_was_paid_too_much_is_not_given_back():
    payment = payment_in("submitted")
    PaymentProof.objects.update(amount=650)
    operations.leave(payment.registration, by=payment.registration.registered_by)
    operations.verify(payment.proofs.get(), by=VerifierFactory())

    operations.refund(payment, by=VerifierFactory(), method="cash")

    assert list(LedgerEntry.objects.values_list("kind", "amount")) == [
        ("received", Decimal(650)),
        ("refunded", Decimal(500)),
    ]


@pytest.mark.parametrize(
    "status", ["due", "submitted", "verified", "rejected", "waived", "expired", "cancelled"]
)
def test_what_is_not_owed_back_is_not_refunded(status):
    payment = payment_in(status)

    with pytest.raises(Refused) as refusal:
        operations.refund(payment, by=VerifierFactory(), method="cash")

    payment.refresh_from_db()
    assert (refusal.value.code, payment.status) == ("no_refund_due", status)
    assert not LedgerEntry.objects.filter(kind="refunded").exists()


def test_twice_is_refused():
    payment = payment_in("refund_due")
    operations.refund(payment, by=VerifierFactory(), method="cash")

    with pytest.raises(Refused) as refusal:
        operations.refund(payment, by=VerifierFactory(), method="cash")

    assert refusal.value.code == "no_refund_due"
    assert LedgerEntry.objects.filter(kind="refunded").count() == 1


@pytest.mark.parametrize(
    ("method", "transaction_id", "code"),
    [
        ("bkash", "", "transaction_id"),
        ("bkash", "short", "transaction_id"),
        ("cash", "no words", "transaction_id"),
        ("sslcommerz", "BACK123456", "method"),
        ("pigeon", "BACK123456", "method"),
    ],
)
def test_a_refund_says_how_and_under_which_transaction(method, transaction_id, code):
    payment = payment_in("refund_due")

    with pytest.raises(Refused) as refusal:
        operations.refund(
            payment, by=VerifierFactory(), method=method, transaction_id=transaction_id
        )

    payment.refresh_from_db()
    assert (refusal.value.code, payment.status) == (code, "refund_due")


def test_those_with_the_money_of_the_tournament_refund_and_nobody_else():
    payment = payment_in("refund_due")
    cup, player = payment.tournament, payment.registration.registered_by
    for user in (UserFactory(), player, staff_of(cup, "referee")):
        with pytest.raises(Refused) as refusal:
            operations.refund(payment, by=user, method="cash")
        assert refusal.value.code == "not_verifier"
    own = payment_in("refund_due", registered_by=(verifier := VerifierFactory()))
    with pytest.raises(Refused) as refusal:
        operations.refund(own, by=verifier, method="cash")
    assert refusal.value.code == "conflict_of_interest"

    operations.refund(payment, by=staff_of(cup, "verifier"), method="cash")

    payment.refresh_from_db()
    assert payment.status == "refunded"


def test_what_was_paid_by_hand_goes_back_by_hand(gateway):
    payment = payment_in("refund_due")

    with pytest.raises(Refused) as refusal:
        operations.refund_online(payment, by=VerifierFactory())

    assert (refusal.value.code, gateway.asked) == ("not_online", [])
