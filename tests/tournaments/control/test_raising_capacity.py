import pytest

from tests.factories import RegistrationFactory
from tests.tournaments.control.lock_rows import published_page
from tournaments.core.models import Tournament
from tournaments.registration.models import Registration

pytestmark = pytest.mark.django_db
Status = Registration.Status


def publish(page, capacity: int) -> None:
    page.capacity = capacity
    page.save_revision().publish()


def test_more_places_are_offered_to_those_who_wait():
    page = published_page()
    publish(page, 2)
    cup = Tournament.objects.get(page=page.pk)
    RegistrationFactory.create_batch(2, tournament=cup)
    RegistrationFactory.create_batch(3, tournament=cup, status=Status.WAITLISTED)

    publish(page, 4)

    statuses = cup.registrations.order_by("number").values_list("status", flat=True)
    assert list(statuses) == [*[Status.CONFIRMED] * 2, *[Status.OFFERED] * 2, Status.WAITLISTED]
