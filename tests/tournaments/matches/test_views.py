import pytest
from django.urls import reverse

from tests.factories import (
    OrganizerFactory,
    UserFactory,
    draw_next,
    drawn_cup,
    entered_cup,
    match_of,
    names_of,
    organizer_of,
    win,
)
from tests.factories.play import KNOCKOUT
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db

PLAYED = {"outcome": "played", "game_1_1": 2, "game_1_2": 1}


def result_url(match: Match) -> str:
    return reverse("matches:enter_result", args=[match.pk])


def final() -> Match:
    return match_of(drawn_cup(2), "F")


def test_everybody_sees_a_match(client):
    match = final()
    win(match, 2)

    response = client.get(match.get_absolute_url())

    page = response.content.decode()
    assert response.status_code == 200
    assert "P2 won." in page
    assert match.tournament.title in page
    assert "result-form" not in page


@pytest.mark.parametrize(
    "hide",
    [
        lambda cup: Tournament.objects.filter(pk=cup.pk).update(status="draft"),
        lambda cup: cup.page.specific.unpublish(),
    ],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_match_of_a_hidden_tournament_is_not_found(client, hide, signed_in):
    match = final()
    if signed_in:
        client.force_login(organizer_of(match.tournament))
    hide(match.tournament)

    assert client.get(match.get_absolute_url()).status_code == 404
    if signed_in:
        assert client.post(result_url(match), PLAYED).status_code == 404


def test_an_unknown_match_is_not_found(client):
    assert client.get("/matches/0/").status_code == 404


def test_the_organizer_enters_a_result(client):
    cup = drawn_cup(4)
    match = match_of(cup, "W1-1")
    client.force_login(organizer_of(cup))
    assert "result-form" in client.get(match.get_absolute_url()).content.decode()

    response = client.post(result_url(match), PLAYED, follow=True)

    assert response.redirect_chain == [(match.get_absolute_url(), 302)]
    assert "The result is entered." in response.content.decode()
    assert names_of(match_of(cup, "F").sides) == ["P1", None]


def test_the_organizer_enters_a_forfeit(client):
    match = final()
    client.force_login(organizer_of(match.tournament))

    client.post(result_url(match), {"outcome": "absent_1"})

    match.refresh_from_db()
    assert match.decided_by == Match.DecidedBy.FORFEIT
    assert match.sides.get(is_winner=True).slot == 2


def test_a_refused_result_is_explained_and_what_was_typed_stays(client):
    match = match_of(drawn_cup(2, stages=[{**KNOCKOUT, "best_of": 3}]), "F")
    client.force_login(organizer_of(match.tournament))

    page = client.post(result_url(match), PLAYED).content.decode()

    assert "The match is not over: a best of 3 stands 1-0." in page
    assert 'name="game_1_1" value="2"' in page


def test_a_result_for_a_decided_match_is_refused(client):
    match = final()
    win(match, 1)
    client.force_login(organizer_of(match.tournament))

    page = client.post(result_url(match), PLAYED | {"game_1_2": 5}).content.decode()

    assert "This match is decided already." in page
    assert match.sides.get(is_winner=True).slot == 1


def test_a_result_for_a_match_without_its_sides_is_refused(client):
    cup = drawn_cup(4)
    match = match_of(cup, "F")
    client.force_login(organizer_of(cup))

    page = client.post(result_url(match), PLAYED, follow=True).content.decode()

    assert "This match still waits for its sides." in page
    assert match_of(cup, "F").status == Match.Status.PENDING


def test_an_organizer_who_plays_reads_why_there_is_no_form(client):
    match = final()
    player = match.sides.get(slot=1).entrant.registration.user
    player.groups.add(match.tournament.organizer.group)
    client.force_login(player)
    refusal = "You play in this match, so another official must enter its result."

    seen = client.get(match.get_absolute_url()).content.decode()
    tried = client.post(result_url(match), PLAYED).content.decode()

    assert refusal in seen
    assert "result-form" not in seen
    assert refusal in tried
    assert match_of(match.tournament, "F").status == Match.Status.READY


def player_of(match: Match):
    return match.sides.get(slot=1).entrant.registration.user


def another_organizer(match: Match):
    stranger = UserFactory()
    OrganizerFactory(members=[stranger])
    return stranger


@pytest.mark.parametrize("who", [lambda match: UserFactory(), player_of, another_organizer])
def test_nobody_else_finds_the_form(client, who):
    match = final()
    client.force_login(who(match))

    assert "result-form" not in client.get(match.get_absolute_url()).content.decode()
    assert client.post(result_url(match), PLAYED).status_code == 404
    assert match_of(match.tournament, "F").status == Match.Status.READY


def test_a_visitor_who_enters_a_result_is_asked_to_sign_in(client):
    match = final()

    response = client.post(result_url(match), PLAYED)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert match_of(match.tournament, "F").status == Match.Status.READY


def test_a_result_is_never_entered_by_a_link(client):
    match = final()
    client.force_login(organizer_of(match.tournament))

    assert client.get(result_url(match)).status_code == 405


def test_names_are_escaped(client):
    cup = entered_cup(2)
    cup.registrations.filter(name="P1").update(name="<b>Bold</b>")
    draw_next(cup)

    page = client.get(match_of(cup, "F").get_absolute_url()).content.decode()

    assert "<b>Bold" not in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page


@pytest.mark.parametrize("entrants", [2, 4])
def test_a_match_page_needs_the_same_queries(client, django_assert_num_queries, entrants):
    cup = drawn_cup(entrants)
    address = match_of(cup, "F").get_absolute_url()
    client.get(address)

    # The match with its sides and games, its veto and dispute, and the agenda for its time.
    with django_assert_num_queries(10):
        assert client.get(address).status_code == 200
