"""The custom user model in the Wagtail admin."""

import pytest

from deltacrown.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def answers(**changed):
    return {
        "username": "nadia",
        "email": "nadia@example.com",
        "first_name": "Nadia",
        "last_name": "Khan",
        "password1": "korridor-77x",
        "password2": "korridor-77x",
        "is_active": "on",
        **changed,
    }


def test_staff_add_a_user(admin):
    response = admin.post("/admin/users/new/", answers())

    assert response.status_code == 302
    assert User.objects.get(username="nadia").email == "nadia@example.com"


def test_staff_close_an_account(admin):
    nadia = UserFactory(username="nadia", email="nadia@example.com")

    changed = answers(password1="", password2="")
    del changed["is_active"]
    response = admin.post(f"/admin/users/edit/{nadia.pk}/", changed)

    nadia.refresh_from_db()
    assert (response.status_code, nadia.is_active) == (302, False)


@pytest.mark.parametrize(
    ("field", "value"), [("username", "NADIA"), ("email", "Nadia@Example.com")]
)
def test_staff_cannot_add_the_same_person_twice(admin, field, value):
    UserFactory(username="nadia", email="nadia@example.com")
    other = {"username": "other", "email": "other@example.com"} | {field: value}

    response = admin.post("/admin/users/new/", answers(**other))

    assert response.status_code == 200
    assert response.context["form"].errors
    assert User.objects.filter(username__iexact="nadia").count() == 1


def test_the_list_of_users_opens(admin):
    assert admin.get("/admin/users/").status_code == 200
