import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    OrganizerFactory,
    PaidRegistrationFactory,
    ProofFactory,
    UserFactory,
    VerifierFactory,
    png_upload,
)
from tournaments.payments.models import Payment, PaymentProof
from tournaments.registration.models import RosterEntry

pytestmark = pytest.mark.django_db


def claim(**changes) -> dict:
    return {
        "method": "bkash",
        "transaction_id": "9j45klm2p1",
        "payer": "01811111111",
        "amount": "500",
        "paid_at": "2026-02-03T18:30",
        "upload": png_upload(),
        **changes,
    }


@pytest.fixture
def registration():
    return PaidRegistrationFactory()


@pytest.fixture
def address(registration) -> str:
    return reverse("payments:upload", args=[registration.reference])


def test_a_player_sends_a_proof(client, registration, address):
    client.force_login(registration.registered_by)

    page = client.get(address)
    response = client.post(address, claim())

    proof = PaymentProof.objects.get()
    assert page.context["form"]["amount"].value() == 500
    assert response.url == registration.get_absolute_url()
    assert (proof.transaction_id, proof.status) == ("9J45KLM2P1", "submitted")
    assert proof.paid_at.isoformat() == "2026-02-03T12:30:00+00:00"  # the site's zone is Dhaka
    assert 'type="datetime-local"' in page.content.decode()
    assert 'accept="image/*,.heic,.heif"' in page.content.decode()
    assert "Being checked" in client.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"transaction_id": "12 34"}, "transaction_id", "6 to 50 letters and digits"),
        ({"amount": "499"}, "amount", "less than the 500.00 BDT that is due"),
        ({"method": "nagad"}, "method", "not one of the available choices"),
        (
            {"upload": SimpleUploadedFile("proof.pdf", b"%PDF-1.7")},
            "upload",
            "this is a PDF document",
        ),
        ({"upload": SimpleUploadedFile("proof.png", b"")}, "upload", "The file is empty."),
        ({"upload": ""}, "upload", "This field is required."),
    ],
)
def test_a_refused_proof_says_why_at_its_field(
    client, registration, address, changes, field, message
):
    client.force_login(registration.registered_by)

    response = client.post(address, claim(**changes))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert message in response.context["form"].errors[field][0]
    assert not PaymentProof.objects.exists()


def test_a_file_over_the_limit_is_refused_with_the_limit(client, registration, address, settings):
    settings.PROOF_MAX_BYTES = 100
    client.force_login(registration.registered_by)

    response = client.post(address, claim())

    [error] = response.context["form"].errors["upload"]
    assert error.startswith("The file is larger than")
    assert not PaymentProof.objects.exists()


def test_a_time_that_is_none_is_refused_at_its_field(client, registration, address):
    client.force_login(registration.registered_by)

    response = client.post(address, claim(paid_at="yesterday"))

    assert list(response.context["form"].errors) == ["paid_at"]


def test_proofs_are_counted_and_refused_ones_are_not(client, registration, address, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"proof": (1, 3600)}
    client.force_login(registration.registered_by)

    answers = []
    for changes in ({"amount": "1"}, {}, {"transaction_id": "OTHER12345"}):
        Payment.objects.update(status=Payment.Status.DUE)
        PaymentProof.objects.update(
            status="rejected", decided_by=registration.registered_by, decided_at=timezone.now()
        )
        type(registration).objects.update(status="awaiting_payment")
        answers.append(client.post(address, claim(**changes)).status_code)

    assert answers == [200, 302, 429]
    assert PaymentProof.objects.count() == 1


def test_only_those_with_a_part_in_it_reach_the_form(client, address):
    assert client.get(address).status_code == 302
    for user in (UserFactory(), VerifierFactory()):
        client.force_login(user)
        assert client.get(address).status_code == 404
        assert client.post(address, claim()).status_code == 404
    assert not PaymentProof.objects.exists()


def test_when_nothing_is_due_the_form_is_not_shown(client, registration, address):
    Payment.objects.update(status=Payment.Status.VERIFIED)
    client.force_login(registration.registered_by)

    response = client.get(address, follow=True)

    assert response.redirect_chain == [(registration.get_absolute_url(), 302)]
    assert "There is nothing to pay" in response.content.decode()


# --- the image --------------------------------------------------------------------


def test_the_image_is_for_its_owner_and_verifiers_alone(client):
    proof = ProofFactory()
    registration = proof.payment.registration
    mate = RosterEntry.objects.create(
        registration=registration, tournament=registration.tournament, user=UserFactory()
    ).user
    organizer = UserFactory()
    registration.tournament.organizer.group.user_set.add(organizer)
    other_organizer = UserFactory()
    OrganizerFactory(members=[other_organizer])
    address = proof.get_image_url()

    assert client.get(address).status_code == 404
    answers = {}
    for name, user in {
        "payer": proof.submitted_by,
        "team mate": mate,
        "verifier": VerifierFactory(),
        "stranger": UserFactory(),
        "organizer": organizer,
        "other organizer": other_organizer,
    }.items():
        client.force_login(user)
        answers[name] = client.get(address).status_code
    assert answers == {
        "payer": 200,
        "team mate": 404,
        "verifier": 200,
        "stranger": 404,
        "organizer": 200,
        "other organizer": 404,
    }


def test_the_image_is_an_attachment_that_nobody_keeps(client):
    proof = ProofFactory()
    client.force_login(VerifierFactory())

    response = client.get(proof.get_image_url())

    name = f"{proof.payment.registration.reference}-{proof.pk}.png"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")


def test_the_image_opens_in_full_size_on_request(client):
    proof = ProofFactory()
    client.force_login(proof.submitted_by)

    response = client.get(proof.get_image_url(), {"inline": ""})

    assert response.headers["Content-Disposition"].startswith("inline")


def test_a_deleted_image_is_not_there(client):
    proof = ProofFactory(image="", image_deleted_at="2026-03-05T12:00Z")
    client.force_login(VerifierFactory())

    assert client.get(proof.get_image_url()).status_code == 404


def test_an_unknown_image_is_not_there(client):
    client.force_login(VerifierFactory())

    assert client.get(reverse("payments:proof_image", args=[999])).status_code == 404
