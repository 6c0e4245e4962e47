import pytest

from tests.factories import TournamentFactory
from tests.factories.competition import drawn_stage, entrants_of, played
from tournaments.api.own_model import own_model
from tournaments.api.queries import drawn_stages
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db


def test_a_competition_has_its_matches_with_where_they_lead():
    cup = TournamentFactory(slug="cup", status=Tournament.Status.LIVE)
    ana, ben, cy = entrants_of(cup, ["Ana", "Ben", "Cy"])
    spec = {"format": "single_elimination", "name": "Playoffs", "best_of_final": 3}
    stage = drawn_stage(cup, [ana, ben, cy], spec)
    played(stage.matches.get(code="W1-2"), (13, 7))

    nothing = {"is_winner": False, "score": None, "games": []}
    assert own_model(cup, drawn_stages(cup)) == {
        "tournament": "cup",
        "entrants": [
            {"id": ana.pk, "name": "Ana", "seed": 1},
            {"id": ben.pk, "name": "Ben", "seed": 2},
            {"id": cy.pk, "name": "Cy", "seed": 3},
        ],
        "stages": [
            {
                "number": 1,
                "name": "Playoffs",
                "format": "single_elimination",
                "groups": [],
                "rounds": [
                    {"bracket": "winners", "number": 1, "best_of": 1},
                    {"bracket": "final", "number": 2, "best_of": 3},
                ],
                "matches": [
                    match(
                        "W1-1",
                        status="void",
                        sides=[
                            {"seed": 1, "entrant": ana.pk, **nothing, "is_winner": True},
                            {"bye": True, "entrant": None, **nothing},
                        ],
                        winner_to={"match": "F", "side": 1},
                    ),
                    match(
                        "W1-2",
                        status="completed",
                        decided_by="played",
                        number=2,
                        sides=[
                            {
                                "seed": 2,
                                "entrant": ben.pk,
                                "is_winner": True,
                                "score": 13,
                                "games": [13],
                            },
                            {
                                "seed": 3,
                                "entrant": cy.pk,
                                "is_winner": False,
                                "score": 7,
                                "games": [7],
                            },
                        ],
                        winner_to={"match": "F", "side": 2},
                    ),
                    match(
                        "F",
                        bracket="final",
                        round=2,
                        best_of=3,
                        status="ready",
                        sides=[
                            {"winner_of": "W1-1", "entrant": ana.pk, **nothing},
                            {"winner_of": "W1-2", "entrant": ben.pk, **nothing},
                        ],
                    ),
                ],
            }
        ],
    }


def match(code: str, **differences) -> dict:
    return {
        "id": code,
        "bracket": "winners",
        "group": None,
        "round": 1,
        "number": 1,
        "best_of": 1,
        "if_needed": False,
        "decided_by": "",
        "winner_to": None,
        "loser_to": None,
        **differences,
    }


def test_matches_of_a_group_name_it_and_lead_nowhere():
    cup = TournamentFactory(status=Tournament.Status.LIVE)
    entrants = entrants_of(cup, ["Ana", "Ben", "Cy", "Dee"])
    drawn_stage(cup, entrants, {"format": "round_robin", "name": "League", "groups": 2})

    [stage] = own_model(cup, drawn_stages(cup))["stages"]

    assert stage["groups"] == [{"number": 1, "name": "Group A"}, {"number": 2, "name": "Group B"}]
    assert [
        (row["group"], [side["seed"] for side in row["sides"]], row["winner_to"], row["loser_to"])
        for row in stage["matches"]
    ] == [(1, [1, 4], None, None), (2, [2, 3], None, None)]


def test_the_match_for_third_place_is_where_losers_go():
    cup = TournamentFactory(status=Tournament.Status.LIVE)
    entrants = entrants_of(cup, ["Ana", "Ben", "Cy", "Dee"])
    spec = {"format": "single_elimination", "name": "Playoffs", "third_place": True}
    drawn_stage(cup, entrants, spec)

    rows = {row["id"]: row for row in own_model(cup, drawn_stages(cup))["stages"][0]["matches"]}

    assert rows["W1-2"]["loser_to"] == {"match": "T", "side": 2}
    assert [side["loser_of"] for side in rows["T"]["sides"]] == ["W1-1", "W1-2"]
