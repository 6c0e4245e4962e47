import json

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory, home_page
from tournaments.core.models import LimitCount

pytestmark = pytest.mark.django_db

LIMITED = pytest.mark.urls("tests.tournaments.core.limited_urls")


@pytest.fixture(autouse=True)
def front_page():
    home_page()


@pytest.fixture
def one_comment(settings):
    settings.RATE_LIMITS = {**configured.RATE_LIMITS, "comment": (1, 600)}


@pytest.fixture
def player(client):
    user = UserFactory()
    client.force_login(user)
    return user


@LIMITED
@pytest.mark.usefixtures("one_comment", "player")
def test_a_person_reads_on_a_page_when_to_come_back(client):
    assert client.post("/limited/").status_code == 200

    response = client.post("/limited/")

    assert response.status_code == 429
    assert 590 <= int(response["Retry-After"]) <= 600
    assert response["Cache-Control"] == "no-store"
    assert "Try again in 10 minutes." in response.content.decode()
    assert "<html" in response.content.decode()


@LIMITED
@pytest.mark.usefixtures("one_comment", "player")
def test_htmx_gets_a_notice_beside_what_was_typed(client):
    client.post("/limited/")

    response = client.post("/limited/", headers={"HX-Request": "true"})

    page = response.content.decode()
    assert response.status_code == 429
    assert response["Retry-After"]
    assert response["HX-Retarget"] == "#limit"
    assert "Try again in 10 minutes." in page
    assert "<html" not in page


@LIMITED
@pytest.mark.usefixtures("one_comment", "player")
def test_a_program_gets_json(client):
    client.post("/api/v1/limited/")

    response = client.post("/api/v1/limited/")

    assert response.status_code == 429
    assert json.loads(response.content) == {
        "detail": "That was too often. Try again in 10 minutes.",
        "retry_after": int(response["Retry-After"]),
    }


def test_every_page_has_the_place_and_the_word_that_htmx_needs(client):
    page = client.get(reverse("account_login")).content.decode()

    assert 'id="limit" aria-live="assertive"' in page
    assert '{"code": "429", "swap": true}' in page


@LIMITED
@pytest.mark.usefixtures("one_comment", "player")
def test_to_look_never_counts(client):
    for _time in range(3):
        assert client.get("/limited/").status_code == 200
    assert not LimitCount.objects.exists()


def sign_in(client, login="rafi", **extra):
    return client.post(reverse("account_login"), {"login": login, "password": "wrong"}, **extra)


def test_the_eleventh_attempt_to_sign_in_by_one_name_waits(client):
    UserFactory(username="rafi")
    answers = [sign_in(client, login=name).status_code for name in ["rafi", "RAFI"] * 5]

    late = sign_in(client)

    assert answers == [200] * 10
    assert late.status_code == 429
    assert 890 <= int(late["Retry-After"]) <= 900
    assert sign_in(client, login="mina").status_code == 200


def test_looking_at_the_form_is_free_when_attempts_are_used_up(client):
    for _time in range(11):
        sign_in(client)

    assert client.get(reverse("account_login")).status_code == 200


def test_a_post_without_its_token_is_403_and_counts_nothing():
    client = Client(enforce_csrf_checks=True)

    answer = sign_in(client, headers={"HX-Request": "true"})

    assert answer.status_code == 403
    assert not LimitCount.objects.exists()


@pytest.mark.parametrize(
    ("name", "limit", "fields"),
    [
        ("account_login", "sign_in_address", lambda n: {"login": f"player{n}", "password": "x"}),
        ("account_signup", "sign_up_address", lambda n: {"email": f"p{n}@example.com"}),
        ("account_signup", "account_mail", lambda n: {"email": "same@example.com"}),
        ("account_reset_password", "password_reset_address", lambda n: {"email": f"{n}@a.com"}),
        ("account_reset_password", "account_mail", lambda n: {"email": "same@example.com"}),
    ],
)
def test_attempts_without_an_account_are_limited(client, settings, name, limit, fields):
    settings.RATE_LIMITS = {**configured.RATE_LIMITS, limit: (2, 600)}

    answers = [client.post(reverse(name), fields(number)).status_code for number in range(3)]

    assert 429 not in answers[:2]
    assert answers[2] == 429


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "account_reauthenticate"]
)
def test_what_takes_ones_password_is_limited_by_person(client, settings, name):
    settings.RATE_LIMITS = {**configured.RATE_LIMITS, "account_change": (2, 600)}
    user = UserFactory()
    user.set_password("right-horse-battery")
    user.save()
    client.force_login(user)

    answers = [client.post(reverse(name), {"oldpassword": "no"}).status_code for _n in range(3)]

    assert 429 not in answers[:2]
    assert answers[2] == 429
    client.force_login(UserFactory())
    assert client.post(reverse(name)).status_code != 429


def test_an_address_behind_a_proxy_counts_by_itself(client, settings):
    settings.TRUSTED_PROXIES = 1
    settings.RATE_LIMITS = {**configured.RATE_LIMITS, "sign_in_address": (1, 600)}

    def attempt(number: int, seen: str) -> int:
        return sign_in(client, login=f"p{number}", headers={"X-Forwarded-For": seen}).status_code

    assert attempt(1, "198.51.100.1") == 200
    assert attempt(2, "1.2.3.4, 198.51.100.1") == 429
    assert attempt(3, "198.51.100.2") == 200
