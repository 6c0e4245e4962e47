"""Other events of the same form."""

import pytest
from django.core.management import call_command

from tests.tournaments.management.replays import (
    differences,
    group,
    groups,
    knockout,
    match,
    replay,
    swiss,
    written,
)
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(db):
    call_command("setup_site", verbosity=0)


def test_lots_that_an_official_drew_decide_a_tie(tmp_path):
    level = {("A", "B"): (1, 0), ("B", "C"): (1, 0), ("C", "A"): (1, 0)}
    stage = groups(
        group("Group A", ["A", "B", "C"], level, ["C", "A", "B"], drawn_lots=["C", "A", "B"]),
        tiebreaks=["points", "goal_difference", "goals_for", "head_to_head_points", "manual"],
    )
    event = {"name": "Lots", "stages": [stage]}

    assert differences(written(tmp_path, event)) == []


def test_a_tie_without_lots_is_named(tmp_path):
    level = {("A", "B"): (1, 0), ("B", "C"): (1, 0), ("C", "A"): (1, 0)}
    stage = groups(group("Group A", ["A", "B", "C"], level, ["A", "B", "C"]))

    found = differences(written(tmp_path, {"name": "Level", "stages": [stage]}))

    assert found[0] == (
        "The site refused to go on: An official must decide the order of those who are level: "
        "A, B, C."
    )


def test_head_to_head_before_goal_difference(tmp_path):
    scores = {
        ("A", "B"): (0, 1),
        ("A", "C"): (9, 0),
        ("B", "C"): (0, 1),
        ("A", "D"): (1, 0),
        ("B", "D"): (1, 0),
        ("C", "D"): (0, 1),
    }
    stage = groups(
        group("Group A", ["A", "B", "C", "D"], scores, ["B", "A", "D", "C"]),
        tiebreaks=["points", "head_to_head_points", "goal_difference"],
    )

    assert differences(written(tmp_path, {"name": "Mutual", "stages": [stage]})) == []


def test_the_best_third_goes_on_as_the_file_places_it(tmp_path):
    def played(a: str, b: str, c: str, last: tuple[int, int]) -> dict:
        return {(a, b): (1, 0), (a, c): (1, 0), (b, c): last}

    first = groups(
        group("Group A", ["A", "B", "C"], played("A", "B", "C", (2, 1)), ["A", "B", "C"]),
        group("Group B", ["D", "E", "F"], played("D", "E", "F", (2, 0)), ["D", "E", "F"]),
        group("Group C", ["G", "H", "I"], played("G", "H", "I", (3, 0)), ["G", "H", "I"]),
    )
    # Four go on: three winners, and the best second, which is H.
    last = knockout(
        [match(1, "A", "H", "A"), match(1, "D", "G", "G"), match(2, "A", "G", "G")],
        first_round=[["A", "H"], ["D", "G"]],
        champion="G",
        runner_up="A",
    )

    assert differences(written(tmp_path, {"name": "Best next", "stages": [first, last]})) == []


def test_a_seeded_knockout_with_byes_and_series(tmp_path):
    teams = [
        {"code": code, "name": f"Team {code}", "seed": seed}
        for seed, code in zip((4, 7, 9, 11, 20), "abcde", strict=True)
    ]
    series = {"games": [[13, 5], [7, 13], [13, 11]]}
    stage = knockout(
        [
            {"round": 1, "team1": "e", "team2": "d", "winner": "e", **series},
            {"round": 2, "team1": "a", "team2": "e", "winner": "a", **series},
            {"round": 2, "team1": "b", "team2": "c", "winner": "b", **series},
            {
                "round": 3,
                "team1": "b",
                "team2": "a",
                "winner": "b",
                "games": [[13, 2], [2, 13], [13, 2], [2, 13], [13, 2]],
            },
        ],
        teams=teams,
        best_of={"default": 3},
        champion="b",
        runner_up="a",
    )

    assert differences(written(tmp_path, {"name": "Series", "stages": [stage]})) == []


def test_games_that_are_not_in_playing_order_replay_too(tmp_path):
    stage = knockout(
        [
            {
                "round": 1,
                "team1": "A",
                "team2": "B",
                "winner": "A",
                "games": [[1, 0], [1, 0], [0, 1]],
            }
        ],
        first_round=[["A", "B"]],
        champion="A",
    )

    assert differences(written(tmp_path, {"name": "Shuffled", "stages": [stage]})) == []


def test_everybody_twice(tmp_path):
    scores = {("A", "B"): (1, 0), ("B", "C"): (1, 0), ("A", "C"): (1, 0)}
    once = group("Group A", ["A", "B", "C"], scores, ["A", "B", "C"])
    back = [
        {"team1": each["team2"], "team2": each["team1"], "score": each["score"][::-1]}
        for each in once["matches"]
    ]
    once["matches"] += back

    assert differences(written(tmp_path, {"name": "Twice", "stages": [groups(once)]})) == []


def test_a_series_of_two_may_end_level(tmp_path):
    stage = groups(
        {
            "name": "Group A",
            "teams": ["A", "B", "C"],
            "matches": [
                {"team1": "A", "team2": "B", "games": [[13, 5], [7, 13]]},
                {"team1": "A", "team2": "C", "games": [[13, 5], [13, 7]]},
                {"team1": "B", "team2": "C", "games": [[13, 5], [13, 7]]},
            ],
            "final_standing": [{"team": "A"}, {"team": "B"}, {"team": "C"}],
        },
        tiebreaks=["points", "goal_difference", "manual"],
    )
    stage["groups"][0]["drawn_lots"] = ["A", "B"]

    assert differences(written(tmp_path, {"name": "Best of two", "stages": [stage]})) == []


def test_names_without_latin_letters_replay_too(tmp_path):
    last = knockout([match(1, "A", "B", "A")], first_round=[["A", "B"]], champion="A")
    events = [{"name": game * 2, "game": game, "stages": [last]} for game in ("将棋", "囲碁")]

    found = [replay(written(tmp_path, event), "--keep")[0] for event in events]

    assert found == [0, 0]
    assert set(Tournament.objects.values_list("title", "game__name")) == {
        ("将棋将棋", "将棋"),
        ("囲碁囲碁", "囲碁"),
    }


# --- stages in any order ------------------------------------------------------------


def once(teams: str) -> dict:
    """Everybody beats those who stand behind."""
    return {(one, other): (1, 0) for place, one in enumerate(teams) for other in teams[place + 1 :]}


def test_groups_after_a_swiss_stage_and_a_knockout_after_those(tmp_path):
    stages = [
        swiss("Main stage", [*"ABCDEFGH"], seeds=range(1, 9)),
        groups(
            group("Group A", ["A", "D"], once("AD"), ["A", "D"]),
            group("Group B", ["B", "C"], once("BC"), ["B", "C"]),
        ),
        knockout(
            [match(1, "A", "C", "A"), match(1, "B", "D", "B"), match(2, "A", "B", "B")],
            first_round=[["A", "C"], ["B", "D"]],
            champion="B",
            runner_up="A",
        ),
    ]

    assert differences(written(tmp_path, {"name": "Three ways", "stages": stages})) == []


def test_groups_after_groups(tmp_path):
    stages = [
        groups(
            group("Group A", [*"ABC"], once("ABC"), [*"ABC"]),
            group("Group B", [*"DEF"], once("DEF"), [*"DEF"]),
        ),
        groups(
            group("Group C", ["E", "A"], once("EA"), ["E", "A"]),
            group("Group D", ["D", "B"], once("DB"), ["D", "B"]),
        ),
    ]

    assert differences(written(tmp_path, {"name": "Twice groups", "stages": stages})) == []


def test_a_qualifying_knockout_before_a_group_with_teams_that_skip_it(tmp_path):
    stages = [
        knockout(
            [match(1, "A", "D", "D"), match(1, "B", "C", "B"), match(2, "D", "B", "D")],
            first_round=[["A", "D"], ["B", "C"]],
            third_place_match=match(2, "A", "C", "C"),
            champion="D",
            third="C",
        )
        | {"name": "Qualifier"},
        groups(group("Final group", [*"DXBYC"], once("DXBYC"), [*"DXBYC"])),
    ]

    assert differences(written(tmp_path, {"name": "Qualified", "stages": stages})) == []


def test_a_wrong_champion_of_a_qualifying_knockout_is_named(tmp_path):
    stages = [
        knockout([match(1, "A", "B", "A")], first_round=[["A", "B"]], champion="B")
        | {"name": "Qualifier"},
        groups(group("Final group", [*"ABX"], once("ABX"), [*"ABX"])),
    ]

    assert differences(written(tmp_path, {"name": "Qualified", "stages": stages})) == [
        "Qualifier, place 1: the site has A, the file has B"
    ]


def test_a_seeded_knockout_after_groups_stands_as_its_seeds_say(tmp_path):
    stages = [
        groups(
            group("Group A", [*"ABC"], once("ABC"), [*"ABC"]),
            group("Group B", [*"DEF"], once("DEF"), [*"DEF"]),
        ),
        knockout(
            [match(1, "D", "B", "B"), match(1, "A", "E", "A"), match(2, "A", "B", "A")],
            teams=[{"name": team, "seed": seed} for seed, team in enumerate("DAEB", start=1)],
            champion="A",
        ),
    ]

    assert differences(written(tmp_path, {"name": "Seeded", "stages": stages})) == []


def test_two_divisions_side_by_side_feed_one_knockout(tmp_path):
    stages = [
        groups(group("Group A", [*"ABC"], once("ABC"), [*"ABC"])) | {"name": "East"},
        groups(group("Group A", [*"DEF"], once("DEF"), [*"DEF"])) | {"name": "West"},
        knockout(
            [match(1, "A", "E", "A"), match(1, "D", "B", "D"), match(2, "A", "D", "D")],
            teams=[{"name": team, "seed": seed} for seed, team in enumerate("ADBE", start=1)],
            champion="D",
        ),
    ]

    assert differences(written(tmp_path, {"name": "Divisions", "stages": stages})) == []


def test_the_match_for_third_place_is_as_long_as_it_was(tmp_path):
    series = {"games": [[13, 5], [13, 7]]}
    stage = knockout(
        [match(1, "A", "D", "A"), match(1, "B", "C", "B"), match(2, "A", "B", "A")],
        first_round=[["A", "D"], ["B", "C"]],
        third_place_match=match(2, "C", "D", "C") | series,
        best_of={"default": 1},
        champion="A",
        third="C",
    )

    assert differences(written(tmp_path, {"name": "Third", "stages": [stage]})) == []
