from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import RegistrationFactory, TeamFactory, TournamentFactory, UserFactory
from tournaments.core.models import Tournament
from tournaments.registration.rules import can_register

pytestmark = pytest.mark.django_db


def ask(client, cup, **query):
    return client.get(reverse("api_registration", args=[cup.slug]), query)


def codes(response):
    return [reason["code"] for reason in response.json()["reasons"]]


def test_the_address_is_the_one_that_is_published():
    address = reverse("api_registration", args=["cup"])

    assert address == "/api/v1/tournaments/cup/registration/"


def test_who_may_register_is_told_so(client):
    client.force_login(UserFactory())

    response = ask(client, TournamentFactory())

    assert response.json() == {"may_register": True, "reasons": []}
    assert "no-store" in response["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in response


def test_every_reason_is_named_as_on_the_page(client):
    user = UserFactory()
    cup = TournamentFactory(capacity=2, registration_closes_at=timezone.now() - timedelta(hours=1))
    RegistrationFactory.create_batch(2, tournament=cup)
    client.force_login(user)

    response = ask(client, cup)

    shown = can_register(cup, user)
    assert codes(response) == [refusal.code for refusal in shown] == ["closed", "full"]
    assert [each["message"] for each in response.json()["reasons"]] == [
        refusal.message for refusal in shown
    ]


def test_an_anonymous_visitor_is_asked_to_sign_in(client):
    assert "anonymous" in codes(ask(client, TournamentFactory()))


def test_a_team_is_asked_for_by_its_address(client):
    cup = TournamentFactory(participation="team")
    team = TeamFactory(captain=UserFactory())
    client.force_login(team.members.get())

    own = ask(client, cup, team=team.slug)
    foreign = ask(client, cup, team=TeamFactory().slug)
    missing = ask(client, cup, team="nobody")

    assert codes(own) == []
    assert codes(foreign) == ["not_captain"]
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "no_such_team")


def test_a_draft_is_not_there(client):
    draft = TournamentFactory(status=Tournament.Status.DRAFT)

    assert ask(client, draft).status_code == 404


def test_it_is_only_read(client):
    address = reverse("api_registration", args=[TournamentFactory().slug])

    assert client.post(address).status_code == 405
