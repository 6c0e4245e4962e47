import io

import pytest
import segno
from django.urls import reverse

from tests.factories import RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_code_leads_to_the_door(client):
    registration = RegistrationFactory()
    cup = registration.tournament
    client.force_login(registration.registered_by)

    response = client.get(reverse("registration:door_code", args=[registration.reference]))

    door = reverse("control:door", args=[cup.slug, registration.reference])
    wanted = io.BytesIO()
    code = segno.make(f"http://testserver{door}", error="m", micro=False)
    code.save(
        wanted, kind="svg", dark="#000", light="#fff", border=3, svgclass=None, lineclass=None
    )
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content == wanted.getvalue()
    assert b"style" not in response.content


def test_nobody_else_has_the_code(client):
    registration = RegistrationFactory()
    address = reverse("registration:door_code", args=[registration.reference])
    assert client.get(address).status_code == 302

    client.force_login(UserFactory())

    assert client.get(address).status_code == 404
