"""The files of the matrix and of the fuzzer, sent as a payer sends them: by the form."""

import itertools

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.deltacrown.fuzzed_uploads import fuzzed
from tests.deltacrown.test_uploads_fuzz import check_clean
from tests.deltacrown.upload_matrix import ACCEPTED, FIVE_MEGABYTES, REFUSED, padded
from tests.factories import PaidRegistrationFactory
from tests.factories.images import sent
from tournaments.payments.models import Payment, PaymentProof
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db

transaction_ids = (f"FUZZ{number:06}" for number in itertools.count())


@pytest.fixture
def send(client, settings):
    """Send a file by the form; the response, with the payment due again for the next one."""
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "proof": (1000, 3600)}
    registration = PaidRegistrationFactory()
    address = reverse("payments:upload", args=[registration.reference])
    client.force_login(registration.registered_by)

    def post(name: str, content: bytes):
        PaymentProof.objects.all().delete()
        Payment.objects.update(status=Payment.Status.DUE)
        Registration.objects.update(status=Registration.Status.AWAITING_PAYMENT)
        claim = {
            "method": "bkash",
            "transaction_id": next(transaction_ids),
            "payer": "01811111111",
            "amount": "500",
            "paid_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        }
        return client.post(address, {**claim, "upload": sent(content, name)})

    return post


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_file_of_the_matrix_is_refused_at_its_field(send, case):
    response = send(case.name, case.content())

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["upload"]
    assert not PaymentProof.objects.exists()


@pytest.mark.parametrize("case", ACCEPTED, ids=str)
def test_a_file_of_the_matrix_is_stored_clean(send, case):
    response = send(case.name, case.content())

    proof = PaymentProof.objects.get()
    assert response.status_code == 302
    check_clean(proof.image.read(), proof.image.name, case.stored)


@pytest.mark.parametrize(("more", "status"), [(-1, 302), (0, 302), (1, 200)])
def test_five_megabytes_and_a_byte_more_or_less(send, more, status):
    content, name = padded("JPEG", FIVE_MEGABYTES + more)

    assert send(name, content).status_code == status
    assert PaymentProof.objects.count() == (status == 302)


@pytest.mark.filterwarnings("ignore::UserWarning")  # of Pillow, about the metadata
def test_whatever_of_220_broken_files_is_stored_is_clean(send):
    statuses = []
    for file in fuzzed(220, seed=4):
        response = send(file.name, file.content)
        statuses.append(response.status_code)
        stored = PaymentProof.objects.first()
        assert (response.status_code, stored is not None) in {(200, False), (302, True)}, file.how
        if stored:
            stored.image.open()
            format = Image.open(stored.image).format
            stored.image.seek(0)
            assert format in {"JPEG", "PNG"}
            check_clean(stored.image.read(), stored.image.name, format)
        else:
            assert list(response.context["form"].errors) == ["upload"]
    assert set(statuses) == {200, 302}
