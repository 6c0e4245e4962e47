"""Money that moves twice at once, which only two transactions can show."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from tests.factories import VerifierFactory, png_upload
from tests.factories.payments import CheckoutFactory, payment_in
from tests.racing import race
from tournaments.payments import operations
from tournaments.payments.models import Checkout, LedgerEntry, Payment, PaymentProof

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
TRIES = 15


def taking_turns(rows: list) -> tuple[list, Callable[[], None]]:
    """The row of each try, and what chooses the next one before it."""
    waiting, current = iter(rows), []

    def choose() -> None:
        current[:] = [next(waiting)]

    return current, choose


def outcomes() -> set[tuple[str, str]]:
    return set(Payment.objects.values_list("status", "registration__status"))


def submitted() -> list[PaymentProof]:
    return [payment_in("submitted").proofs.get() for _time in range(TRIES)]


def test_a_message_that_comes_twice_at_once_is_written_once(gateway):
    checkouts, references = [CheckoutFactory() for _time in range(TRIES)], {}
    for checkout in checkouts:
        gateway.sessions[checkout.transaction_id] = {
            "total_amount": "500.00",
            "currency": "BDT",
        }
        references[checkout.pk] = gateway.pay(checkout.transaction_id)["val_id"]
    current, choose = taking_turns(checkouts)

    def confirm() -> None:
        checkout = current[0]
        operations.confirm_checkout(checkout, reference=references[checkout.pk])

    answers = race(TRIES, confirm, confirm, before_each=choose)

    assert answers == [["done", "done"]] * TRIES
    assert outcomes() == {("verified", "confirmed")}
    assert LedgerEntry.objects.count() == Checkout.objects.filter(status="paid").count() == TRIES


def test_two_attempts_that_are_paid_at_once_confirm_once(gateway):
    payments = [payment_in("due") for _time in range(TRIES)]
    current, choose = taking_turns(payments)
    pairs = {}
    for payment in payments:
        pairs[payment.pk] = CheckoutFactory.create_batch(2, payment=payment)
        for checkout in pairs[payment.pk]:
            gateway.sessions[checkout.transaction_id] = {
                "total_amount": "500.00",
                "currency": "BDT",
            }
            checkout.val_id = gateway.pay(checkout.transaction_id)["val_id"]

    def confirm(place: int) -> None:
        checkout = pairs[current[0].pk][place]
        operations.confirm_checkout(checkout, reference=checkout.val_id)

    answers = race(TRIES, lambda: confirm(0), lambda: confirm(1), before_each=choose)

    assert answers == [["done", "done"]] * TRIES
    assert outcomes() == {("verified", "confirmed")}
    assert LedgerEntry.objects.count() == TRIES


def test_money_and_the_deadline_at_once_lose_neither_the_money_nor_the_order(gateway):
    checkouts, references = [], {}
    for _time in range(TRIES):
        checkout = CheckoutFactory(payment=payment_in("due", expires_at=timezone.now()))
        gateway.sessions[checkout.transaction_id] = {
            "total_amount": "500.00",
            "currency": "BDT",
        }
        references[checkout.pk] = gateway.pay(checkout.transaction_id)["val_id"]
        checkouts.append(checkout)
    current, choose = taking_turns(checkouts)

    answers = race(
        TRIES,
        lambda: operations.confirm_checkout(current[0], reference=references[current[0].pk]),
        lambda: operations.expire_overdue(current[0].tournament),
        before_each=choose,
    )

    assert answers == [["done", "done"]] * TRIES
    assert outcomes() <= {("verified", "confirmed"), ("refund_due", "expired")}
    assert LedgerEntry.objects.count() == TRIES


def test_a_proof_that_is_verified_while_its_deadline_is_swept_is_confirmed():
    current, choose = taking_turns(submitted())
    verifier = VerifierFactory()

    answers = race(
        TRIES,
        lambda: operations.verify(current[0], by=verifier),
        lambda: operations.expire_overdue(current[0].tournament),
        before_each=choose,
    )

    assert answers == [["done", "done"]] * TRIES
    assert outcomes() == {("verified", "confirmed")}


def test_who_withdraws_while_the_proof_is_verified_is_owed_the_money():
    current, choose = taking_turns(submitted())
    verifier = VerifierFactory()

    def withdraw() -> None:
        registration = current[0].payment.registration
        operations.leave(registration, by=registration.registered_by)

    answers = race(
        TRIES,
        lambda: operations.verify(current[0], by=verifier),
        withdraw,
        before_each=choose,
    )

    assert answers == [["done", "done"]] * TRIES
    assert outcomes() == {("refund_due", "withdrawn")}
    assert LedgerEntry.objects.count() == TRIES


def test_two_refunds_at_once_are_one():
    current, choose = taking_turns([payment_in("refund_due") for _time in range(TRIES)])
    one, two = VerifierFactory(), VerifierFactory()

    answers = race(
        TRIES,
        lambda: operations.refund(current[0], by=one, method="cash"),
        lambda: operations.refund(current[0], by=two, method="cash"),
        before_each=choose,
    )

    assert answers == [["done", "no_refund_due"]] * TRIES
    assert LedgerEntry.objects.filter(kind="refunded").count() == TRIES


def test_two_first_verifiers_at_once_are_the_first_and_the_second():
    proofs = submitted()
    for proof in proofs:
        cup = proof.tournament
        cup.four_eyes_from = 1
        cup.save(update_fields=["four_eyes_from"])
    current, choose = taking_turns(proofs)
    one, two = VerifierFactory(), VerifierFactory()

    answers = race(
        TRIES,
        lambda: operations.verify(current[0], by=one),
        lambda: operations.verify(current[0], by=two),
        before_each=choose,
    )

    assert answers == [["done", "done"]] * TRIES
    assert outcomes() == {("verified", "confirmed")}
    pairs = PaymentProof.objects.values_list("first_verified_by", "decided_by")
    assert {frozenset(pair) for pair in pairs} == {frozenset({one.pk, two.pk})}


def test_a_waiver_and_a_proof_at_once_are_one_of_the_two():
    current, choose = taking_turns([payment_in("due") for _time in range(TRIES)])
    verifier, numbers = VerifierFactory(), iter(range(TRIES))

    def submit() -> None:
        payment = current[0]
        operations.submit_proof(
            payment=payment,
            by=payment.registration.registered_by,
            method="bkash",
            transaction_id=f"RACE{next(numbers):06}",
            payer="01811111111",
            amount=payment.amount,
            upload=png_upload(),
        )

    answers = race(
        TRIES,
        lambda: operations.waive(current[0], by=verifier, reason="Invited."),
        submit,
        before_each=choose,
    )

    # Whoever comes second finds nothing due: the waiver stands, or the proof waits.
    assert {tuple(answer) for answer in answers} <= {("done", "nothing_due")}
    assert outcomes() <= {("waived", "confirmed"), ("submitted", "awaiting_verification")}
    proofs = PaymentProof.objects.count()
    assert proofs == Payment.objects.filter(status="submitted").count()
