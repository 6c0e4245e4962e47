"""The screens of rulings: look first, give a reason, then it is done; or read why not."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.factories import completed_cup, match_of, organizer_of, win
from tests.factories.formats import cup_of, entrant_of
from tests.factories.play import KNOCKOUT, LEAGUE
from tournaments.control.models import Correction
from tournaments.control.operations import conclude
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db


def address(name: str, cup: Tournament, *extra) -> str:
    return reverse(f"control:{name}", args=[cup.slug, *extra])


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_match_is_taken_out_after_a_look_and_with_a_reason(client):
    cup = cup_of(LEAGUE)
    match = win(cup.drawn_stages.get().matches.first())
    client.force_login(organizer_of(cup))
    void = address("void", cup, match.pk)

    look = client.get(void)
    seen = {"seen": look.context["preview"].digest}
    without = client.post(void, seen)
    done = client.post(void, seen | {"reason": "The server crashed."})

    assert "to 2 people" in look.content.decode()
    assert without.context["form"].errors["reason"]
    assert done.url == address("room", cup)
    match.refresh_from_db()
    assert (match.status, Correction.objects.get().kind) == ("void", "void")


def test_a_match_of_a_bracket_is_not_taken_out(client):
    cup = cup_of(KNOCKOUT)
    match = win(match_of(cup, "W1-1"))
    client.force_login(organizer_of(cup))

    response = client.get(address("void", cup, match.pk))

    assert response.url == match.get_absolute_url()
    assert "neither side showed up" in said(response)[0]
    page = client.get(address("correct", cup, match.pk)).content.decode()
    assert "Or take it out" not in page


def test_two_entrants_change_places(client):
    cup = cup_of(KNOCKOUT)
    client.force_login(organizer_of(cup))
    exchange = address("exchange", cup, 1)
    pair = {"one": entrant_of(cup, "P1").pk, "other": entrant_of(cup, "P2").pk}

    page = client.get(exchange)
    same = client.post(exchange, pair | {"other": pair["one"]})
    look = client.post(exchange, pair)
    seen = pair | {"seen": look.context["preview"].digest}
    without = client.post(exchange, seen)
    done = client.post(exchange, seen | {"reason": "Drawn by hand."})

    assert "1. P1" in page.content.decode()
    assert same.context["form"].errors["other"] == ["Choose two different entrants."]
    assert without.context["form"].errors["reason"]
    assert done.url == address("room", cup)
    order = cup.drawn_stages.get().entries.order_by("seed")
    assert list(order.values_list("entrant__name", flat=True)) == ["P2", "P1", "P3", "P4"]


def test_a_stage_that_has_begun_says_so(client):
    cup = cup_of(KNOCKOUT)
    win(match_of(cup, "W1-1"))
    client.force_login(organizer_of(cup))

    response = client.get(address("exchange", cup, 1))

    assert said(response) == ["Something of “Playoffs” is played already, so its draw stands."]


def test_a_completed_tournament_is_opened_again(client):
    cup = completed_cup(2)
    for _step in range(3):
        conclude(cup)
    client.force_login(organizer_of(cup))
    reopen = address("reopen", cup)

    page = client.get(reopen).content.decode()
    client.post(reopen, {"reason": ""})
    assert Tournament.objects.get(pk=cup.pk).status == "completed"
    done = client.post(reopen, {"reason": "The final was wrong."})

    assert all(part in page for part in ("1. P1", "2 certificates", "2 people are told"))
    assert "everybody can read it among the decisions" in page
    assert done.url == address("room", cup)
    cup.refresh_from_db()
    assert cup.status == "live"
    assert said(client.get(reopen))[-1].startswith("Only a completed tournament")
