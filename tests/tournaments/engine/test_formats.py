from fractions import Fraction

import pytest

from tournaments.engine import single_elimination
from tournaments.engine.double_elimination import Finals
from tournaments.engine.formats import FORMATS, build, parse_spec, parse_stages
from tournaments.engine.free_for_all import Scoring
from tournaments.engine.grouping import Distribution
from tournaments.engine.ladder import LadderRules, Mode
from tournaments.engine.stages import (
    DEFAULT_TIEBREAKS,
    DoubleEliminationSpec,
    FreeForAllSpec,
    Inlet,
    LadderSpec,
    RoundRobinSpec,
    SingleEliminationSpec,
    SwissSpec,
    check_stages,
    entering,
)
from tournaments.engine.swiss import FirstRound, Pairing
from tournaments.engine.tallies import Bye, Points
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


def test_double_elimination_is_read_with_all_its_options():
    given = {
        "format": "double_elimination",
        "name": "Main event",
        "finals": "single",
        "best_of": 3,
        "best_of_losers": 1,
        "best_of_final": 5,
        "best_of_rounds": {"2": 5},
        "in_losers": 8,
        "groups": 2,
        "advance": 4,
    }

    assert parse_spec(given) == DoubleEliminationSpec(
        name="Main event",
        finals=Finals.SINGLE,
        best_of=3,
        best_of_losers=1,
        best_of_final=5,
        best_of_rounds={2: 5},
        in_losers=8,
        groups=2,
        advance=4,
    )


def test_swiss_is_read_with_all_its_options():
    given = {
        "format": "swiss",
        "wins": 3,
        "losses": 2,
        "best_of": 2,
        "best_of_decider": 4,
        "first_round": "slide",
        "pairing": "priority_table",
        "points": {"win": 2, "draw": 1.0, "loss": 0.5, "bye": "draw"},
        "draws": True,
        "tiebreaks": ["points", "seed"],
        "advance": 8,
    }

    assert parse_spec(given) == SwissSpec(
        wins=3,
        losses=2,
        best_of=2,
        best_of_decider=4,
        first_round=FirstRound.SLIDE,
        pairing=Pairing.PRIORITY_TABLE,
        points=Points(2, 1, Fraction(1, 2), Bye.DRAW),
        draws=True,
        tiebreaks=("points", "seed"),
        advance=8,
    )


def test_swiss_by_wins_is_ordered_as_a_major():
    spec = parse_spec({"format": "swiss", "wins": 3, "losses": 3})

    assert spec.tiebreaks == ("wins", "losses", "buchholz_difference", "seed")


@pytest.mark.parametrize(
    ("options", "entrants", "rounds"),
    [
        ({}, 2, 1),
        ({}, 16, 4),
        ({}, 17, 5),
        ({"rounds": 9}, 16, 9),
        ({"wins": 3, "losses": 2}, 8, 4),
    ],
)
def test_swiss_has_as_many_rounds_as_a_knockout_unless_it_says_otherwise(options, entrants, rounds):
    assert parse_spec({"format": "swiss", **options}).rounds_for(entrants) == rounds


def test_free_for_all_is_read_with_all_its_options():
    given = {
        "format": "free_for_all",
        "lobby_size": 20,
        "games": 6,
        "placement_points": [12, 9, 8],
        "kill_points": 2,
        "kill_cap": 8,
        "drop_worst": 1,
        "tiebreaks": ["points", "kills"],
        "advance": 10,
    }

    spec = parse_spec(given)

    assert spec == FreeForAllSpec(
        lobby_size=20,
        games=6,
        placement_points=(12, 9, 8),
        kill_points=2,
        kill_cap=8,
        drop_worst=1,
        tiebreaks=("points", "kills"),
        advance=10,
    )
    assert spec.scoring == Scoring((12, 9, 8), 2, 8)


def test_ladder_is_read_with_all_its_options():
    given = {
        "format": "ladder",
        "challenge_range": 5,
        "mode": "rating",
        "k": 24,
        "start_rating": 1500,
        "best_of": 3,
    }

    spec = parse_spec(given)

    assert spec == LadderSpec(
        challenge_range=5, mode=Mode.RATING, k=24, start_rating=1500, best_of=3
    )
    assert spec.rules == LadderRules(5, Mode.RATING, start_rating=1500, k=24)


def test_entry_is_read_for_every_format():
    entry = [
        {"stage": 1, "first": 1, "last": 2},
        {"stage": 0, "first": 9},
        {"stage": 1, "first": 3, "last": 3, "best": 4},
    ]
    inlets = (Inlet(1, 1, 2), Inlet(0, 9, None), Inlet(1, 3, 3, best=4))

    assert {parse_spec({"format": name, "entry": entry}).entry for name in FORMATS} == {inlets}


def test_groups_are_dealt_for_the_bracket_when_asked():
    spec = parse_spec({"format": "round_robin", "groups": 2, "distribution": "bracket"})

    assert spec.distribution is Distribution.BRACKET


@pytest.mark.parametrize(
    ("name", "spec"),
    [
        ("round_robin", RoundRobinSpec()),
        ("single_elimination", SingleEliminationSpec()),
        ("double_elimination", DoubleEliminationSpec()),
        ("swiss", SwissSpec()),
        ("ladder", LadderSpec()),
    ],
)
def test_options_left_out_or_null_have_their_defaults(name, spec):
    assert parse_spec({"format": name}) == spec
    assert parse_spec({"format": name, "best_of": None}) == spec


def test_free_for_all_has_defaults_too():
    assert parse_spec({"format": "free_for_all", "kill_cap": None}) == FreeForAllSpec()


def test_structures_of_the_other_formats():
    def drawn(entrants, **options):
        structure = build(parse_spec(options), entrants)
        return structure.entrants, len(structure.matches), structure.rounds

    assert drawn(8, format="double_elimination") == (8, 15, 4)
    assert drawn(8, format="double_elimination", groups=2, finals="none") == (8, 10, 2)
    assert drawn(9, format="swiss") == (9, 5, 1)
    assert drawn(20, format="free_for_all", lobby_size=10, games=3) == (20, 6, 3)
    assert drawn(20, format="ladder") == (0, 0, 0)


def test_a_match_that_decides_in_the_first_round_has_the_length_of_deciders():
    spec = parse_spec({"format": "swiss", "wins": 1, "losses": 2, "best_of_decider": 3})

    assert {match.best_of for match in build(spec, 8).matches} == {3}


def inlet(**options):
    return {"format": "swiss", "entry": [{"stage": 1, "first": 1, "last": 1} | options]}


@pytest.mark.parametrize(
    ("given", "key", "code"),
    [
        ({"format": "double_elimination", "finals": "two"}, "finals", "no_such_choice"),
        ({"format": "double_elimination", "finals": ["none"]}, "finals", "no_such_choice"),
        (
            {"format": "double_elimination", "finals": "none", "best_of_final": 5},
            "best_of_final",
            "contradictory",
        ),
        ({"format": "single_elimination", "groups": 0}, "groups", "out_of_range"),
        (
            {"format": "single_elimination", "groups": 2, "first_round": [["1", "2"]]},
            "first_round",
            "contradictory",
        ),
        (
            {"format": "round_robin", "distribution": "bracket", "fixed_groups": [[1, 2]]},
            "distribution",
            "contradictory",
        ),
        ({"format": "swiss", "wins": 3}, "wins", "wins_without_losses"),
        ({"format": "swiss", "losses": 3}, "wins", "wins_without_losses"),
        ({"format": "swiss", "rounds": 5, "wins": 3, "losses": 3}, "rounds", "rounds_and_wins"),
        ({"format": "swiss", "best_of_decider": 3}, "best_of_decider", "decider_without_wins"),
        ({"format": "swiss", "best_of": 2}, "best_of", "best_of_even"),
        ({"format": "swiss", "points": {"bye": "half"}}, "bye", "no_such_choice"),
        ({"format": "swiss", "points": {"draw": 0.3}}, "draw", "not_a_whole_number"),
        ({"format": "swiss", "points": {"win": -0.5}}, "win", "not_a_whole_number"),
        ({"format": "swiss", "points": {"win": float("nan")}}, "win", "not_a_whole_number"),
        (
            {"format": "free_for_all", "games": 2, "drop_worst": 2},
            "drop_worst",
            "all_games_dropped",
        ),
        (
            {"format": "free_for_all", "placement_points": [1, 2]},
            "placement_points",
            "placement_order",
        ),
        ({"format": "free_for_all", "placement_points": 9}, "placement_points", "not_a_list"),
        (
            {"format": "free_for_all", "placement_points": [], "kill_points": 0},
            "placement_points",
            "nothing_counts",
        ),
        ({"format": "free_for_all", "tiebreaks": ["buchholz"]}, "tiebreaks", "unknown_tiebreak"),
        ({"format": "ladder", "mode": "elo"}, "mode", "no_such_choice"),
        ({"format": "swiss", "entry": "1"}, "entry", "not_a_list"),
        ({"format": "swiss", "entry": [1]}, "entry", "not_an_object"),
        ({"format": "swiss", "entry": [{}]}, "stage", "out_of_range"),
        (inlet(frist=1), "frist", "unknown_option"),
        (inlet(first=0), "first", "out_of_range"),
        (inlet(last=2, best=1), "best", "contradictory"),
        (inlet(stage=0, best=1), "best", "contradictory"),
    ],
)
def test_options_that_contradict_or_do_not_exist_name_the_key(given, key, code):
    with pytest.raises(Invalid) as refusal:
        parse_spec(given)

    assert (refusal.value.params["key"], refusal.value.code) == (key, code)


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
    bracket = build(playoffs, 16, entering=entering([groups, playoffs], 2, 32))

    assert check_stages([groups, playoffs], 32) == [32, 16]
    assert (len(drawn.matches), drawn.rounds, drawn.entrants) == (48, 3, 32)
    assert (len(bracket.matches), bracket.rounds, bracket.entrants) == (16, 4, 16)
    assert bracket.matches[0].sides == (Seed(1), Seed(10))


def test_build_of_a_first_stage_uses_the_standard_seeding():
    spec = parse_spec({"format": "single_elimination"})

    assert build(spec, 13) == single_elimination.structure(13)
