from decimal import Decimal

import pytest

from deltacrown.errors import Refused
from tests.factories import ProofFactory, VerifierFactory
from tests.factories.payments import staff_of
from tournaments.core.models import Event, Tournament
from tournaments.payments import operations
from tournaments.payments.models import LedgerEntry, PaymentProof

pytestmark = pytest.mark.django_db


def large(amount: int = 500, threshold: int | None = 500) -> PaymentProof:
    proof = ProofFactory(amount=amount)
    Tournament.objects.update(four_eyes_from=threshold)
    return PaymentProof.objects.get(pk=proof.pk)


def status_of(proof: PaymentProof) -> tuple[str, str, str]:
    proof = PaymentProof.objects.select_related("payment__registration").get(pk=proof.pk)
    return proof.status, proof.payment.status, proof.payment.registration.status


def test_after_the_first_of_two_the_proof_still_waits():
    proof, first = large(), VerifierFactory()
    PaymentProof.objects.update(claimed_by=first, claimed_until="2100-01-01T00:00Z")

    answer = operations.verify(proof, by=first)

    assert status_of(proof) == ("submitted", "submitted", "awaiting_verification")
    assert (answer.first_verified_by, answer.decided_by) == (first, None)
    assert answer.first_verified_at is not None
    assert (answer.claimed_by, answer.claimed_until) == (None, None)
    assert not LedgerEntry.objects.exists()
    assert list(Event.objects.values_list("kind", "actor")) == [("proof.first_verified", first.pk)]


def test_the_second_decides():
    proof, first, second = large(), VerifierFactory(), VerifierFactory()
    operations.verify(proof, by=first)

    operations.verify(proof, by=second)

    proof.refresh_from_db()
    assert status_of(proof) == ("verified", "verified", "confirmed")
    assert (proof.first_verified_by, proof.decided_by) == (first, second)
    assert LedgerEntry.objects.get().made_by == second


def test_nobody_is_both():
    proof, first = large(), VerifierFactory()
    operations.verify(proof, by=first)

    with pytest.raises(Refused) as refusal:
        operations.verify(proof, by=first)

    assert refusal.value.code == "second_verifier"
    assert status_of(proof)[0] == "submitted"


def test_the_second_may_be_staff_of_the_tournament():
    proof = large()
    operations.verify(proof, by=VerifierFactory())

    operations.verify(proof, by=staff_of(proof.tournament, "verifier"))

    assert status_of(proof)[0] == "verified"


@pytest.mark.parametrize("who", ["the first", "another"])
def test_one_is_enough_to_reject(who):
    proof, first = large(), VerifierFactory()
    operations.verify(proof, by=first)

    operations.reject(proof, by=first if who == "the first" else VerifierFactory(), reason="No.")

    assert status_of(proof) == ("rejected", "rejected", "awaiting_payment")


@pytest.mark.parametrize(
    ("amount", "threshold", "two"),
    [
        (500, None, False),
        (500, 501, False),
        (500, 500, True),
        (600, 600, True),  # what was paid counts, also above what was due
        (500, 0, True),
    ],
)
def test_two_are_needed_from_the_amount_of_the_tournament(amount, threshold, two):
    proof = large(amount, threshold)

    operations.verify(proof, by=VerifierFactory())

    assert (status_of(proof)[0] == "submitted") is two


def test_what_is_due_counts_as_much_as_what_was_paid():
    proof = large(threshold=500)
    PaymentProof.objects.update(amount=Decimal("499.00"))

    operations.verify(proof, by=VerifierFactory())

    assert status_of(proof)[0] == "submitted"
