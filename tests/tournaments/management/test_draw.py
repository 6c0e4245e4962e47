import io
import json

import pytest
from django.core.management import CommandError, call_command

PLAYERS = [
    {"name": "Ada", "seed": 2, "rating": 1500, "region": "north"},
    {"name": "Ben", "rating": 1700, "region": "south"},
    {"name": "Cem", "seed": 1, "region": "north"},
    {"name": "Dan", "rating": 1600, "region": "south"},
]


def draw(*arguments):
    out = io.StringIO()
    call_command("draw", *arguments, stdout=out)
    return out.getvalue()


def as_json(*arguments):
    return json.loads(draw(*arguments, "--json"))


def refusal(*arguments):
    out = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("draw", *arguments, stdout=out)
    assert out.getvalue() == ""
    return str(refused.value)


@pytest.fixture
def written(tmp_path):
    def write(content, name="entrants.txt"):
        path = tmp_path / name
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def names(answer):
    return [entrant["name"] for entrant in answer["entrants"]]


def test_every_match_says_who_comes_and_who_goes_where():
    answer = as_json("--format", "double_elimination", "--entrants", "3", "--option", "best_of=3")

    assert answer["stage"] == {
        "format": "double_elimination",
        "name": "",
        "entrants": 3,
        "best_of": 3,
    }
    assert answer["matches"] == [
        {
            "id": "W1-1",
            "bracket": "winners",
            "group": None,
            "round": 1,
            "number": 1,
            "best_of": 3,
            "sides": [{"seed": 1}, {"bye": True}],
            "winner_to": "W2-1",
            "winner_to_side": 1,
            "loser_to": None,
            "loser_to_side": None,
        },
        {
            "id": "W1-2",
            "bracket": "winners",
            "group": None,
            "round": 1,
            "number": 2,
            "best_of": 3,
            "sides": [{"seed": 2}, {"seed": 3}],
            "winner_to": "W2-1",
            "winner_to_side": 2,
            "loser_to": "L1-1",
            "loser_to_side": 2,
        },
        {
            "id": "W2-1",
            "bracket": "winners",
            "group": None,
            "round": 2,
            "number": 1,
            "best_of": 3,
            "sides": [{"winner_of": "W1-1"}, {"winner_of": "W1-2"}],
            "winner_to": "F",
            "winner_to_side": 1,
            "loser_to": "L1-1",
            "loser_to_side": 1,
        },
        {
            "id": "L1-1",
            "bracket": "losers",
            "group": None,
            "round": 1,
            "number": 1,
            "best_of": 3,
            "sides": [{"loser_of": "W2-1"}, {"loser_of": "W1-2"}],
            "winner_to": "F",
            "winner_to_side": 2,
            "loser_to": None,
            "loser_to_side": None,
        },
        {
            "id": "F",
            "bracket": "final",
            "group": None,
            "round": 1,
            "number": 1,
            "best_of": 3,
            "sides": [{"winner_of": "W2-1"}, {"winner_of": "L1-1"}],
            "winner_to": "F2",
            "winner_to_side": 1,
            "loser_to": "F2",
            "loser_to_side": 2,
        },
        {
            "id": "F2",
            "bracket": "final",
            "group": None,
            "round": 2,
            "number": 1,
            "best_of": 3,
            "sides": [{"winner_of": "F"}, {"loser_of": "F"}],
            "winner_to": None,
            "winner_to_side": None,
            "loser_to": None,
            "loser_to_side": None,
            "if_needed": True,
        },
    ]


@pytest.mark.parametrize(
    ("arguments", "matches", "brackets"),
    [
        (["single_elimination", "8", "third_place=true"], 8, {"winners", "third_place", "final"}),
        (["round_robin", "8", "groups=2", "distribution=bracket"], 12, {"group"}),
        (["swiss", "9", "wins=3", "losses=3"], 5, {"group"}),
        (["free_for_all", "40", "lobby_size=20", "games=4"], 8, {"group"}),
        (["ladder", "9", "mode=rating"], 0, set()),
        (["double_elimination", "8", "groups=2", "finals=none"], 10, {"winners", "losers"}),
    ],
)
def test_every_format_is_drawn(arguments, matches, brackets):
    name, entrants, *options = arguments
    given = [part for option in options for part in ("--option", option)]

    answer = as_json("--format", name, "--entrants", entrants, *given)

    assert answer["stage"]["entrants"] == int(entrants)
    assert len(answer["matches"]) == matches
    assert {match["bracket"] for match in answer["matches"]} == brackets


def test_groups_are_named_in_every_match():
    matches = as_json("--format", "single_elimination", "--entrants", "4", "--option", "groups=2")[
        "matches"
    ]

    assert [(match["id"], match["group"], match["bracket"]) for match in matches] == [
        ("G1-F", 1, "final"),
        ("G2-F", 2, "final"),
    ]


def test_values_of_options_are_json_or_else_text():
    stage = as_json(
        *["--format", "single_elimination", "--entrants", "2", "--option", "name=2026"],
        *["--option", 'best_of_rounds={"1": 5}', "--option", "third_place=false"],
    )["stage"]

    assert stage == {
        "format": "single_elimination",
        "name": "2026",
        "entrants": 2,
        "best_of_rounds": {"1": 5},
        "third_place": False,
    }


def test_names_come_from_a_file_line_by_line(written):
    path = written("\ufeff[TAG] Ann\n\n Ben \nCem\n")

    answer = as_json("--format", "single_elimination", "--entrants-file", path)

    assert answer["entrants"] == [
        {"seed": 1, "name": "[TAG] Ann"},
        {"seed": 2, "name": "Ben"},
        {"seed": 3, "name": "Cem"},
    ]
    assert answer["matches"][1]["sides"] == [
        {"seed": 2, "name": "Ben"},
        {"seed": 3, "name": "Cem"},
    ]


@pytest.mark.parametrize(
    ("seeding", "order"),
    [
        ("order", ["Ada", "Ben", "Cem", "Dan"]),
        ("seed", ["Cem", "Ada", "Ben", "Dan"]),
        ("rating", ["Ben", "Dan", "Ada", "Cem"]),
    ],
)
def test_entrants_are_seeded_as_asked(written, seeding, order):
    path = written(PLAYERS, "entrants.json")

    answer = as_json("--format", "swiss", "--entrants-file", path, "--seeding", seeding)

    assert names(answer) == order
    assert answer["stage"]["seeding"] == seeding


def test_lots_can_be_drawn_again_from_the_seed_that_is_published(written):
    path = written("\n".join("ABCDEFGH"))
    asked = ["--format", "swiss", "--option", "first_round=random", "--seeding", "random"]

    first = as_json(*asked, "--entrants-file", path)
    again = as_json(*asked, "--entrants-file", path, "--seed", str(first["stage"]["seed"]))
    other = as_json(*asked, "--entrants-file", path, "--seed", str(first["stage"]["seed"] + 1))

    assert first == again
    assert sorted(names(first)) == sorted(names(other)) == list("ABCDEFGH")
    assert first["matches"] != other["matches"]


def test_a_published_seed_stands_above_the_list(written):
    path = written("A\nB")

    text = draw(
        *["--format", "single_elimination", "--entrants-file", path],
        *["--seeding", "random", "--seed", "7"],
    )

    assert text.splitlines()[0] == "Drawn by lot with the seed 7."


def test_those_of_one_region_meet_late(written):
    path = written(PLAYERS, "entrants.json")
    asked = ["--format", "single_elimination", "--entrants-file", path, "--seeding", "seed"]

    together = as_json(*asked)
    apart = as_json(*asked, "--apart", "region")

    def first_round(answer):
        return [{side["name"] for side in match["sides"]} for match in answer["matches"][:2]]

    assert first_round(together) == [{"Cem", "Dan"}, {"Ada", "Ben"}]
    assert names(apart)[:2] == ["Cem", "Ada"]
    assert all(one & {"Cem", "Ada"} for one in first_round(apart))


def test_without_json_matches_are_listed():
    text = draw("--format", "single_elimination", "--entrants", "3", "--option", "third_place=true")

    assert text.splitlines() == [
        "Winners' bracket, round 1 (best of 1)",
        "  W1-1  1 – bye",
        "  W1-2  2 – 3",
        "Final (best of 1)",
        "  F     winner of W1-1 – winner of W1-2",
    ]


def test_a_ladder_says_that_nothing_is_drawn():
    text = draw("--format", "ladder", "--entrants", "5")

    assert text == "There is nothing to draw: matches follow from challenges.\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--entrants", "8"], "Say what to draw: --format with one of "),
        (["--format", "gauntlet", "--entrants", "8"], "There is no format 'gauntlet'."),
        (["--format", "swiss"], "Say how many entrants there are"),
        (["--format", "swiss", "--entrants", "two"], "The number of entrants is a whole number"),
        (["--format", "swiss", "--entrants", "1"], "A Swiss stage takes 2 to 4096 entrants"),
        (
            ["--format", "single_elimination", "--entrants", "99999999999"],
            "A stage takes at most 16384 entrants, not 99999999999.",
        ),
        (
            ["--format", "round_robin", "--entrants", "8", "--option", "gruops=2"],
            "gruops is not an option of this format.",
        ),
        (
            ["--format", "round_robin", "--entrants", "8", "--option", "groups=[2"],
            "groups must be a whole number.",
        ),
        (
            ["--format", "single_elimination", "--entrants", "8", "--option", "best_of=2"],
            "best_of: A best of 2 can end level",
        ),
        (["--format", "swiss", "--entrants", "8", "--option", "rounds"], "“rounds” is no option"),
        (
            ["--format", "swiss", "--entrants", "8", "--option", "format=ladder"],
            "“format=ladder” is no option",
        ),
        (
            ["--format", "swiss", "--entrants", "8", *["--option", "rounds=3"] * 2],
            "The option rounds is given twice.",
        ),
        (
            ["--format", "swiss", "--entrants", "8", "--seed", "x"],
            "The seed of the lots is a whole number",
        ),
        (
            ["--format", "swiss", "--entrants", "8", "--seeding", "random"],
            "Seeding is for entrants that are in an --entrants-file.",
        ),
        (
            ["--format", "swiss", "--entrants", "8", "--seeding", "luck"],
            "There is no seeding “luck”",
        ),
        (["--format", "swiss", "--entrants", "8", "--apart", "age"], "Those of one region or team"),
        (["--format", "swiss", "--entrants-file", "/none"], "/none: No such file or directory."),
    ],
)
def test_faults_are_one_sentence_and_nothing_is_drawn(arguments, message):
    assert refusal(*arguments).startswith(message)


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("[1", "a.json", "this is not JSON"),
        ('{"name": "A"}', "a.json", "the entrants must be a list."),
        ("A\nB\nA", "a.txt", "“A” stands there twice."),
        ("", "a.txt", "A Swiss stage takes 2 to 4096 entrants, not 0."),
        ([["A"]], "a.json", "entrant 1 is neither a name nor an object with a name."),
        ([{"seed": 1}], "a.json", "entrant 1 has no name."),
        (["A", {"name": " "}], "a.json", "entrant 2 has no name."),
        ([{"name": 3}], "a.json", "the name is a text of at most 200 letters."),
        ([{"name": "A", "seed": 0}], "a.json", "the seed is a whole number from 1."),
        ([{"name": "A", "rating": "9"}], "a.json", "the rating is a number."),
        ([{"name": "A", "team": []}], "a.json", "the team is a text of at most 200 letters."),
    ],
)
def test_faults_of_the_file_are_named(written, content, name, message):
    assert message in refusal("--format", "swiss", "--entrants-file", written(content, name))


def test_file_and_number_must_agree(written):
    path = written("A\nB")

    message = refusal("--format", "swiss", "--entrants-file", path, "--entrants", "3")

    assert message == "The file has 2 entrants, not 3."
