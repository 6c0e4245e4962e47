"""Files that are no event."""

import pytest
from django.core.management import CommandError, call_command

from tests.tournaments.management.replays import (
    WORLD_CUP,
    changed,
    group,
    groups,
    knockout,
    match,
    recorded,
    small_major,
    without,
    written,
)
from tournaments.core.models import Tournament

pytestmark = pytest.mark.django_db

WHOLE = recorded(WORLD_CUP)
FIRST_MATCH = ("stages", 0, "groups", 0, "matches", 0)
SMALL = small_major()
SWISS = ("stages", 0)


def test_a_format_that_cannot_be_replayed_is_named(tmp_path):
    path = written(tmp_path, changed(WHOLE, "gauntlet", "stages", 0, "format"))

    with pytest.raises(CommandError) as refusal:
        call_command("replay", path)

    assert str(refusal.value) == (
        f"{path}: stage 1 (Group stage): the format “gauntlet” cannot be replayed; "
        "these can: round_robin, swiss, single_elimination"
    )


def test_a_file_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "nothing.json"

    with pytest.raises(CommandError) as refusal:
        call_command("replay", path)

    assert str(refusal.value) == f"{path}: cannot be read: No such file or directory"


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
            changed(WHOLE, [["points"]], "stages", 0, "tiebreaks"),
            "stage 1: there is no tiebreak “['points']”",
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
        (
            without(WHOLE, "stages", 0, "groups", 0, "final_standing", 1),
            "stage 1: groups 1: “Senegal” is missing from the final standing",
        ),
        (
            without(SMALL, *SWISS, "wins_to_advance"),
            "stage 1: “wins_to_advance” must be a whole number from 0",
        ),
        (
            changed(SMALL, "by hand", *SWISS, "pairing"),
            "stage 1: “pairing” is one of backtracking, priority-table, not “by hand”",
        ),
        (
            changed(SMALL, "random", *SWISS, "first_round"),
            "stage 1: “first_round” is one of fold, slide, not “random”",
        ),
        (changed(SMALL, 5, *SWISS, "teams", 1, "seed"), "stage 1: two teams have the seed 5"),
        (
            changed(SMALL, "Z", *SWISS, "matches", 0, "team1"),
            "stage 1: matches 1: “Z” is not one of the teams",
        ),
        (
            changed(SMALL, "F", *SWISS, "matches", 0, "team1"),
            "stage 1: “F” plays twice in round 1",
        ),
        (
            changed(SMALL, 5, *SWISS, "matches", -1, "round"),
            "stage 1: round 4 has no matches",
        ),
        (
            changed(
                without(SMALL, *SWISS, "matches", 0, "winner"),
                [[9, 9]],
                *(*SWISS, "matches", 0, "games"),
            ),
            "stage 1: nobody won the match of “L” and “E” in round 1",
        ),
        (changed(SMALL, [], *SWISS, "matches"), "stage 1: it has no matches"),
        (
            without(SMALL, *SWISS, "final_standing", 0),
            "stage 1: “E” is missing from the final standing",
        ),
        (
            changed(SMALL, "one", *SWISS, "final_standing", 0, "buchholz"),
            "stage 1: final_standing 1: “buchholz” must be a whole number",
        ),
        (
            changed(SMALL, {"default": 2}, *SWISS, "best_of"),
            "stage 1: A best of 2 can end level; where draws are not allowed it must be odd.",
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
            first_round=[["A", "E"], ["C", None], ["D", None], [None, None]],
        ),
    ]

    assert fault_of(tmp_path, stages) == "“Playoffs”: “E” did not advance by the recorded tables"


def test_a_team_that_goes_on_though_it_was_eliminated_is_a_fault(tmp_path):
    stages = small_major()["stages"]
    rename(stages[1], "H", "I")

    assert fault_of(tmp_path, stages) == (
        "“Main stage”: “I” goes on, but it was eliminated in “Play-in”"
    )


def test_a_team_that_goes_on_past_a_better_one_is_a_fault(tmp_path):
    once = {("A", "B"): (1, 0), ("A", "C"): (1, 0), ("B", "C"): (1, 0)}
    stages = [
        groups(group("Group A", [*"ABC"], once, [*"ABC"])),
        knockout([match(1, "A", "C", "A")], first_round=[["A", "C"]]),
    ]

    assert fault_of(tmp_path, stages) == "“Playoffs”: “C” did not advance by the recorded tables"


def test_a_team_that_nobody_knows_leaves_a_place_that_does_not_go_on(tmp_path):
    stages = small_major()["stages"]
    rename(stages[2], "C", "Z")

    assert fault_of(tmp_path, stages) == "“Playoffs”: “D” did not advance by the recorded tables"


def fault_of(tmp_path, stages: list[dict]) -> str:
    """What the command says of the event with these stages, without its path."""
    path = written(tmp_path, {"name": "Wrong", "stages": stages})
    with pytest.raises(CommandError) as refusal:
        call_command("replay", path)
    assert not Tournament.objects.exists()
    return str(refusal.value).removeprefix(f"{path}: ")


def rename(stage: dict, old: str, new: str) -> None:
    """Let another team have played what ``old`` did."""
    for each in stage["matches"]:
        for key in ("team1", "team2", "winner"):
            each[key] = new if each[key] == old else each[key]
    for row in [*stage["teams"], *stage.get("final_standing", ())]:
        row["code"] = new if row["code"] == old else row["code"]
