from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from tests.factories import UserFactory, drawn_cup, match_of, organizer_of
from tests.factories.evidence import player_of
from tests.factories.matchday import MAPS, pass_time, veto_final
from tests.factories.staff import staff_of
from tournaments.brackets.models import Match
from tournaments.matches import operations
from tournaments.matches.models import Veto, VetoAction
from tournaments.matches.veto_screen import MapCard, veto_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def match() -> Match:
    match = veto_final()
    operations.begin_veto(match, by=organizer_of(match.tournament))
    return match


def address(name: str, match: Match, *more: int) -> str:
    return reverse(f"matches:{name}", args=[match.pk, *more])


def section(match: Match, *, by=None):
    return veto_section(match, by=by or AnonymousUser(), official=None)


def test_whose_turn_it_is_bans_by_a_button(client, match):
    client.force_login(player_of(match, 1))
    board = client.get(address("veto", match)).content.decode()
    assert "Your turn: ban a map." in board
    assert board.count("Ban ") == len(MAPS)

    response = client.post(address("veto", match), {"map": "Bind"}, follow=True)

    assert response.redirect_chain == [(f"{match.get_absolute_url()}#veto", 302)]
    assert VetoAction.objects.get().map == "Bind"
    after = client.get(address("veto", match)).content.decode()
    assert "P2 bans a map." in after
    assert "Banned by P1" in after
    assert "<button" not in after


def test_htmx_gets_the_board_with_the_reason_of_a_refusal(client, match):
    client.force_login(player_of(match, 2))

    response = client.post(address("veto", match), {"map": "Bind"}, HTTP_HX_REQUEST="true")

    assert response.status_code == 200
    assert "It is the turn of the other side." in response.content.decode()
    assert "<html" not in response.content.decode()
    assert not VetoAction.objects.exists()


def test_a_refusal_without_script_stands_on_the_match(client, match):
    client.force_login(player_of(match, 1))

    page = client.post(address("veto", match), {"map": "x" * 5000}, follow=True)

    assert "This map is not in the pool." in page.content.decode()


def test_everybody_watches_and_nobody_else_takes_part(client, match):
    part = address("veto", match)
    assert client.get(part).status_code == 200
    assert "csrfmiddlewaretoken" not in client.get(part).content.decode()
    assert client.post(part, {"map": "Bind"}).url.startswith(reverse("account_login"))
    for name, more in (("choose_start", [3]), ("begin_veto", [])):
        assert client.post(address(name, match, *more)).status_code == 302
        assert client.get(address(name, match, *more)).status_code in {302, 405}

    answers = []
    cup = match.tournament
    strangers = [
        UserFactory(),
        organizer_of(drawn_cup(2)),
        player_of(match_of(drawn_cup(2), "F")),
        staff_of(cup, "caster"),
    ]
    for user in strangers:
        client.force_login(user)
        assert client.get(part).status_code == 200
        answers.append(
            [
                client.post(part, {"map": "Bind"}).status_code,
                client.post(address("choose_start", match, 3)).status_code,
                client.post(address("begin_veto", match)).status_code,
            ]
        )
    assert answers == [[404, 404, 404]] * 3 + [[404, 404, 403]]
    assert not VetoAction.objects.exists()


def test_a_side_chooses_where_it_begins(client, match):
    for turn, name in enumerate(["Bind", "Split", "Haven"]):
        operations.veto_map(match, map=name, by=player_of(match, 1 + turn % 2))
    client.force_login(player_of(match, 2))
    board = client.get(address("veto", match)).content.decode()
    assert 'name="side" value="Attack"' in board

    client.post(address("choose_start", match, 3), {"side": "Attack"})

    after = client.get(address("veto", match)).content.decode()
    assert "P2 begins on: Attack" in after
    assert 'name="side"' not in after


def test_a_side_begins_the_veto_by_a_button(client):
    match = veto_final()
    client.force_login(player_of(match))
    assert address("begin_veto", match) in client.get(address("veto", match)).content.decode()

    client.post(address("begin_veto", match))

    assert Veto.objects.get().match == match


# --- the board ----------------------------------------------------------------------


def test_the_board_says_what_became_of_each_map(match):
    for turn, name in enumerate(["Bind", "Split", "Haven", "Lotus", "Ascent", "Sunset"]):
        operations.veto_map(match, map=name, by=player_of(match, 1 + turn % 2))
    operations.choose_start(match, number=3, side="Defence", by=player_of(match, 2))

    shown = section(match)

    assert shown.maps == (
        MapCard("Ascent", "ban", "Banned by P1", number=5),
        MapCard("Bind", "ban", "Banned by P1", number=1),
        MapCard("Haven", "pick", "Picked by P1", game=1, number=3, start="P2 begins on: Defence"),
        MapCard("Icebox", "decider", "Left over: the decider", game=3, number=7),
        MapCard("Lotus", "pick", "Picked by P2", game=2, number=4),
        MapCard("Split", "ban", "Banned by P2", number=2),
        MapCard("Sunset", "ban", "Banned by P2", number=6),
    )
    assert [card.name for card in shown.played] == ["Haven", "Lotus", "Icebox"]
    assert (shown.is_over, shown.turn, shown.until, shown.takes) == (True, "", None, "")


def test_the_board_is_true_before_any_worker_has_run(match, monkeypatch):
    began = Veto.objects.get().turn_began_at
    monkeypatch.setattr(timezone, "now", lambda: began + timedelta(seconds=150))

    shown = section(match, by=player_of(match, 1))

    assert not VetoAction.objects.exists()
    assert shown.maps[:3] == (
        MapCard("Ascent", "ban", "Banned for P1: the time ran out", number=1),
        MapCard("Bind", "ban", "Banned for P2: the time ran out", number=2),
        MapCard("Haven"),
    )
    assert shown.turn == "P1 picks a map."
    assert shown.takes == "pick"
    assert shown.until == began + timedelta(seconds=180)


def test_the_board_is_the_same_once_it_is_written_down(match, monkeypatch):
    pass_time(monkeypatch, seconds=200)
    before = section(match)

    operations.let_time_decide(Veto.objects.get().pk)

    assert section(match) == before


def test_nothing_is_shown_where_there_is_no_veto():
    match = match_of(drawn_cup(2), "F")

    assert section(match) is None
    assert section(match, by=organizer_of(match.tournament)) is None


def test_before_it_begins_everybody_sees_the_maps_and_some_can_begin_it():
    match = veto_final()

    assert [card.name for card in section(match).maps] == MAPS
    assert section(match).waits
    assert not section(match, by=UserFactory()).can_begin
    assert section(match, by=player_of(match)).can_begin
    assert section(match, by=organizer_of(match.tournament)).can_begin


def test_nothing_is_shown_where_the_maps_are_too_few():
    assert section(veto_final(maps=2)) is None


@pytest.mark.parametrize("turns", [1, 3])
def test_the_board_asks_as_often_whatever_was_done(match, django_assert_num_queries, turns):
    for turn, name in enumerate(MAPS[:turns]):
        operations.veto_map(match, map=name, by=player_of(match, 1 + turn % 2))

    player = player_of(match)
    with django_assert_num_queries(4):
        section(match, by=player)
