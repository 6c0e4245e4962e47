import pytest
from django.urls import reverse

from tests.factories import TournamentFactory
from tests.factories.competition import drawn_stage, entrants_of
from tests.factories.play import LEAGUE, drawn_cup, match_of, play_all, win
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db

MODEL = {"as": "brackets-model"}


def address(cup: Tournament) -> str:
    return reverse("api_bracket", args=[cup.slug])


def test_the_address_is_the_one_that_is_published():
    assert reverse("api_bracket", args=["cup"]) == "/api/v1/tournaments/cup/bracket/"


def test_any_site_may_read_it(client):
    response = client.get(address(TournamentFactory()), MODEL)

    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("form", [{}, MODEL])
def test_without_a_draw_there_is_nothing_in_it(client, form):
    answer = client.get(address(TournamentFactory(slug="cup")), form).json()

    assert all(value in ([], "cup") for value in answer.values())


@pytest.mark.parametrize("form", [{}, MODEL, {"as": "nothing"}])
def test_a_draft_is_not_there_for_anybody(client, admin_client, form):
    draft = TournamentFactory(status=Tournament.Status.DRAFT)

    answers = [each.get(address(draft), form) for each in (client, admin_client)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == {
        "error": {"code": "no_such_tournament", "message": "There is no such tournament."}
    }
    assert answers[0]["Access-Control-Allow-Origin"] == "*"


def test_a_tournament_that_never_was_is_answered_like_a_draft(client):
    assert client.get("/api/v1/tournaments/nowhere/bracket/").status_code == 404


def test_an_unknown_form_is_refused_with_those_there_are(client):
    response = client.get(address(TournamentFactory()), {"as": "challonge"})

    assert response.status_code == 400
    assert response.json() == {
        "error": {"code": "unknown_form", "message": "“as” can be brackets-model, or be left out."}
    }


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client, method):
    assert getattr(client, method)(address(TournamentFactory())).status_code == 405


@pytest.mark.parametrize("form", [{}, MODEL])
def test_who_has_this_version_is_told_so_until_something_happens(client, form):
    cup = drawn_cup(2)
    etag = client.get(address(cup), form)["ETag"]

    again = client.get(address(cup), form, HTTP_IF_NONE_MATCH=etag)
    win(match_of(cup, "F"))
    later = client.get(address(cup), form, HTTP_IF_NONE_MATCH=etag)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Access-Control-Allow-Origin"] == "*"
    assert later.status_code == 200
    assert later["ETag"] != etag


@pytest.mark.parametrize("form", [{}, MODEL])
@pytest.mark.parametrize("entrants", [2, 4])
def test_one_match_and_three_take_the_same_queries(
    client, django_assert_num_queries, entrants, form
):
    cup = drawn_cup(entrants)
    play_all(cup)

    with django_assert_num_queries(9):
        answer = client.get(address(cup), form).json()

    assert len(answer["stages"]) == 1


@pytest.mark.parametrize("form", [{}, MODEL])
def test_three_stages_take_as_many_queries_as_one(client, django_assert_num_queries, form):
    cup = three_stages()

    with django_assert_num_queries(9):
        answer = client.get(address(cup), form).json()

    assert [stage["name"] for stage in answer["stages"]] == ["One", "Two", "Three"]


def three_stages() -> Tournament:
    cup = TournamentFactory(status=Tournament.Status.LIVE)
    entrants = entrants_of(cup, ["Ana", "Ben", "Cy"])
    for number, name in enumerate(["One", "Two", "Three"], start=1):
        drawn_stage(cup, entrants, LEAGUE | {"name": name}, number=number)
    return cup
