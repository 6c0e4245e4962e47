import pytest

from tests.factories import TournamentFactory
from tests.factories.competition import drawn_stage, entrants_of, played
from tournaments.api.brackets_model import brackets_model
from tournaments.api.queries import drawn_stages
from tournaments.brackets.models import Match
from tournaments.brackets.operations import Verdict, set_result
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db

KNOCKOUT = {"format": "single_elimination", "name": "Playoffs", "third_place": True}
LEAGUE = {"format": "round_robin", "name": "League"}


def stage_of(names: str, spec: dict):
    cup = TournamentFactory(status=Tournament.Status.LIVE)
    return drawn_stage(cup, entrants_of(cup, names.split()), spec)


def model_of(stage) -> dict:
    return brackets_model(stage.tournament, drawn_stages(stage.tournament))


def rounds(stage, key="match") -> list[list[str]]:
    """Each match as "its group.round.number: a side against a side"."""
    model = model_of(stage)
    names = {row["id"]: row["name"] for row in model["participant"]}
    where = {row["id"]: row["number"] for row in model["group"] + model["round"]}
    return [
        f"{where[row['group_id']]}.{where[row['round_id']]}.{row['number']}: "
        f"{told(row['opponent1'], names)} v {told(row['opponent2'], names)}"
        for row in model["match"]
    ]


def told(opponent, names) -> str:
    if opponent is None:
        return "bye"
    name = names.get(opponent["id"], "?")
    return f"{name}#{opponent['position']}" if "position" in opponent else name


def row_of(stage, code: str) -> dict:
    match = stage.matches.get(code=code)
    row = next(row for row in model_of(stage)["matches"] if row["id"] == match.pk)
    where = ("id", "stage_id", "group_id", "round_id", "number")
    return {key: value for key, value in row.items() if key not in where}


def ids(stage) -> dict[str, int]:
    return {entry.entrant.name: entry.entrant_id for entry in stage.entries.all()}


def test_the_viewer_and_the_database_have_their_keys():
    model = model_of(stage_of("Ana Ben", KNOCKOUT))

    assert list(model) == [
        *("stages", "matches", "matchGames", "participants"),
        *("stage", "group", "round", "match", "match_game", "participant"),
    ]
    assert model["stages"] == model["stage"]
    assert model["matches"] == model["match"]
    assert model["matchGames"] == model["match_game"]
    assert model["participants"] == model["participant"]


def test_single_elimination_has_its_final_in_the_first_group_and_third_place_in_the_second():
    stage = stage_of("Ana Ben Cy Dee Eli", KNOCKOUT)

    assert rounds(stage) == [
        "1.1.1: Ana#1 v bye",
        "1.1.2: Dee#4 v Eli#5",
        "1.1.3: Ben#2 v bye",
        "1.1.4: Cy#3 v bye",
        "1.2.1: Ana v ?",
        "1.2.2: Ben v Cy",
        "1.3.1: ? v ?",
        "2.1.1: ?#1 v ?#2",
    ]
    assert model_of(stage)["stage"] == [
        {
            "id": stage.pk,
            "name": "Playoffs",
            "type": "single_elimination",
            "number": 1,
            "settings": {"matchesChildCount": 0, "size": 8, "consolationFinal": True},
            "tournament_id": stage.tournament_id,
        }
    ]


def test_groups_and_rounds_hang_together():
    stage = stage_of("Ana Ben Cy Dee", KNOCKOUT)
    model, pk = model_of(stage), stage.pk

    assert model["group"] == [
        {"id": f"{pk}-1", "stage_id": pk, "number": 1},
        {"id": f"{pk}-2", "stage_id": pk, "number": 2},
    ]
    assert model["round"] == [
        {"id": f"{pk}-1-1", "stage_id": pk, "group_id": f"{pk}-1", "number": 1},
        {"id": f"{pk}-1-2", "stage_id": pk, "group_id": f"{pk}-1", "number": 2},
        {"id": f"{pk}-2-1", "stage_id": pk, "group_id": f"{pk}-2", "number": 1},
    ]


def test_a_final_alone_is_a_bracket():
    assert rounds(stage_of("Ana Ben", KNOCKOUT)) == ["1.1.1: Ana#1 v Ben#2"]


def test_a_status_says_what_a_match_waits_for():
    stage = stage_of("Ana Ben Cy Dee Eli Fay Gus", KNOCKOUT)
    stage.matches.filter(code="W1-3").update(status=Match.Status.DISPUTED)
    played(stage.matches.get(code="W1-2"), (2, 1))
    played(stage.matches.get(code="W2-1"), (2, 1))

    codes = dict(stage.matches.values_list("pk", "code"))
    assert {codes[row["id"]]: row["status"] for row in model_of(stage)["matches"]} == {
        "W1-1": 0,  # a bye
        "W1-2": 5,  # its winner has played on
        "W1-3": 3,
        "W1-4": 2,
        "W2-1": 4,
        "W2-2": 0,
        "T": 1,
        "F": 1,
    }


def test_a_played_match_has_scores_and_results():
    stage = stage_of("Ana Ben", KNOCKOUT)
    played(stage.matches.get(), (13, 7))

    assert row_of(stage, "F") == {
        "child_count": 0,
        "status": 4,
        "opponent1": {"id": ids(stage)["Ana"], "position": 1, "score": 13, "result": "win"},
        "opponent2": {"id": ids(stage)["Ben"], "position": 2, "score": 7, "result": "loss"},
    }
    assert model_of(stage)["matchGames"] == []


def test_a_series_has_its_games():
    stage = stage_of("Ana Ben", KNOCKOUT | {"best_of": 3})
    final = played(stage.matches.get(), (13, 7), (9, 13), (16, 14))
    ana, ben = ids(stage).values()

    row = row_of(stage, "F")
    first, second, _third = model_of(stage)["matchGames"]

    assert (row["child_count"], row["opponent1"]["score"], row["opponent2"]["score"]) == (3, 2, 1)
    assert model_of(stage)["stages"][0]["settings"]["matchesChildCount"] == 3
    assert first == {
        "id": f"{final.pk}-1",
        "stage_id": stage.pk,
        "parent_id": final.pk,
        "number": 1,
        "status": 4,
        "opponent1": {"id": ana, "score": 13, "result": "win"},
        "opponent2": {"id": ben, "score": 7, "result": "loss"},
    }
    assert (second["number"], second["opponent2"]["result"]) == (2, "win")


@pytest.mark.parametrize(
    ("decided_by", "winner", "expected"),
    [
        ("forfeit", 2, ({"result": "loss", "forfeit": True}, {"result": "win"})),
        ("walkover", 1, ({"result": "win"}, {"result": "loss", "forfeit": True})),
        ("disqualification", 1, ({"result": "win"}, {"result": "loss", "forfeit": True})),
        ("double_forfeit", None, ({"forfeit": True}, {"forfeit": True})),
    ],
)
def test_what_was_not_played_is_a_forfeit(decided_by, winner, expected):
    stage = stage_of("Ana Ben", KNOCKOUT)
    set_result(match=stage.matches.get(), verdict=Verdict(decided_by, winner))

    row = row_of(stage, "F")
    for opponent in ("opponent1", "opponent2"):
        del row[opponent]["id"], row[opponent]["position"]

    assert (row["opponent1"], row["opponent2"]) == expected


def test_who_has_nobody_to_play_goes_on_as_the_winner():
    stage = stage_of("Ana Ben Cy", KNOCKOUT)

    assert row_of(stage, "W1-1") == {
        "child_count": 0,
        "status": 0,
        "opponent1": {"id": ids(stage)["Ana"], "position": 1, "result": "win"},
        "opponent2": None,
    }


def test_round_robin_has_a_group_for_each_group():
    stage = stage_of("Ana Ben Cy Dee Eli Fay", LEAGUE | {"groups": 2})
    played(stage.matches.filter(group__number=1).first(), (1, 1))
    model = model_of(stage)

    assert model["stages"][0]["settings"] == {
        "matchesChildCount": 0,
        "size": 6,
        "groupCount": 2,
        "roundRobinMode": "simple",
    }
    assert [row["number"] for row in model["group"]] == [1, 2]
    assert [(row["group_id"], row["number"]) for row in model["round"]] == [
        (f"{stage.pk}-{group}", number) for group in (1, 2) for number in (1, 2, 3)
    ]
    assert {name.split("#")[0] for line in rounds(stage)[:3] for name in sides_in(line)} == {
        entry.entrant.name for entry in stage.entries.filter(group__number=1)
    }
    assert model["matches"][0]["opponent1"].items() >= {"score": 1, "result": "draw"}.items()


def sides_in(line: str) -> list[str]:
    return line.split(": ")[1].split(" v ")


def test_every_pair_of_a_double_league_meets_twice():
    stage = stage_of("Ana Ben Cy", LEAGUE | {"legs": 2})

    assert model_of(stage)["stages"][0]["settings"]["roundRobinMode"] == "double"
    assert len(model_of(stage)["matches"]) == 6


def test_what_the_model_has_no_word_for_is_left_out():
    stage = stage_of("Ana Ben", LEAGUE)
    stage.format = "swiss"
    stage.save()

    assert set(map(len, model_of(stage).values())) == {0}


DOUBLE = {"format": "double_elimination", "name": "Main"}


def test_double_elimination_has_three_groups():
    stage = stage_of("Ana Ben Cy Dee Eli Fay Gus Hal", DOUBLE)

    assert rounds(stage) == [
        "1.1.1: Ana#1 v Hal#8",
        "1.1.2: Dee#4 v Eli#5",
        "1.1.3: Ben#2 v Gus#7",
        "1.1.4: Cy#3 v Fay#6",
        "1.2.1: ? v ?",
        "1.2.2: ? v ?",
        "1.3.1: ? v ?",
        "2.1.1: ?#1 v ?#2",
        "2.1.2: ?#3 v ?#4",
        "2.2.1: ?#2 v ?",
        "2.2.2: ?#1 v ?",
        "2.3.1: ? v ?",
        "2.4.1: ?#1 v ?",
        "3.1.1: ? v ?#1",
    ]
    assert model_of(stage)["stages"][0]["settings"] == {
        "matchesChildCount": 0,
        "size": 8,
        "grandFinal": "double",
    }


def test_a_losers_bracket_without_its_first_round_gets_one_of_byes():
    stage = stage_of("Ana Ben Cy Dee Eli", DOUBLE)
    played(stage.matches.get(code="W1-2"), (2, 1))

    assert rounds(stage)[7:] == [
        "2.1.1: Eli#2 v bye",
        "2.1.2: bye v bye",
        "2.2.1: ?#2 v Eli",
        "2.2.2: ?#1 v bye",
        "2.3.1: ? v ?",
        "2.4.1: ?#1 v ?",
        "3.1.1: ? v ?#1",
    ]
    [through, empty] = model_of(stage)["matches"][7:9]
    assert (through["id"], through["status"]) == (f"{stage.pk}-2-1-1", 0)
    assert through["opponent1"] == {"id": ids(stage)["Eli"], "position": 2, "result": "win"}
    assert (empty["id"], empty["status"]) == (f"{stage.pk}-2-1-2", 0)


def test_the_losers_bracket_is_as_long_as_the_viewer_counts_on():
    cup = TournamentFactory(status=Tournament.Status.LIVE)
    entrants = entrants_of(cup, [f"P{number}" for number in range(17)])
    for size in range(3, 18):
        drawn_stage(cup, entrants[:size], DOUBLE, number=size)

    model = brackets_model(cup, drawn_stages(cup))

    for stage in model["stage"]:
        winners, losers, _final = widths(model, stage["id"])
        assert losers == [width // 2 for width in winners[:-1] for _twice in range(2)]


def widths(model: dict, stage: int) -> list[list[int]]:
    """How many matches the rounds of each group have."""
    rounds = [row["round_id"] for row in model["match"]]
    return [
        [rounds.count(row["id"]) for row in model["round"] if row["group_id"] == group["id"]]
        for group in model["group"]
        if group["stage_id"] == stage
    ]


def test_the_second_final_is_there_once_it_is_played():
    stage = stage_of("Ana Ben Cy", DOUBLE)
    for code, scores in [("W1-2", (2, 1)), ("W2-1", (2, 1)), ("L1-1", (2, 1))]:
        played(stage.matches.get(code=code), scores)
    before = rounds(stage)[-1]
    played(stage.matches.get(code="F"), (1, 2))

    assert before == "3.1.1: Ana v Ben#1"
    assert rounds(stage)[-2:] == ["3.1.1: Ana v Ben#1", "3.2.1: Ben v Ana"]


def test_the_second_final_is_not_there_when_the_first_decided():
    stage = stage_of("Ana Ben Cy", DOUBLE)
    for code in ("W1-2", "W2-1", "L1-1", "F"):
        played(stage.matches.get(code=code), (2, 1))

    assert rounds(stage)[-1] == "3.1.1: Ana v Ben#1"


@pytest.mark.parametrize(("finals", "expected"), [("single", "simple"), ("none", "none")])
def test_finals_are_called_as_they_are_there(finals, expected):
    stage = stage_of("Ana Ben Cy", DOUBLE | {"finals": finals})

    assert model_of(stage)["stages"][0]["settings"]["grandFinal"] == expected


def test_the_finals_of_two_entrants_follow_in_the_first_group():
    assert rounds(stage_of("Ana Ben", DOUBLE)) == ["1.1.1: Ana#1 v Ben#2", "1.2.1: ? v ?"]


def test_who_starts_in_the_losers_bracket_leaves_its_rounds_as_they_are():
    stage = stage_of("Ana Ben Cy Dee Eli Fay", DOUBLE | {"in_losers": 2})
    in_losers = stage.matches.filter(round__bracket="losers")
    expected = sorted(in_losers.values_list("round__number", "number"))

    found = [line.split(":")[0] for line in rounds(stage) if line.startswith("2.")]

    assert found == [f"2.{number}.{place}" for number, place in expected]


def test_brackets_side_by_side_are_stages_of_their_own():
    stage = stage_of("Ana Ben Cy Dee", KNOCKOUT | {"groups": 2})
    model = model_of(stage)

    assert [(row["id"], row["name"]) for row in model["stages"]] == [
        (f"{stage.pk}-1", "Playoffs: Group A"),
        (f"{stage.pk}-2", "Playoffs: Group B"),
    ]
    assert {row["stage_id"] for row in model["matches"]} == {f"{stage.pk}-1", f"{stage.pk}-2"}
    assert rounds(stage) == ["1.1.1: Ana#1 v Dee#4", "1.1.1: Ben#2 v Cy#3"]
