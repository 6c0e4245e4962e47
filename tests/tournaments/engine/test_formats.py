import pytest

from tournaments.engine import single_elimination
from tournaments.engine.formats import FORMATS, build, parse_spec, parse_stages
from tournaments.engine.stages import (
    DEFAULT_TIEBREAKS,
    RoundRobinSpec,
    SingleEliminationSpec,
    check_stages,
)
from tournaments.engine.tallies import Points
from tournaments.engine.types import Invalid, Seed

GROUPS = {
    "format": "round_robin",
    "name": "Group stage",
    "groups": 8,
    "legs": 1,
    "best_of": 2,
    "points": {"win": 2, "draw": 1, "loss": 0},
    "draws": True,
    "tiebreaks": ["points", "difference"],
    "advance": 2,
}
PLAYOFFS = {
    "format": "single_elimination",
    "name": "Playoffs",
    "best_of": 3,
    "best_of_final": 5,
    "best_of_rounds": {"1": 1},
    "third_place": True,
    "first_round": [["A1", "B2"], ["B1", "bye"]],
}


def test_round_robin_is_read_with_all_its_options():
    assert parse_spec(GROUPS) == RoundRobinSpec(
        name="Group stage",
        groups=8,
        legs=1,
        best_of=2,
        points=Points(2, 1, 0),
        draws=True,
        tiebreaks=("points", "difference"),
        advance=2,
        best_next=0,
    )


def test_single_elimination_is_read_with_all_its_options():
    assert parse_spec(PLAYOFFS) == SingleEliminationSpec(
        name="Playoffs",
        best_of=3,
        best_of_final=5,
        best_of_rounds={1: 1},
        third_place=True,
        first_round=(("A1", "B2"), ("B1", "bye")),
    )


@pytest.mark.parametrize(
    ("name", "spec"),
    [("round_robin", RoundRobinSpec()), ("single_elimination", SingleEliminationSpec())],
)
def test_options_left_out_or_null_have_their_defaults(name, spec):
    assert parse_spec({"format": name}) == spec
    assert parse_spec({"format": name, "best_of": None}) == spec


def test_null_in_a_first_round_is_a_bye():
    spec = parse_spec({"format": "single_elimination", "first_round": [["1", None], [2, 3]]})

    assert spec == SingleEliminationSpec(first_round=(("1", "bye"), ("2", "3")))


def test_default_tiebreaks_end_with_an_official():
    assert DEFAULT_TIEBREAKS[-1] == "manual"
    assert set(FORMATS) == {
        "round_robin",
        "single_elimination",
        "double_elimination",
        "swiss",
        "free_for_all",
        "ladder",
    }


@pytest.mark.parametrize(
    ("given", "key", "code"),
    [
        ({}, "format", "unknown_format"),
        ({"format": "gauntlet"}, "format", "unknown_format"),
        ({"format": ["round_robin"]}, "format", "not_a_text"),
        ([], "A stage", "not_an_object"),
        ({1: 2}, "A stage", "not_an_object"),
        ({"format": "round_robin", "gruops": 2}, "gruops", "unknown_option"),
        ({"format": "single_elimination", "legs": 2}, "legs", "unknown_option"),
        ({"format": "round_robin", "name": "x" * 81}, "name", "not_a_text"),
        ({"format": "round_robin", "groups": "8"}, "groups", "not_a_whole_number"),
        ({"format": "round_robin", "groups": True}, "groups", "not_a_whole_number"),
        ({"format": "round_robin", "groups": 2.0}, "groups", "not_a_whole_number"),
        ({"format": "round_robin", "groups": 0}, "groups", "out_of_range"),
        ({"format": "round_robin", "legs": 5}, "legs", "out_of_range"),
        ({"format": "round_robin", "advance": -1}, "advance", "out_of_range"),
        ({"format": "round_robin", "draws": "no"}, "draws", "not_a_flag"),
        ({"format": "round_robin", "draws": False, "best_of": 2}, "best_of", "best_of_even"),
        ({"format": "round_robin", "points": 3}, "points", "not_an_object"),
        ({"format": "round_robin", "points": []}, "points", "not_an_object"),
        ({"format": "round_robin", "points": {"won": 3}}, "won", "unknown_option"),
        ({"format": "round_robin", "points": {"win": "3"}}, "win", "not_a_whole_number"),
        ({"format": "round_robin", "points": {"win": 0}}, "points", "points_order"),
        ({"format": "round_robin", "tiebreaks": "points"}, "tiebreaks", "not_a_list"),
        ({"format": "round_robin", "tiebreaks": []}, "tiebreaks", "no_tiebreaks"),
        ({"format": "round_robin", "tiebreaks": ["x"]}, "tiebreaks", "unknown_tiebreak"),
        ({"format": "single_elimination", "best_of": 2}, "best_of", "best_of_even"),
        ({"format": "single_elimination", "best_of": 0}, "best_of", "out_of_range"),
        ({"format": "single_elimination", "best_of_final": 4}, "best_of_final", "best_of_even"),
        (
            {"format": "single_elimination", "best_of_rounds": {"final": 5}},
            "best_of_rounds",
            "no_such_round",
        ),
        (
            {"format": "single_elimination", "best_of_rounds": {"0": 5}},
            "best_of_rounds",
            "no_such_round",
        ),
        (
            {"format": "single_elimination", "best_of_rounds": {"9" * 5000: 5}},
            "best_of_rounds",
            "no_such_round",
        ),
        (
            {"format": "single_elimination", "best_of_rounds": {"1": 2}},
            "best_of_rounds",
            "best_of_even",
        ),
        (
            {"format": "single_elimination", "best_of_rounds": {"1": None}},
            "best_of_rounds",
            "not_a_whole_number",
        ),
        ({"format": "single_elimination", "third_place": 1}, "third_place", "not_a_flag"),
        ({"format": "single_elimination", "first_round": "A1"}, "first_round", "not_a_list"),
        ({"format": "single_elimination", "first_round": ["A1-B1"]}, "first_round", "not_a_pair"),
        (
            {"format": "single_elimination", "first_round": [["A1", "x"]]},
            "first_round",
            "bad_label",
        ),
    ],
)
def test_spec_that_cannot_be_names_the_option(given, key, code):
    with pytest.raises(Invalid) as refusal:
        parse_spec(given)

    assert (refusal.value.params["key"], refusal.value.code) == (key, code)


def test_unknown_format_is_named():
    with pytest.raises(Invalid) as refusal:
        parse_spec({"format": "gauntlet"})

    assert refusal.value.message == "There is no format 'gauntlet'."


def test_parse_stages_says_which_stage_is_wrong():
    with pytest.raises(Invalid) as refusal:
        parse_stages([GROUPS, PLAYOFFS | {"best_of": 2}])

    assert refusal.value.params == {"best_of": 2, "key": "best_of", "stage": 2}


def test_parse_stages_refuses_what_is_no_list():
    with pytest.raises(Invalid) as refusal:
        parse_stages(GROUPS)

    assert refusal.value.code == "not_a_list"


def test_build_gives_the_matches_of_each_stage():
    groups, playoffs = parse_stages([GROUPS, PLAYOFFS | {"first_round": None}])

    drawn = build(groups, 32)
    bracket = build(playoffs, 16, after=groups.qualifiers)

    assert check_stages([groups, playoffs], 32) == [32, 16]
    assert (len(drawn.matches), drawn.rounds, drawn.entrants) == (48, 3, 32)
    assert (len(bracket.matches), bracket.rounds, bracket.entrants) == (16, 4, 16)
    assert bracket.matches[0].sides == (Seed(1), Seed(10))


def test_build_of_a_first_stage_uses_the_standard_seeding():
    spec = parse_spec({"format": "single_elimination"})

    assert build(spec, 13) == single_elimination.structure(13)
