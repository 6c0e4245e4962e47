import copy
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from deltacrown.accounts.models import User
from tournaments.content.models import TournamentPage
from tournaments.core.models import Event, Tournament

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[3] / "tournaments" / "data"
WORLD_CUP = DATA / "world_cup_2022.json"
MAJOR = DATA / "cs_major_rio_2022.json"


@pytest.fixture(autouse=True)
def site(db):
    call_command("setup_site", verbosity=0)


def replay(path: Path, *options: str) -> tuple[int, str]:
    """Exit status and output of the command."""
    out = io.StringIO()
    try:
        call_command("replay", path, *options, stdout=out)
    except SystemExit as leaving:
        return leaving.code, out.getvalue()
    return 0, out.getvalue()


def written(tmp_path: Path, event: object) -> Path:
    path = tmp_path / "event.json"
    path.write_text(event if isinstance(event, str) else json.dumps(event), encoding="utf-8")
    return path


def differences(path: Path) -> list[str]:
    _status, output = replay(path, "--json")
    return json.loads(output)["differences"]


def world_cup() -> dict:
    return json.loads(WORLD_CUP.read_text(encoding="utf-8"))


# --- the World Cup --------------------------------------------------------------


def test_the_world_cup_replays_without_a_difference():
    status, output = replay(WORLD_CUP)

    assert status == 0
    assert output == (
        "FIFA World Cup 2022\n"
        "  Group stage: 48 matches, 8 group tables\n"
        "  Knockout stage: 16 matches\n"
        "  1. Argentina\n"
        "  2. France\n"
        "  3. Croatia\n"
        "  4. Morocco\n"
        "  32 certificates\n"
        "0 differences\n"
    )


def test_a_replay_leaves_no_row_behind():
    before = User.objects.count(), Event.objects.count(), TournamentPage.objects.count()

    replay(WORLD_CUP)

    assert (User.objects.count(), Event.objects.count(), TournamentPage.objects.count()) == before


def test_a_kept_replay_stays_and_is_compared_when_it_is_asked_for_again():
    assert replay(WORLD_CUP, "--keep")[0] == 0
    events = Event.objects.count()

    status, output = replay(WORLD_CUP, "--keep")

    assert (status, output.splitlines()[-1]) == (0, "0 differences")
    assert Event.objects.count() == events
    assert Tournament.objects.get().status == Tournament.Status.COMPLETED


def test_a_replay_that_is_not_kept_runs_beside_a_kept_one():
    replay(WORLD_CUP, "--keep")

    assert replay(WORLD_CUP)[0] == 0
    assert Tournament.objects.count() == 1


def test_a_replay_sends_no_mail(mailoutbox, drain_queue):
    replay(WORLD_CUP, "--keep")

    drain_queue()

    assert mailoutbox == []


# --- what differs is named -------------------------------------------------------


def test_a_wrong_score_of_a_group_is_named_in_its_table_and_its_match(tmp_path):
    event = world_cup()
    event["stages"][0]["groups"][0]["final_standing"][3]["points"] = 1
    event["stages"][0]["groups"][0]["final_standing"][3]["l"] = 2

    path = written(tmp_path, event)

    assert replay(path)[0] == 1
    assert differences(path) == [
        "Group A, Qatar: lost 3, the file has 2",
        "Group A, Qatar: points 0, the file has 1",
    ]


def test_a_wrong_order_of_a_group_is_named_with_all_that_follows(tmp_path):
    event = world_cup()
    standing = event["stages"][0]["groups"][0]["final_standing"]
    standing[2], standing[3] = standing[3], standing[2]

    assert differences(written(tmp_path, event)) == [
        "Group A: the site ranks Netherlands, Senegal, Ecuador, Qatar; "
        "the file Netherlands, Senegal, Qatar, Ecuador"
    ]


def test_a_wrong_champion_is_named(tmp_path):
    event = world_cup()
    event["stages"][1]["champion"] = "France"
    event["stages"][1]["runner_up"] = "Argentina"

    assert differences(written(tmp_path, event)) == [
        "Place 1: the site has Argentina, the file has France",
        "Place 2: the site has France, the file has Argentina",
    ]


def test_a_winner_against_the_score_is_named(tmp_path):
    event = world_cup()
    event["stages"][1]["matches"][-1]["winner"] = "France"

    assert (
        "Knockout stage, round 4: the site has Argentina v France 3-3 (won by Argentina), "
        "and the file does not"
    ) in differences(written(tmp_path, event))


def test_a_pairing_that_the_site_does_not_make_is_named(tmp_path):
    event = world_cup()
    first = event["stages"][1]["matches"][8]
    other = event["stages"][1]["matches"][9]
    first["team1"], other["team1"] = other["team1"], first["team1"]
    first["winner"], other["winner"] = first["team1"], other["team1"]
    first["score"] = other["score"] = [1, 0]
    for match in (first, other):
        match.pop("penalties", None)

    found = differences(written(tmp_path, event))

    assert [line for line in found if "the site has no match" in line][:1] == [
        f"Knockout stage: the site has no match {first['team1']} v {first['team2']} of round 2"
    ]


# --- other events of the same form ------------------------------------------------


def group(name: str, teams: list[str], scores: dict, standing: list[str], **more) -> dict:
    """A group from ``{(team1, team2): (goals1, goals2)}``; the table names the order only."""
    return {
        "name": name,
        "teams": teams,
        "matches": [
            {"team1": one, "team2": other, "score": list(score)}
            for (one, other), score in scores.items()
        ],
        "final_standing": [{"team": team} for team in standing],
        **more,
    }


def groups(*given: dict, tiebreaks=("points", "goal_difference", "goals_for")) -> dict:
    return {
        "name": "Groups",
        "format": "round_robin",
        "points": {"win": 3, "draw": 1, "loss": 0},
        "tiebreaks": list(tiebreaks),
        "groups": list(given),
    }


def knockout(rounds: list[dict], **more) -> dict:
    return {"name": "Playoffs", "format": "single_elimination", "matches": rounds, **more}


def match(number: int, one: str, other: str, winner: str, **more) -> dict:
    score = [1, 0] if winner == one else [0, 1]
    return {"round": number, "team1": one, "team2": other, "winner": winner, "score": score} | more


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


# --- files that are no event --------------------------------------------------------


def test_a_format_that_cannot_be_replayed_yet_is_named():
    with pytest.raises(CommandError) as refusal:
        call_command("replay", MAJOR)

    assert str(refusal.value) == (
        f"{MAJOR}: stage 1 (Challengers): the format “swiss” cannot be replayed yet; "
        "these can: round_robin, single_elimination"
    )


def test_a_file_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "nothing.json"

    with pytest.raises(CommandError) as refusal:
        call_command("replay", path)

    assert str(refusal.value) == f"{path}: cannot be read: No such file or directory"


def without(event: dict, *path) -> dict:
    """A copy of ``event`` without what ``path`` leads to."""
    event = copy.deepcopy(event)
    part = event
    for step in path[:-1]:
        part = part[step]
    del part[path[-1]]
    return event


def changed(event: dict, value: object, *path) -> dict:
    event = copy.deepcopy(event)
    part = event
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return event


WHOLE = world_cup()
FIRST_MATCH = ("stages", 0, "groups", 0, "matches", 0)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ("", "is not JSON: Expecting value (line 1, column 1)"),
        ("[]", "the event is not an object"),
        ({}, "the event: “stages” must be a list"),
        ({"name": "x", "stages": []}, "the event has no stages"),
        (without(WHOLE, "name"), "the event: “name” must be a text"),
        (without(WHOLE, "stages", 0, "format"), "stage 1: “format” must be a text"),
        (without(WHOLE, "stages", 0, "points"), "stage 1: “points” is not an object"),
        (
            changed(WHOLE, ["luck"], "stages", 0, "tiebreaks"),
            "stage 1: there is no tiebreak “luck”",
        ),
        (
            changed(WHOLE, "Atlantis", *FIRST_MATCH, "team1"),
            "stage 1: groups 1: matches 1: “Atlantis” is not one of the teams",
        ),
        (
            changed(WHOLE, "Ecuador", *FIRST_MATCH, "team1"),
            "stage 1: groups 1: matches 1: “Ecuador” meets itself",
        ),
        (
            changed(WHOLE, [1], *FIRST_MATCH, "score"),
            "stage 1: groups 1: matches 1: “score” must be two numbers",
        ),
        (
            changed(WHOLE, [1, -1], *FIRST_MATCH, "score"),
            "stage 1: groups 1: matches 1: “score” must be a whole number from 0",
        ),
        (
            changed(WHOLE, [1, 10**30], *FIRST_MATCH, "score"),
            "stage 1: groups 1: matches 1: “score” must be at most 32767",
        ),
        (changed(WHOLE, "x" * 201, "name"), "the event: “name” has more than 200 characters"),
        (changed(WHOLE, "one\ntwo", "name"), "the event: “name” must be a text on one line"),
        (
            changed(WHOLE, "x" * 81, "stages", 0, "name"),
            "stage 1: “name” has more than 80 characters",
        ),
        (
            changed(WHOLE, "Ecuador", "stages", 0, "groups", 1, "teams", 0),
            "stage 1: groups 2: matches 1: “England” is not one of the teams",
        ),
        (
            changed(WHOLE, [["Netherlands", "USA"]] * 3, "stages", 1, "first_round"),
            "stage 2: the first round must have 1, 2, 4, 8 or so on pairs",
        ),
        (
            changed(WHOLE, ["Atlantis", "USA"], "stages", 1, "first_round", 0),
            "stage 2: matches 1: “Netherlands” is not one of the teams",
        ),
        (
            changed(WHOLE, "Atlantis", "stages", 1, "champion"),
            "stage 2: “Atlantis” is not one of the teams",
        ),
    ],
)
def test_a_file_that_is_no_event_gets_one_line_that_names_the_fault(tmp_path, given, fault):
    path = written(tmp_path, given)

    with pytest.raises(CommandError) as refusal:
        call_command("replay", path)

    assert str(refusal.value) == f"{path}: {fault}"
    assert not Tournament.objects.exists()


def test_a_group_without_the_place_that_would_go_on_is_a_fault(tmp_path):
    three = {("C", "D"): (1, 0), ("C", "E"): (1, 0), ("D", "E"): (1, 0)}
    stages = [
        groups(
            group("Group A", ["A", "B"], {("A", "B"): (1, 0)}, ["A", "B"]),
            group("Group B", ["C", "D", "E"], three, ["C", "D", "E"]),
        ),
        knockout(
            [match(1, "A", "E", "A")],
            first_round=[["A", "E"], ["C", None], ["B", None], ["D", None]],
        ),
    ]

    with pytest.raises(CommandError) as refusal:
        call_command("replay", written(tmp_path, {"name": "Uneven", "stages": stages}))

    assert str(refusal.value) == "its stages do not go together, so the page has no tournament"
