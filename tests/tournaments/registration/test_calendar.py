from datetime import UTC, datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from tests.factories import RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db

STARTS = datetime(2027, 1, 8, 14, 0, tzinfo=UTC)
OPENS = datetime(2027, 1, 8, 12, 0, tzinfo=UTC)


def entries(response) -> list[tuple]:
    events = Calendar.from_ical(response.content).walk("VEVENT")
    return [
        (str(event["UID"]), str(event["SUMMARY"]), event["DTSTART"].dt, event["DTEND"].dt)
        for event in events
    ]


def test_the_calendar_has_the_start_and_the_check_in(client):
    registration = RegistrationFactory(
        reference="DC-ABC234",
        tournament__title="Spring Cup",
        tournament__starts_at=STARTS,
        tournament__check_in_opens_at=OPENS,
    )
    client.force_login(registration.registered_by)
    address = reverse("registration:calendar", args=["DC-ABC234"])

    first, second = client.get(address), client.get(address)

    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert entries(first) == [
        ("DC-ABC234-start@testserver", "Spring Cup", STARTS, STARTS.replace(hour=16)),
        ("DC-ABC234-check-in@testserver", "Check in: Spring Cup", OPENS, STARTS),
    ]
    assert entries(second) == entries(first)
    url = Calendar.from_ical(first.content).walk("VEVENT")[0]["URL"]
    assert str(url) == "http://testserver/registrations/DC-ABC234/"


def test_the_calendar_is_for_its_own_people(client):
    registration = RegistrationFactory()
    address = reverse("registration:calendar", args=[registration.reference])

    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
