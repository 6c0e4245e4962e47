import re

import pytest
from django.core.cache import cache

from tests.factories import TournamentFactory, drawn_cup, match_of, win
from tournaments.core.models import Tournament
from tournaments.matches.operations.fixtures import fixture_of

pytestmark = pytest.mark.django_db

HOSTS = "club.example, Stream.Example"


def directive(response, name: str) -> str:
    policy = response["Content-Security-Policy"].split("; ")
    return next(part for part in policy if part.startswith(name))


# --- in frames of other sites ---------------------------------------------------------------


@pytest.mark.parametrize("visit", [1, 2, 3])
def test_only_the_sites_that_the_organizer_named_may_frame_the_bracket(client, settings, visit):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    cup = drawn_cup(4, embed_hosts=HOSTS)

    for _visit in range(visit):  # the third is answered by the page cache
        response = client.get(f"/embed/t/{cup.slug}/bracket/")

    assert response.status_code == 200
    assert directive(response, "frame-ancestors") == (
        "frame-ancestors https://club.example https://stream.example"
    )
    assert directive(response, "default-src") == "default-src 'self'"
    assert "X-Frame-Options" not in response


def test_nobody_may_frame_the_page_itself(client):
    cup = drawn_cup(4, embed_hosts=HOSTS)

    for address in (cup.page.url, f"/t/{cup.slug}/tv/", f"/t/{cup.slug}/bracket/"):
        response = client.get(address)
        assert directive(response, "frame-ancestors") == "frame-ancestors 'none'"
        assert response["X-Frame-Options"] == "DENY"


def test_without_sites_there_is_nothing_to_frame(client):
    assert client.get(f"/embed/t/{drawn_cup(2).slug}/bracket/").status_code == 404


def test_a_draft_is_not_framed(client):
    draft = TournamentFactory(status=Tournament.Status.DRAFT, embed_hosts=HOSTS)

    assert client.get(f"/embed/t/{draft.slug}/bracket/").status_code == 404


def test_links_lead_out_of_the_frame_and_jumps_stay_in_it(client):
    cup = drawn_cup(4, embed_hosts=HOSTS)

    html = client.get(f"/embed/t/{cup.slug}/bracket/").content.decode()

    assert '<base target="_top">' in html
    assert re.findall(r'<a [^>]*href="#[^"]*"(?! target="_self")', html) == []
    assert f'href="/t/{cup.slug}/" target="_top" rel="noopener"' in html


# --- over streams ---------------------------------------------------------------------------


def test_an_overlay_tells_names_score_length_and_round(client):
    match = match_of(drawn_cup(4), "W1-1")
    win(match)

    html = client.get(f"/overlay/match/{match.pk}/").content.decode()

    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "P1 2 P4 1" in text
    assert "Semi-final 1 Best of 1" in text
    assert f'data-topics="match:{match.pk} tournament:{match.tournament.pk}"' in html


@pytest.mark.parametrize(
    ("asked", "theme"), [("", "dark"), ("light", "light"), ("dark", "dark"), ("x", "dark")]
)
def test_the_theme_of_an_overlay(client, asked, theme):
    match = match_of(drawn_cup(2), "F")

    html = client.get(f"/overlay/match/{match.pk}/", {"theme": asked}).content.decode()

    assert f'class="overlay overlay--{theme}"' in html


def test_an_overlay_shows_nothing_that_only_players_know(client):
    match = match_of(drawn_cup(2), "F")
    fixture = fixture_of(match)
    fixture.lobby_code, fixture.lobby_password = "LOBBY-77", "secret-77"
    fixture.save()

    for address in (
        f"/overlay/match/{match.pk}/",
        f"/matches/{match.pk}/part/",
        f"/api/v1/matches/{match.pk}/",
        f"/api/v1/tournaments/{match.tournament.slug}/now/",
    ):
        html = client.get(address).content.decode()
        assert "LOBBY-77" not in html
        assert "secret-77" not in html
