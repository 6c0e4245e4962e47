import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from tests.factories.payments import payment_in
from tournaments.payments.models import Checkout, Payment

pytestmark = pytest.mark.django_db
CALLBACK = "/payments/online/sslcommerz/"


@pytest.fixture
def payment():
    return payment_in("due")


@pytest.fixture
def address(payment):
    return f"/registrations/{payment.registration.reference}/pay-online/"


@pytest.fixture
def player(client, payment):
    client.force_login(payment.registration.registered_by)
    return client


def test_the_payer_is_led_to_the_provider_by_a_page(gateway, player, address):
    answer = player.post(address)

    checkout = Checkout.objects.get()
    page = f"{gateway.url}/EasyCheckOut/{checkout.session_key}"
    assert answer.status_code == 200
    assert f'content="1;url={page}"' in answer.text
    assert f'href="{page}"' in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_only_a_post_with_a_token_starts_a_payment(gateway, player, address, payment):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(payment.registration.registered_by)

    assert player.get(address).status_code == 405
    assert strict.post(address).status_code == 403
    assert not Checkout.objects.exists()


def test_anonymous_visitors_sign_in_first_and_strangers_find_nothing(gateway, client, address):
    assert client.post(address)["Location"].startswith("/accounts/login/")

    client.force_login(UserFactory())
    assert client.post(address).status_code == 404
    assert not Checkout.objects.exists()


def test_a_refusal_is_shown_on_the_page_of_the_registration(gateway, player, address, payment):
    gateway.fault = "500"

    answer = player.post(address)

    assert answer["Location"] == payment.registration.get_absolute_url()
    [message] = answer.wsgi_request._messages
    assert "does not answer" in str(message)


def test_the_attempts_of_an_hour_are_limited(gateway, player, address, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"checkout": (1, 3600)}
    player.post(address)

    answer = player.post(address)

    assert answer.status_code == 429
    assert Checkout.objects.count() == 1


def test_the_callback_is_answered_quickly_and_the_provider_is_asked_later(
    gateway, player, address, payment, drain_queue
):
    player.post(address)
    message = gateway.pay(Checkout.objects.get().transaction_id)
    gateway.asked.clear()

    answer = Client(enforce_csrf_checks=True).post(CALLBACK, message)

    assert (answer.status_code, answer.content, gateway.asked) == (200, b"ok", [])
    assert not answer.cookies
    drain_queue()
    payment.refresh_from_db()
    assert payment.status == Payment.Status.VERIFIED


@pytest.mark.parametrize(
    ("data", "code"),
    [({}, b"untrusted"), ({"tran_id": "1", "status": "VALID"}, b"untrusted")],
)
def test_a_callback_that_is_not_the_providers_is_refused(gateway, client, data, code):
    answer = client.post(CALLBACK, data)

    assert (answer.status_code, answer.content) == (400, code)


def test_a_callback_about_nothing_of_ours_is_refused(gateway, client):
    answer = client.post(CALLBACK, gateway.message({"status": "VALID", "tran_id": "DC1"}))

    assert (answer.status_code, answer.content) == (400, b"unknown_transaction")


def test_there_is_no_callback_by_get_of_other_methods_or_without_keys(client, settings, gateway):
    assert client.get(CALLBACK).status_code == 405
    assert client.post("/payments/online/bkash/").status_code == 404
    settings.SSLCOMMERZ_STORE_ID = ""
    assert client.post(CALLBACK).status_code == 404


@pytest.mark.parametrize("outcome", ["success", "fail", "cancel"])
def test_whoever_comes_back_is_led_to_the_registration(gateway, outcome, payment):
    reference = payment.registration.reference
    address = reverse("payments:online_return", args=[reference, outcome])

    for answer in (
        Client(enforce_csrf_checks=True).post(address, {"status": "VALID"}),
        Client().get(address),
    ):
        assert answer["Location"] == payment.registration.get_absolute_url()
        assert not answer.cookies


def test_what_the_payer_brings_back_is_a_hint_like_the_callback(
    gateway, player, address, payment, drain_queue
):
    player.post(address)
    message = gateway.pay(Checkout.objects.get().transaction_id)

    Client().post(f"{address}success/", message)
    drain_queue()

    payment.refresh_from_db()
    assert payment.status == Payment.Status.VERIFIED


def test_coming_back_with_a_forged_form_changes_nothing(gateway, player, address, payment):
    player.post(address)
    message = gateway.pay(Checkout.objects.get().transaction_id) | {"verify_sign": "0"}

    assert Client().post(f"{address}success/", message).status_code == 302

    payment.refresh_from_db()
    assert payment.status == Payment.Status.DUE


def test_no_other_way_back_is_known(client, payment):
    assert client.get(f"{payment.registration.get_absolute_url()}pay-online/x/").status_code == 404
