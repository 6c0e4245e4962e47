import hashlib
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from deltacrown.errors import Refused
from tests.factories import PaidRegistrationFactory, ProofFactory, UserFactory, png_upload
from tournaments.core.models import Event
from tournaments.payments import operations
from tournaments.payments.models import Payment, PaymentProof
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db
CLAIM = {
    "method": "bkash",
    "transaction_id": "9J45KLM2P1",
    "payer": "01811111111",
    "amount": Decimal(500),
}


@pytest.fixture(autouse=True)
def private_folder() -> Path:
    """Where proofs are stored, emptied."""
    folder = Path(PaymentProof._meta.get_field("image").storage.location)
    shutil.rmtree(folder, ignore_errors=True)
    return folder


@pytest.fixture
def payment() -> Payment:
    return PaidRegistrationFactory().payment


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def submit(payment: Payment, **changes) -> PaymentProof:
    claim = {"by": payment.registration.registered_by, "upload": png_upload(), **CLAIM, **changes}
    return operations.submit_proof(payment=payment, **claim)


def test_a_proof_is_stored_and_waits(payment, private_folder):
    upload = png_upload()

    made = submit(payment, upload=upload, transaction_id=" 9j45klm2p1 ", payer=" 018 ")

    proof = PaymentProof.objects.get()
    payment.refresh_from_db()
    assert proof == made
    assert (proof.method, proof.transaction_id, proof.payer, proof.amount) == (
        "bkash",
        "9J45KLM2P1",
        "018",
        Decimal(500),
    )
    assert (proof.status, proof.submitted_by) == ("submitted", payment.registration.registered_by)
    assert (payment.status, payment.registration.status) == ("submitted", "awaiting_verification")
    upload.seek(0)
    assert proof.sha256 == hashlib.sha256(upload.read()).hexdigest()
    assert files(private_folder) == [private_folder / proof.image.name]
    with Image.open(proof.image.open()) as image:
        assert (image.format, image.size) == ("PNG", (64, 64))
    assert list(Event.objects.values_list("kind", flat=True)) == [
        "registration.awaiting_verification",
        "proof.submitted",
    ]


def test_a_player_of_the_roster_may_send_it(payment):
    registration = payment.registration
    mate = RosterEntry.objects.create(
        registration=registration, tournament=registration.tournament, user=UserFactory()
    ).user

    assert submit(payment, by=mate).submitted_by == mate


def test_more_than_is_due_is_taken(payment):
    assert submit(payment, amount=Decimal("510.25")).amount == Decimal("510.25")


def test_after_a_rejection_another_proof_is_sent_and_the_old_one_kept():
    first = ProofFactory(
        status=PaymentProof.Status.REJECTED,
        decided_by=UserFactory(),
        decided_at="2030-01-01T00:00Z",
    )
    payment = first.payment
    Payment.objects.update(status=Payment.Status.REJECTED)
    Registration.objects.update(status=Registration.Status.AWAITING_PAYMENT)
    payment.refresh_from_db()

    second = submit(payment)

    assert list(payment.proofs.values_list("pk", "status")) == [
        (first.pk, "rejected"),
        (second.pk, "submitted"),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"method": "nagad"}, "method"),
        ({"transaction_id": "12345"}, "transaction_id"),
        ({"transaction_id": "A" * 51}, "transaction_id"),
        ({"transaction_id": "ABC-123456"}, "transaction_id"),
        ({"transaction_id": "০১২৩৪৫৬৭"}, "transaction_id"),
        ({"payer": "  "}, "payer_missing"),
        ({"amount": Decimal("499.99")}, "amount_too_small"),
        ({"upload": SimpleUploadedFile("proof.png", b"")}, "empty"),
        ({"upload": SimpleUploadedFile("proof.pdf", b"%PDF-1.7 ...")}, "type"),
        ({"upload": SimpleUploadedFile("proof.png", b"<svg onload='alert(1)'/>")}, "type"),
        ({"upload": SimpleUploadedFile("proof.png", b"GIF89a" + b"\0" * 99)}, "type"),
        ({"upload": png_upload("proof.html")}, "extension"),
        ({"upload": SimpleUploadedFile("p.png", png_upload().read()[:80])}, "damaged"),
    ],
)
def test_a_proof_that_cannot_be_is_refused_and_nothing_stored(
    payment, private_folder, changes, code
):
    with pytest.raises(Refused) as refusal:
        submit(payment, **changes)

    payment.refresh_from_db()
    assert refusal.value.code == code
    assert (payment.status, payment.registration.status) == ("due", "awaiting_payment")
    assert not PaymentProof.objects.exists()
    assert not Event.objects.exists()
    assert files(private_folder) == []


def test_a_file_over_the_limit_is_refused_with_the_limit(payment, private_folder, settings):
    settings.PROOF_MAX_BYTES = len(png_upload().read()) - 1

    with pytest.raises(Refused) as refusal:
        submit(payment)

    assert refusal.value.code == "too_large"
    assert "MB" in refusal.value.message
    assert files(private_folder) == []


def test_strangers_do_not_pay_for_others(payment, private_folder):
    with pytest.raises(Refused) as refusal:
        submit(payment, by=UserFactory())

    assert refusal.value.code == "not_yours"
    assert files(private_folder) == []


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (Payment.Status.SUBMITTED, "being_checked"),
        (Payment.Status.VERIFIED, "nothing_due"),
        (Payment.Status.WAIVED, "nothing_due"),
        (Payment.Status.EXPIRED, "nothing_due"),
        (Payment.Status.REFUND_DUE, "nothing_due"),
        (Payment.Status.REFUNDED, "nothing_due"),
        (Payment.Status.CANCELLED, "nothing_due"),
    ],
)
def test_a_payment_that_takes_no_proof_refuses_it(payment, private_folder, status, code):
    Payment.objects.update(status=status)
    payment.refresh_from_db()

    with pytest.raises(Refused) as refusal:
        submit(payment)

    assert refusal.value.code == code
    assert files(private_folder) == []


@pytest.mark.parametrize("status", sorted(Registration.TERMINAL))
def test_a_registration_that_is_over_takes_no_proof(payment, status):
    Registration.objects.update(status=status)
    payment.refresh_from_db()

    with pytest.raises(Refused) as refusal:
        submit(payment)

    assert refusal.value.code == "registration_over"


def test_what_changed_while_the_image_was_decoded_is_seen(payment, private_folder):
    stale = Payment.objects.select_related("registration__tournament").get()
    submit(payment)
    before = files(private_folder)

    with pytest.raises(Refused) as refusal:
        submit(stale, transaction_id="OTHER12345")

    assert refusal.value.code == "being_checked"
    assert files(private_folder) == before


def test_a_verified_transaction_is_refused_and_a_waiting_one_is_not(payment):
    ProofFactory(transaction_id="9J45KLM2P1")
    ProofFactory(
        transaction_id="USED123456",
        status=PaymentProof.Status.VERIFIED,
        decided_by=UserFactory(),
        decided_at="2030-01-01T00:00Z",
    )

    with pytest.raises(Refused) as refusal:
        submit(payment, transaction_id="used123456")

    assert refusal.value.code == "transaction_used"
    assert submit(payment).status == "submitted"


def test_a_failing_transaction_takes_the_file_with_it(payment, private_folder):
    text_no_database_takes = "\ud800"

    with pytest.raises(UnicodeEncodeError), transaction.atomic():
        submit(payment, payer=text_no_database_takes)

    assert files(private_folder) == []
    assert not PaymentProof.objects.exists()
