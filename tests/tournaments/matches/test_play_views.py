from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import UserFactory, drawn_cup, match_of, organizer_of, win
from tests.factories.evidence import player_of
from tests.factories.matchday import final_at, pass_time, veto_final
from tests.factories.staff import staff_of
from tournaments.brackets.models import Match
from tournaments.core.roles import official_of
from tournaments.matches import operations
from tournaments.matches.arrival_screen import arrival_section
from tournaments.matches.models import Fixture, MatchCheckIn

pytestmark = pytest.mark.django_db

OFFICIALS = ["call", "start", "restart", "give_time", "lobby"]


def address(name: str, match: Match, *more: int) -> str:
    return reverse(f"matches:{name}", args=[match.pk, *more])


def entrant(match: Match, slot: int = 1) -> int:
    return match.sides.get(slot=slot).entrant_id


def section(match: Match, *, by):
    match = Match.objects.get(pk=match.pk)
    return arrival_section(match, by=by, official=official_of(by, match.tournament))


# --- who may ---------------------------------------------------------------------


@pytest.mark.parametrize("name", OFFICIALS)
def test_only_officials_who_enter_results_reach_these(client, name):
    match = final_at()
    cup, path = match.tournament, address(name, match)
    visitor = client.post(path)
    assert (visitor.status_code, visitor.url.split("?")[0]) == (302, reverse("account_login"))

    answers = {}
    for who, user in {
        "stranger": UserFactory(),
        "player": player_of(match),
        "other organizer": organizer_of(drawn_cup(2)),
        "moderator": staff_of(cup, "moderator"),
        "caster": staff_of(cup, "caster"),
    }.items():
        client.force_login(user)
        answers[who] = client.post(path).status_code

    assert answers == {
        "stranger": 404,
        "player": 404,
        "other organizer": 404,
        "moderator": 403,
        "caster": 403,
    }
    match.refresh_from_db()
    assert match.status == Match.Status.READY


@pytest.mark.parametrize("name", ["call", "start", "give_time"])
def test_nothing_is_done_by_a_link(client, name):
    match = final_at()
    client.force_login(organizer_of(match.tournament))

    assert client.get(address(name, match)).status_code == 405


def test_only_those_of_the_match_learn_of_its_lobby_and_who_is_there(client):
    match = final_at()
    cup = match.tournament
    operations.set_lobby(
        match,
        by=organizer_of(cup),
        lobby_code="CODE-77",
        lobby_password="SECRET-88",
        server="Mumbai 9",
        voice_channel="VOICE-66",
        note="NOTE-55",
    )
    words = ("CODE-77", "SECRET-88", "Mumbai 9", "VOICE-66", "NOTE-55")
    part = address("arrival", match)
    assert client.get(part).status_code == 302
    strangers = [
        UserFactory(),
        organizer_of(drawn_cup(2)),
        player_of(match_of(drawn_cup(2), "F")),
        *[staff_of(cup, role) for role in ("moderator", "verifier", "caster")],
    ]
    for user in [None, *strangers]:
        if user:
            client.force_login(user)
            assert client.get(part).status_code == 404
            assert section(match, by=user) is None
        for path in (
            match.get_absolute_url(),
            cup.get_absolute_url(),
            address("veto", match),
            f"/t/{cup.slug}/",
            f"/api/v1/tournaments/{cup.slug}/bracket/",
        ):
            page = client.get(path, follow=True).content.decode()
            assert not [word for word in words if word in page]
    for user in (player_of(match, 1), player_of(match, 2), staff_of(cup, "referee")):
        client.force_login(user)
        response = client.get(part)
        assert all(word in response.content.decode() for word in words)
        assert "no-store" in response["Cache-Control"]


# --- checking in -------------------------------------------------------------------


def test_a_player_checks_in_by_one_button(client):
    match = final_at()
    client.force_login(player_of(match))
    path = address("check_in", match, entrant(match))
    assert path in client.get(address("arrival", match)).content.decode()

    response = client.post(path, follow=True)

    assert response.redirect_chain == [(f"{match.get_absolute_url()}#arrival", 302)]
    assert "P1 is checked in." in response.content.decode()
    part = client.get(address("arrival", match)).content.decode()
    assert path not in part
    assert "Not there yet: P2." in part


def test_a_late_click_says_why_and_does_nothing(client, monkeypatch):
    match = final_at()
    pass_time(monkeypatch, minutes=10)
    client.force_login(player_of(match))

    page = client.post(address("check_in", match, entrant(match)), follow=True).content.decode()

    assert "The officials decide now." in page
    assert not MatchCheckIn.objects.exists()
    match.refresh_from_db()
    assert match.status == Match.Status.READY


def test_nobody_checks_in_a_side_of_another_match(client):
    match, other = final_at(), final_at()
    client.force_login(player_of(match))

    assert client.post(address("check_in", match, entrant(other))).status_code == 404
    assert client.post(address("check_in", other, entrant(other))).status_code == 404


# --- the screen -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "now", "is_open"),
    [
        (-16, "Check-in opens at ", False),
        (-15, "Check in now: who is not there in time loses the match.", True),
        (9, "Check in now: who is not there in time loses the match.", True),
        (10, "Check-in is over. The officials decide what follows.", False),
    ],
)
def test_a_player_reads_what_to_do_now(monkeypatch, minutes, now, is_open):
    starts_at = timezone.now() + timedelta(hours=5)
    match = final_at(starts_at)
    monkeypatch.setattr(timezone, "now", lambda: starts_at + timedelta(minutes=minutes))

    shown = section(match, by=player_of(match))

    assert shown.now.startswith(now)
    assert (shown.until == starts_at + timedelta(minutes=10)) == is_open
    assert [side.can_check_in for side in shown.sides] == [is_open, False]
    assert not shown.is_official


def test_without_check_in_a_player_reads_when_to_come():
    match = match_of(drawn_cup(2), "F")
    player = player_of(match)
    assert (
        section(match, by=player).now == "Play when both sides are there, or when you are called."
    )

    Fixture.objects.create(match=match, starts_at=timezone.now())
    assert section(match, by=player).now.startswith("Be there at ")
    operations.call_match(match, by=organizer_of(match.tournament))
    assert section(match, by=player).now == "The match is called. Play now."


def test_an_official_has_every_button_that_fits():
    match = final_at()
    official = organizer_of(match.tournament)

    ready = section(match, by=official)
    assert (ready.can_call, ready.can_start, ready.can_restart) == (True, True, False)
    assert (ready.can_set_lobby, ready.time_form is None) == (True, False)
    assert [side.can_check_in for side in ready.sides] == [True, True]

    operations.start_match(match, by=official)
    live = section(match, by=official)
    assert (live.can_call, live.can_start, live.can_restart) == (False, False, True)
    assert live.time_form is None

    win(match)
    assert section(match, by=official) is None


def test_an_official_who_plays_has_the_buttons_of_a_player():
    match = final_at()
    playing = player_of(match)
    match.tournament.organizer.group.user_set.add(playing)

    shown = section(match, by=playing)

    assert not shown.is_official
    assert [side.can_check_in for side in shown.sides] == [True, False]


def test_the_screen_asks_as_often_for_a_full_match_as_for_an_empty_one(django_assert_num_queries):
    match = Match.objects.select_related("stage__tournament").get(pk=final_at().pk)
    player = player_of(match)
    with django_assert_num_queries(7):
        arrival_section(match, by=player, official=None)
    operations.check_in_side(match, entrant=match.sides.get(slot=2).entrant, by=player_of(match, 2))
    operations.set_lobby(match, by=organizer_of(match.tournament), lobby_code="A", server="B")

    with django_assert_num_queries(7):
        arrival_section(match, by=player, official=None)


# --- what officials do -----------------------------------------------------------------


def test_an_official_calls_and_starts_by_buttons(client):
    match = final_at()
    client.force_login(organizer_of(match.tournament))

    called = client.post(address("call", match), follow=True).content.decode()
    again = client.post(address("call", match), follow=True).content.decode()
    started = client.post(address("start", match), follow=True).content.decode()

    assert "Both sides are told to come." in called
    assert "Both sides were called already." in again
    assert "The match is live." in started
    match.refresh_from_db()
    assert match.status == Match.Status.LIVE


def test_a_restart_is_confirmed_with_a_reason(client):
    match = veto_final()
    official = organizer_of(match.tournament)
    operations.start_match(match, by=official)
    client.force_login(official)
    path = address("restart", match)

    asked = client.get(path).content.decode()
    empty = client.post(path, {"reason": " "})
    done = client.post(path, {"reason": "Wrong server"}, follow=True).content.decode()

    assert "Restart the match?" in asked
    assert empty.context["form"].errors["reason"] == ["This field is required."]
    assert "The match begins anew" in done
    match.refresh_from_db()
    assert match.status == Match.Status.READY


def test_a_restart_that_cannot_be_says_so(client):
    match = veto_final()
    client.force_login(organizer_of(match.tournament))

    page = client.post(address("restart", match), {"reason": "Why not"}).content.decode()

    assert "Only a match that has begun" in page


@pytest.mark.parametrize(
    ("minutes", "message"),
    [("5", "The sides have more time"), ("0", "greater than or equal to 1"), ("x", "whole number")],
)
def test_an_official_gives_more_time(client, minutes, message):
    match = final_at()
    client.force_login(organizer_of(match.tournament))

    page = client.post(address("give_time", match), {"minutes": minutes}, follow=True)

    assert message in page.content.decode()


def test_the_lobby_takes_its_own_fields_and_no_others(client):
    match = final_at()
    before = Fixture.objects.get()
    client.force_login(organizer_of(match.tournament))

    client.post(
        address("lobby", match),
        {
            "lobby_code": "ABC",
            "stream_url": "twitch.tv/cup",
            "starts_at": "2030-01-01T00:00",
            "called_at": "2030-01-01T00:00",
            "referee": "1",
            "station": "1",
            "sequence": "99",
            "match": "1",
        },
    )

    after = Fixture.objects.get()
    assert (after.lobby_code, after.stream_url) == ("ABC", "https://twitch.tv/cup")
    for name in ("match_id", "starts_at", "called_at", "referee_id", "station_id", "sequence"):
        assert getattr(after, name) == getattr(before, name)


@pytest.mark.parametrize("stream", ["javascript:alert(1)", "not an address", "x" * 300])
def test_a_stream_is_an_address(client, stream):
    match = final_at()
    client.force_login(organizer_of(match.tournament))

    response = client.post(address("lobby", match), {"stream_url": stream})

    assert list(response.context["form"].errors) == ["stream_url"]
    assert Fixture.objects.get().stream_url == ""


def test_the_lobby_is_edited_as_it_stands_and_can_be_emptied(client):
    match = final_at()
    official = organizer_of(match.tournament)
    operations.set_lobby(match, by=official, lobby_code="OLD-1", note="<b>Be nice</b>")
    client.force_login(official)

    page = client.get(address("lobby", match)).content.decode()
    assert "OLD-1" in page
    assert "&lt;b&gt;Be nice&lt;/b&gt;" in page
    client.post(address("lobby", match), {})

    assert Fixture.objects.get().lobby_code == ""
