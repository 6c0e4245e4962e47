from datetime import UTC, datetime

import pytest

from tests.factories import TournamentFactory, drawn_cup, match_of, win
from tournaments.core.models import Tournament
from tournaments.matches.models import Station
from tournaments.matches.operations.fixtures import fixture_of

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 3, 31, 18, 0, tzinfo=UTC)


def put_at(match, station: str) -> None:
    fixture = fixture_of(match)
    fixture.starts_at = EVENING
    fixture.station = Station.objects.create(tournament=match.tournament, name=station)
    fixture.save()


def address(match) -> str:
    return f"/api/v1/matches/{match.pk}/"


def test_a_match_tells_where_it_stands_and_how(client):
    cup = drawn_cup(4, title="Spring Cup", slug="spring")
    match = match_of(cup, "W1-1")
    put_at(match, "Table 1")
    win(match)

    answer = client.get(address(match))

    side = {"is_entrant": True, "place": None}
    assert answer.json() == {
        "id": match.pk,
        "url": f"/matches/{match.pk}/",
        "tournament": {
            "slug": "spring",
            "title": "Spring Cup",
            "status": "live",
            "url": "/t/spring/",
        },
        "stage": {"number": 1, "name": match.stage.name, "format": "single_elimination"},
        "bracket": {"code": "winners", "name": "Winners' bracket"},
        "group": None,
        "round": {"number": 1, "name": "Semi-finals"},
        "code": "W1-1",
        "name": "Semi-final 1",
        "best_of": 1,
        "status": "completed",
        "status_name": "Completed",
        "decided_by": "played",
        "story": "P1 won.",
        "starts_at": "2026-03-31T18:00:00Z",
        "station": "Table 1",
        "sides": [
            {"name": "P1", "seed": 1, "score": 2, "is_winner": True, "games": [2], **side},
            {"name": "P4", "seed": 4, "score": 1, "is_winner": False, "games": [1], **side},
        ],
    }


def test_a_side_that_is_open_says_who_comes(client):
    answer = client.get(address(match_of(drawn_cup(4), "F"))).json()

    assert [(side["name"], side["is_entrant"]) for side in answer["sides"]] == [
        ("Winner of Semi-final 1", False),
        ("Winner of Semi-final 2", False),
    ]


def test_a_tournament_tells_what_is_played_and_what_comes_next(client):
    cup = drawn_cup(4, title="Spring Cup", slug="spring")
    win(match_of(cup, "W1-1"))
    put_at(match_of(cup, "W1-2"), "Table 1")

    answer = client.get("/api/v1/tournaments/spring/now/").json()

    assert answer.pop("tournament")["slug"] == "spring"
    [following] = answer.pop("next")
    assert answer == {
        "counts": {"over": 1, "left": 2, "live": 0},
        "next_start": "2026-03-31T18:00:00Z",
        "running": [],
    }
    assert (following["name"], following["station"], following["starts_at"]) == (
        "Semi-final 2",
        "Table 1",
        "2026-03-31T18:00:00Z",
    )
    assert following["sides"] == [
        {"name": "P2", "score": None, "is_winner": False},
        {"name": "P3", "score": None, "is_winner": False},
    ]


@pytest.mark.parametrize("kind", ["match", "now"])
def test_any_site_may_read_it_and_is_told_when_nothing_changed(client, kind):
    cup = drawn_cup(2)
    match = match_of(cup, "F")
    where = address(match) if kind == "match" else f"/api/v1/tournaments/{cup.slug}/now/"
    first = client.get(where)

    again = client.get(where, headers={"If-None-Match": first["ETag"]})
    win(match)
    later = client.get(where, headers={"If-None-Match": first["ETag"]})

    assert [answer.status_code for answer in (first, again, later)] == [200, 304, 200]
    assert {answer["Access-Control-Allow-Origin"] for answer in (first, again, later)} == {"*"}
    assert again.content == b""
    assert first["Cache-Control"] == "no-cache"


def test_what_the_public_may_not_know_is_not_there(client, admin_client):
    draft = TournamentFactory(status=Tournament.Status.DRAFT)
    match = match_of(drawn_cup(2), "F")
    Tournament.objects.update(status=Tournament.Status.DRAFT)

    for where, code in (
        (address(match), "no_such_match"),
        ("/api/v1/matches/999999999/", "no_such_match"),
        (f"/api/v1/tournaments/{draft.slug}/now/", "no_such_tournament"),
    ):
        for reader in (client, admin_client):
            answer = reader.get(where)
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, code)
            assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client, method):
    match = match_of(drawn_cup(2), "F")

    assert getattr(client, method)(address(match)).status_code == 405


@pytest.mark.parametrize("entrants", [4, 16])
def test_it_needs_the_same_queries_for_few_and_many(client, django_assert_num_queries, entrants):
    cup = drawn_cup(entrants)

    with django_assert_num_queries(5):
        client.get(f"/api/v1/tournaments/{cup.slug}/now/")
