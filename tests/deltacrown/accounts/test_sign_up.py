"""allauth with this site's adapter, settings and templates."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from deltacrown.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "korridor-77x"


@pytest.fixture(autouse=True)
def _no_rate_limit_of_an_earlier_test():
    cache.clear()


def sign_up(client, **changed):
    answers = {
        "username": "rafi",
        "email": "rafi@example.com",
        "password1": PASSWORD,
        "password2": PASSWORD,
        **changed,
    }
    return client.post("/accounts/signup/", answers)


def link_in(mail):
    return re.search(r"http://testserver(/\S+)", mail.body).group(1)


def member(**named):
    user = UserFactory(**named)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_a_person_signs_up_confirms_elsewhere_and_signs_in(client, mailoutbox):
    phone = Client()

    sent = sign_up(client)
    [mail] = mailoutbox
    asked = phone.get(link_in(mail))
    confirmed = phone.post(link_in(mail))
    signed_in = phone.post("/accounts/login/", {"login": "rafi", "password": PASSWORD})

    assert sent["Location"] == "/accounts/confirm-email/"
    assert (mail.to, mail.subject) == (
        ["rafi@example.com"],
        "[DeltaCrown] Confirm your e-mail address",
    )
    assert "rafi@example.com" in asked.content.decode()
    assert confirmed["Location"] == "/accounts/login/"
    assert signed_in["Location"] == "/accounts/me/"
    assert phone.get("/accounts/me/").context["user"] == User.objects.get(username="rafi")


def test_nobody_signs_in_before_the_address_is_confirmed(client):
    sign_up(client)

    client.post("/accounts/login/", {"login": "rafi", "password": PASSWORD})

    assert client.get("/accounts/me/").status_code == 302


@pytest.mark.parametrize("login", ["rafi", "RAFI", "rafi@example.com", "Rafi@Example.com"])
def test_sign_in_by_username_or_address_leads_to_the_page_that_asked(client, login):
    member(username="rafi")

    response = client.post(
        "/accounts/login/?next=/teams/create/",
        {"login": login, "password": PASSWORD, "next": "/teams/create/"},
    )

    assert response["Location"] == "/teams/create/"


@pytest.mark.parametrize(
    "username", ["rafi@example.com", "..", "a/b", "x" * 31, "RAFI", "admin", "-rafi", "a b"]
)
def test_a_username_is_a_public_name_of_its_own(client, username):
    UserFactory(username="rafi", email="first@example.com")

    response = sign_up(client, username=username, email="second@example.com")

    assert list(response.context["form"].errors) == ["username"]
    assert User.objects.count() == 1


def test_a_taken_address_is_told_to_its_owner_alone(client, mailoutbox):
    member(username="first", email="rafi@example.com")

    response = sign_up(client)

    assert response["Location"] == "/accounts/confirm-email/"
    assert [mail.subject for mail in mailoutbox] == ["[DeltaCrown] Account Already Exists"]
    assert User.objects.count() == 1


def test_a_forgotten_password_is_replaced_by_a_link(client, mailoutbox):
    member(username="rafi", email="rafi@example.com")

    client.post("/accounts/password/reset/", {"email": "rafi@example.com"})
    [mail] = mailoutbox
    form_page = client.get(link_in(mail), follow=True)
    address = form_page.redirect_chain[-1][0]
    fresh = {"password1": "another-88y", "password2": "another-88y"}
    client.post(address, fresh)
    client.logout()
    response = client.post("/accounts/login/", {"login": "rafi", "password": "another-88y"})

    assert mail.subject == "[DeltaCrown] Choose a new password"
    assert "Your username is rafi." in mail.body
    assert response["Location"] == "/accounts/me/"


def test_sign_out_asks_when_it_comes_by_a_link(client):
    client.force_login(member(username="rafi"))

    asked = client.get("/accounts/logout/")
    still_in = client.get("/accounts/me/").status_code
    client.post("/accounts/logout/")

    assert (asked.status_code, still_in) == (200, 200)
    assert client.get("/accounts/me/").status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/no-such-key/",
        "/accounts/password/reset/key/1-none/",
        "/accounts/password/reset/key/done/",
        "/accounts/inactive/",
    ],
)
def test_pages_of_the_entrance_wear_the_look_of_the_site(client, address):
    page = client.get(address).content.decode()

    assert 'class="site-header"' in page
    assert 'class="entrance__card' in page
    assert "style=" not in page


@pytest.mark.parametrize("address", ["/accounts/email/", "/accounts/password/change/"])
def test_pages_of_ones_own_account_wear_the_look_of_the_site(client, address):
    client.force_login(member(username="rafi"))

    page = client.get(address).content.decode()

    assert 'class="site-header"' in page
    assert 'class="form"' in page
    assert "style=" not in page


def test_csrf_failure_says_that_nothing_was_saved():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "rafi"})

    assert response.status_code == 403
    assert "Nothing was saved." in response.content.decode()
