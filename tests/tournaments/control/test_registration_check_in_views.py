from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import PaidRegistrationFactory, RegistrationFactory, TeamFactory
from tests.factories.staff import moderator_of
from tests.tournaments.registration.test_checking_in import cup_with_check_in, hours
from tournaments.core.models import Tournament
from tournaments.registration.models import Registration
from tournaments.registration.operations import close_check_in

pytestmark = pytest.mark.django_db
Status = Registration.Status


@pytest.fixture
def official(client):
    def sign_in(cup: Tournament):
        client.force_login(moderator_of(cup))
        return client

    return sign_in


def door_of(registration: Registration) -> str:
    return reverse("control:door", args=[registration.tournament.slug, registration.reference])


def at_the_list(client, cup: Tournament, **query) -> str:
    return client.get(reverse("control:check_ins", args=[cup.slug]), query).content.decode()


# --- the list ------------------------------------------------------------------


def test_the_list_counts_who_is_there_and_who_is_missing(official):
    cup = cup_with_check_in()
    RegistrationFactory(tournament=cup, name="Here", checked_in_at=timezone.now())
    RegistrationFactory(tournament=cup, name="Gone")
    RegistrationFactory(tournament=cup, name="Owing", status=Status.AWAITING_PAYMENT)
    client = official(cup)

    page = at_the_list(client, cup)

    assert 'Missing <span class="chip__count">1</span>' in page
    assert 'There <span class="chip__count">1</span>' in page
    assert page.index(">Gone<") < page.index(">Here<")
    assert "Owing" not in page
    assert ">Here<" not in at_the_list(client, cup, who="missing")
    assert ">Gone<" not in at_the_list(client, cup, who="there")
    assert ">Here<" not in at_the_list(client, cup, q="gon")


def test_one_is_checked_in_from_the_list_as_it_was_filtered(official):
    cup = cup_with_check_in()
    registration = RegistrationFactory(tournament=cup)
    client = official(cup)
    address = reverse("control:check_in", args=[cup.slug, registration.reference])
    assert f'action="{address}?q=pla&amp;who=missing"' in at_the_list(
        client, cup, q="pla", who="missing"
    )

    response = client.post(f"{address}?q=pla&who=missing", follow=True)

    registration.refresh_from_db()
    assert registration.checked_in_at
    assert response.redirect_chain[-1][0].endswith("?q=pla&who=missing")
    assert "is checked in." in response.content.decode()


def test_outside_the_window_the_list_leads_to_where_a_reason_is_given(official):
    registration = RegistrationFactory(tournament=cup_with_check_in(1, 2))
    cup = registration.tournament
    client = official(cup)

    page = at_the_list(client, cup)
    address = reverse("control:check_in", args=[cup.slug, registration.reference])
    refused = client.post(address, follow=True).content.decode()

    assert "Opens" in page
    assert f'href="{door_of(registration)}"' in page
    assert "Check-in opens on" in refused


def test_check_in_is_extended_from_the_list(official):
    cup = cup_with_check_in()
    client = official(cup)
    address = reverse("control:extend_check_in", args=[cup.slug])
    end = cup.last_check_in_at

    page = client.post(address, {"minutes": "30"}, follow=True).content.decode()
    refused = client.post(address, {"minutes": "7"}, follow=True).content.decode()

    cup.refresh_from_db()
    assert "Check-in is extended" in page
    assert "Extend check-in by 15, 30 or 60 minutes." in refused
    assert cup.last_check_in_at == end + timedelta(minutes=30)


def test_without_check_in_the_list_says_so(official):
    cup = cup_with_check_in(check_in_opens_at=None)

    assert "This tournament has no check-in." in at_the_list(official(cup), cup)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_needs_the_same_queries(official, django_assert_num_queries, count):
    cup = cup_with_check_in()
    for _number in range(count):
        RegistrationFactory(tournament=cup, team=TeamFactory(size=2))
    client = official(cup)
    at_the_list(client, cup)

    with django_assert_num_queries(15):
        at_the_list(client, cup)


# --- the door ------------------------------------------------------------------


def test_the_door_shows_who_it_is_and_checks_in(official):
    cup = cup_with_check_in(entry_fee=500)
    registration = PaidRegistrationFactory(
        tournament=cup, status=Status.CONFIRMED, payment__status="verified"
    )
    registration.roster.update(player_id="p#1")
    client = official(cup)

    page = client.get(door_of(registration)).content.decode()
    after = client.post(door_of(registration), follow=True).content.decode()

    for text in (registration.name, "p#1", "৳ 500", "Verified", "door-button"):
        assert text in page
    assert "is checked in." in after
    assert "door-button" not in after


def test_outside_the_window_the_door_asks_why(official):
    registration = RegistrationFactory(tournament=cup_with_check_in(1, 2))
    client = official(registration.tournament)

    refused = client.post(door_of(registration)).content.decode()
    client.post(door_of(registration), {"reason": "They must leave."})

    assert "This field is required." in refused
    registration.refresh_from_db()
    assert registration.checked_in_at
    assert registration.tournament.events.get().reason == "They must leave."


@pytest.mark.parametrize(
    ("status", "text"),
    [(Status.AWAITING_PAYMENT, "It cannot be checked in now."), (Status.WITHDRAWN, "cannot be")],
)
def test_who_has_no_place_is_not_let_through(official, status, text):
    registration = RegistrationFactory(tournament=cup_with_check_in(), status=status)
    client = official(registration.tournament)

    assert text in client.get(door_of(registration)).content.decode()
    refused = client.post(door_of(registration), follow=True).content.decode()
    assert "Only a confirmed registration can check in." in refused


def test_a_no_show_at_the_door_is_readmitted(official):
    cup = cup_with_check_in(-2, -0.5)
    registration = RegistrationFactory(tournament=cup)
    close_check_in(cup)

    page = official(cup).get(door_of(registration)).content.decode()

    assert reverse("control:readmit", args=[cup.slug, registration.reference]) in page


def test_who_was_there_and_was_rejected_is_not_there(official):
    registration = RegistrationFactory(
        tournament=cup_with_check_in(), status=Status.REJECTED, checked_in_at=hours(-0.1)
    )
    client = official(registration.tournament)

    assert "It cannot be checked in now." in client.get(door_of(registration)).content.decode()
