import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.factories import UserFactory, drawn_cup, match_of, organizer_of
from tests.factories.evidence import player_of
from tests.factories.staff import moderator_of
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.core.roles import official_of
from tournaments.matches import operations
from tournaments.matches.models import ScoreLink
from tournaments.matches.queries import visible_matches
from tournaments.matches.reports_screen import report_section

pytestmark = pytest.mark.django_db

WON = {"outcome": "played", "game_1_1": 2, "game_1_2": 1}
LOBBY = [{"format": "free_for_all", "name": "Final", "lobby_size": 4, "games": 1}]


@pytest.fixture
def match() -> Match:
    return match_of(drawn_cup(2), "F")


def link_of(match: Match) -> str:
    link = operations.make_score_link(match, by=organizer_of(match.tournament))
    return link.get_absolute_url()


def address(match: Match, name: str) -> str:
    return reverse(f"matches:{name}", args=[match.pk])


def test_a_scorekeeper_without_an_account_enters_the_result_once(client, match):
    link = link_of(match)
    form = client.get(link)

    response = client.post(link, WON, follow=True)
    again = client.post(link, WON | {"game_1_2": 5})

    assert (form.status_code, form["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert "no-store" in form["Cache-Control"]
    assert response.redirect_chain == [(link, 302)]
    assert "The result is entered." in response.content.decode()
    assert "P1 won." in response.content.decode()
    assert "This match is decided already." in again.content.decode()
    assert match.sides.get(is_winner=True).slot == 1


def test_impossible_scores_are_refused_beside_the_form(client, match):
    page = client.post(link_of(match), WON | {"game_1_1": 1}).content.decode()

    assert "level" in page
    assert Match.objects.get(pk=match.pk).status == "ready"


def test_the_link_enters_a_lobby_too(client):
    match = Match.objects.get(stage__tournament=drawn_cup(4, stages=LOBBY))
    link = link_of(match)
    places = {f"place_{slot}": 5 - slot for slot in range(1, 5)}

    client.post(link, places | {f"kills_{slot}": slot for slot in range(1, 5)})

    assert list(match.sides.values_list("place", flat=True)) == [4, 3, 2, 1]


@pytest.mark.parametrize("token", ["1", "1:forged", "৭", "a.b:c"])
def test_a_link_that_was_not_made_here_is_kindly_not_found(client, match, token):
    link_of(match)

    response = client.get(reverse("matches:score", args=[token]))

    assert (response.status_code, response["X-Robots-Tag"]) == (404, "noindex, nofollow")
    assert "Ask an official" in response.content.decode()


def test_a_revoked_link_and_that_of_a_hidden_tournament_are_not_found(client, match):
    other = match_of(drawn_cup(2), "F")
    revoked, hidden = link_of(match), link_of(other)
    client.force_login(organizer_of(match.tournament))
    client.post(address(match, "revoke_score_link"))
    Tournament.objects.filter(pk=other.tournament.pk).update(status="draft")

    assert [client.get(link).status_code for link in (revoked, hidden)] == [404, 404]
    assert client.post(revoked, WON).status_code == 404


def test_an_official_makes_the_link_and_sees_its_code(client, match, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://crown.example"
    official = organizer_of(match.tournament)
    client.force_login(official)

    response = client.post(address(match, "score_link"))

    match = visible_matches().get(pk=match.pk)
    section = report_section(match, by=official, official=official_of(official, match.tournament))
    page = render_to_string(
        "tournaments/matches/_reports.html",
        {"reports": section, "match": match, "csrf_token": "token"},
    )
    link = ScoreLink.objects.get()
    assert response.url == f"{match.get_absolute_url()}#score-link"
    assert section.link.address == f"https://crown.example{link.get_absolute_url()}"
    assert section.link.code.startswith("data:image/svg+xml")
    assert section.link.address in page


def test_only_officials_who_enter_results_make_links(client, match):
    link_of(match)
    assert client.post(address(match, "score_link")).status_code == 302
    answers = {
        player_of(match): 404,
        UserFactory(): 404,
        organizer_of(drawn_cup(2)): 404,
        moderator_of(match.tournament): 403,
    }

    for user, status in answers.items():
        client.force_login(user)
        names = ("score_link", "revoke_score_link")
        assert [client.post(address(match, name)).status_code for name in names] == [status] * 2
    assert ScoreLink.objects.in_force().count() == 1


def test_players_do_not_see_the_link(match):
    link_of(match)
    match = visible_matches().get(pk=match.pk)

    assert report_section(match, by=player_of(match), official=None).link is None
