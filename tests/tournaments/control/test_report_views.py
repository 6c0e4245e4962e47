import pytest
from django.urls import reverse

from tests.factories import UserFactory, drawn_cup, organizer_of
from tests.factories.play import KNOCKOUT
from tournaments.engine.trf_reading import read

pytestmark = pytest.mark.django_db

SWISS = {"format": "swiss", "name": "Swiss", "rounds": 2}


def address(cup, number: int = 1) -> str:
    return reverse("control:report", args=[cup.slug, number])


def test_the_organizer_takes_a_swiss_stage_as_a_file(client):
    cup = drawn_cup(4, stages=[SWISS])
    client.force_login(organizer_of(cup))

    response = client.get(address(cup))

    assert response["Content-Disposition"] == f'attachment; filename="{cup.slug}-1.trf"'
    players = read(response.content.decode()).players
    assert [player.name for player in players] == ["P1", "P2", "P3", "P4"]


def test_nobody_else_takes_it(client):
    cup, other = drawn_cup(4, stages=[SWISS]), drawn_cup(2)
    assert client.get(address(cup)).status_code == 302

    for person in (UserFactory(), organizer_of(other), cup.entrants.first().registration.user):
        client.force_login(person)
        assert client.get(address(cup)).status_code == 404


def test_only_a_swiss_stage_has_such_a_file(client):
    cup = drawn_cup(4, stages=[KNOCKOUT])
    client.force_login(organizer_of(cup))

    assert client.get(address(cup)).status_code == 404
    assert client.get(address(cup, 2)).status_code == 404


def test_a_long_name_is_cut_to_the_form(client):
    cup = drawn_cup(2, stages=[SWISS])
    cup.entrants.filter(name="P1").update(name="A very long name of a team, " * 3)
    client.force_login(organizer_of(cup))

    response = client.get(address(cup))

    [first, _second] = read(response.content.decode()).players
    assert first.name == "A very long name of a team, A ver"


def test_a_rating_that_the_form_has_no_room_for_is_told(client):
    cup = drawn_cup(2, stages=[SWISS])
    cup.registrations.filter(name="P1").update(rating=12345)
    client.force_login(organizer_of(cup))

    response = client.get(address(cup), follow=True)

    assert "The report cannot be written" in response.content.decode()
