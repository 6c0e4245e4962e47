from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import PaidRegistrationFactory, ProofFactory, UserFactory, png_upload
from tournaments.core.models import Event
from tournaments.payments import operations
from tournaments.payments.flags import explanation, raise_flags
from tournaments.payments.models import Payment, PaymentProof, ProofFlag
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LOOK = "f0f0f0f0f0f0f0f0"
NEAR = "f0f0f0f0f0f0f0cf"  # six bits differ
FAR = "f0f0f0f0f0f0f00f"  # eight


def found(proof: PaymentProof) -> list[tuple[str, int | None]]:
    return [(flag.kind, flag.other_id) for flag in proof.flags.all()]


def flagged(deadline: datetime | None = None, **facts) -> PaymentProof:
    proof = ProofFactory(**facts)
    raise_flags(proof, deadline=deadline)
    return proof


def decided(status: str = "rejected", **facts) -> PaymentProof:
    return ProofFactory(status=status, decided_by=UserFactory(), decided_at=timezone.now(), **facts)


def test_an_ordinary_proof_has_no_flag():
    ProofFactory(perceptual_hash=FAR)

    proof = flagged(perceptual_hash=LOOK, paid_at=timezone.now(), deadline=timezone.now() + HOUR)

    assert found(proof) == []


@pytest.mark.parametrize("status", ["rejected", "verified"])
def test_a_transaction_that_was_seen_is_flagged_whatever_became_of_it(status):
    before = decided(status, transaction_id="AAAA1111")
    ProofFactory(transaction_id="AAAA1111", method="nagad")

    proof = flagged(transaction_id="AAAA1111")

    assert found(proof) == [("transaction_seen", before.pk)]
    assert found(before) == []


def test_the_other_proof_is_flagged_too_while_it_waits():
    before = ProofFactory(transaction_id="AAAA1111")

    proof = flagged(transaction_id="AAAA1111")

    assert found(proof) == [("transaction_seen", before.pk)]
    assert found(before) == [("transaction_seen", proof.pk)]


def test_the_same_file_is_flagged_once_and_not_as_similar():
    before = ProofFactory(sha256="a" * 64, perceptual_hash=LOOK)

    proof = flagged(sha256="a" * 64, perceptual_hash=LOOK)

    assert found(proof) == [("same_file", before.pk)]


def test_another_attempt_may_be_for_the_same_transaction_but_not_the_same_file():
    before = decided(transaction_id="AAAA1111", sha256="a" * 64, perceptual_hash=LOOK)
    again = {"payment": before.payment, "transaction_id": "AAAA1111"}

    proof = flagged(**again, sha256="a" * 64, perceptual_hash=LOOK)

    assert found(proof) == [("same_file", before.pk)]


def test_a_near_image_is_flagged_and_a_far_or_an_old_one_is_not():
    near, _far = ProofFactory(perceptual_hash=NEAR), ProofFactory(perceptual_hash=FAR)
    old = ProofFactory(perceptual_hash=LOOK)
    PaymentProof.objects.filter(pk=old.pk).update(submitted_at=timezone.now() - timedelta(days=181))

    proof = flagged(perceptual_hash=LOOK)

    assert found(proof) == [("similar_image", near.pk)]
    assert proof.flags.get().detail == {"bits": 6}


def test_what_looks_like_many_is_said_once_and_named_with_none():
    ProofFactory.create_batch(4, perceptual_hash=NEAR)

    proof = flagged(perceptual_hash=LOOK)

    assert found(proof) == [("similar_image", None)]
    assert explanation(proof.flags.get()) == (
        "The image looks like 4 others, as the receipts of one app do."
    )
    assert ProofFlag.objects.count() == 1


def test_more_than_is_due_is_flagged_with_the_excess():
    proof = flagged(amount=Decimal("620.50"))
    proof.refresh_from_db()

    assert found(proof) == [("amount_off", None)]
    assert explanation(proof.flags.get()) == "120.50 BDT more than is due is claimed."


@pytest.mark.parametrize(
    ("paid", "words"),
    [
        (-2 * HOUR, "Paid more than an hour before the registration was made, on"),
        (2 * HOUR, "Paid later than the proof was sent, on"),
        (-HOUR / 2, "Paid after the deadline, which was on"),
    ],
)
def test_an_unlikely_time_is_flagged(paid, words):
    now = timezone.now()

    proof = flagged(paid_at=now + paid, deadline=now - HOUR)

    assert found(proof) == [("time_off", None)]
    assert explanation(proof.flags.get()).startswith(words)


def test_a_time_within_the_window_is_not_flagged():
    now = timezone.now()

    assert found(flagged(paid_at=now - HOUR / 2, deadline=now + HOUR)) == []
    assert found(flagged(paid_at=None, deadline=now - HOUR)) == []


def test_hints_of_an_editor_are_flagged_with_its_name():
    proof = flagged(metadata_hints=["Adobe Photoshop 25.1", "GIMP"])

    assert found(proof) == [("edited", None)]
    assert explanation(proof.flags.get()) == (
        "The file named a program that edits images: Adobe Photoshop 25.1 and GIMP."
    )


def test_the_explanation_names_what_was_compared():
    before = decided(transaction_id="AAAA1111", submitted_by=UserFactory(username="rafi"))
    sent = timezone.localtime(before.submitted_at)

    flag = flagged(transaction_id="AAAA1111").flags.get()

    reference = before.payment.registration.reference
    assert explanation(flag) == (
        f"Sent by rafi for {reference} on {sent.day} {sent:%b %Y, %H:%M}. That proof: Rejected."
    )
    assert explanation(flag, names_other=False) == "Sent for another tournament."


@pytest.mark.parametrize("count", [1, 3])
def test_flags_need_the_same_queries_for_one_and_three(count, django_assert_num_queries):
    ProofFactory.create_batch(count, transaction_id="AAAA1111", perceptual_hash=LOOK)
    proof = ProofFactory(transaction_id="AAAA1111", perceptual_hash=LOOK)

    with django_assert_num_queries(5):
        raise_flags(proof, deadline=None)

    assert proof.flags.count() == 2 * count


def test_sending_a_proof_raises_its_flags_and_says_so_in_the_log():
    before = ProofFactory(transaction_id="9J45KLM2P1")
    registration = PaidRegistrationFactory()

    proof = operations.submit_proof(
        payment=registration.payment,
        by=registration.registered_by,
        method="bkash",
        transaction_id="9J45KLM2P1",
        payer="01811111111",
        amount=Decimal(510),
        upload=png_upload(),
        paid_at=timezone.now() - 9 * HOUR,
    )

    kinds = ["amount_off", "time_off", "transaction_seen"]
    assert sorted(proof.flags.values_list("kind", flat=True)) == kinds
    assert found(before) == [("transaction_seen", proof.pk)]
    assert len(proof.perceptual_hash) == 16
    assert Event.objects.get(kind="proof.submitted").after["flags"] == kinds
    assert Payment.objects.get(pk=proof.payment_id).status == "submitted"
    assert Registration.objects.get(pk=registration.pk).status == "awaiting_verification"
