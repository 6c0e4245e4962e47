from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import RegistrationFactory, TournamentFactory, UserFactory
from tournaments.registration.models import Registration, RosterEntry

pytestmark = pytest.mark.django_db


def test_my_registrations_ask_for_a_login(client):
    response = client.get(reverse("registration:mine"))

    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/registrations/")


@pytest.mark.parametrize("count", [1, 3])
def test_my_registrations_need_the_same_queries(client, count, django_assert_num_queries):
    player = UserFactory()
    RegistrationFactory.create_batch(count, registered_by=player)
    client.force_login(player)

    with django_assert_num_queries(8):
        response = client.get(reverse("registration:mine"))

    assert len(response.context["page_obj"].object_list) == count


def test_my_registrations_are_those_i_made_and_those_i_play_in(client):
    player = UserFactory()
    own = RegistrationFactory(registered_by=player)
    joined = RegistrationFactory()
    RosterEntry.objects.create(registration=joined, tournament=joined.tournament, user=player)
    RegistrationFactory()
    client.force_login(player)

    response = client.get(reverse("registration:mine"))

    assert list(response.context["page_obj"]) == [joined, own]


def test_my_registrations_begin_with_what_waits_for_me_and_end_with_what_is_over(client):
    player = UserFactory()
    statuses = ["expired", "confirmed", "waitlisted", "offered", "withdrawn", "awaiting_payment"]
    for status in statuses:
        RegistrationFactory(registered_by=player, status=status)
    client.force_login(player)

    response = client.get(reverse("registration:mine"))

    assert [each.status for each in response.context["page_obj"]] == [
        "awaiting_payment",
        "offered",
        "waitlisted",
        "confirmed",
        "withdrawn",
        "expired",
    ]


def checkable() -> Registration:
    now = timezone.now()
    cup = TournamentFactory(
        check_in_opens_at=now - timedelta(hours=1), check_in_closes_at=now + timedelta(hours=1)
    )
    return RegistrationFactory(tournament=cup)


def test_a_player_checks_in_by_a_button(client):
    registration = checkable()
    client.force_login(registration.registered_by)

    page = client.get(registration.get_absolute_url())
    response = client.post(reverse("registration:check_in", args=[registration.reference]))

    registration.refresh_from_db()
    assert "Check in now" in page.content.decode()
    assert response.url == registration.get_absolute_url()
    assert registration.checked_in_at is not None
    assert "Check in now" not in client.get(registration.get_absolute_url()).content.decode()


def test_checking_in_needs_a_post_and_a_part_in_it(client):
    registration = checkable()
    address = reverse("registration:check_in", args=[registration.reference])
    client.force_login(registration.registered_by)
    assert client.get(address).status_code == 405
    client.force_login(UserFactory())

    assert client.post(address).status_code == 404
    registration.refresh_from_db()
    assert registration.checked_in_at is None


def test_too_early_a_check_in_says_when(client):
    registration = checkable()
    cup = registration.tournament
    cup.check_in_opens_at = timezone.now() + timedelta(minutes=30)
    cup.save()
    client.force_login(registration.registered_by)

    address = reverse("registration:check_in", args=[registration.reference])
    response = client.post(address, follow=True)

    assert "Check-in opens on" in response.content.decode()
    assert "Check in now" not in response.content.decode()
