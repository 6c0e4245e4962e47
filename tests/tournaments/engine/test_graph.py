import random

import pytest

from tournaments.engine.entering import Entering, Inlet, Origin
from tournaments.engine.formats import parse_stages
from tournaments.engine.graph import (
    entering,
    feeders,
    inlets,
    places_that_go_on,
    placing_order,
)
from tournaments.engine.stages import (
    DoubleEliminationSpec,
    FreeForAllSpec,
    LadderSpec,
    RoundRobinSpec,
    SingleEliminationSpec,
    SwissSpec,
    check_stages,
)
from tournaments.engine.swiss import FirstRound
from tournaments.engine.types import BYE, Invalid, Seed

GROUPS_AND_PLAYOFFS = [
    {"format": "round_robin", "groups": 6, "advance": 2, "best_next": 4},
    {"format": "single_elimination"},
]
DIVISIONS = [
    {"format": "swiss", "rounds": 3},
    {"format": "single_elimination", "entry": [{"stage": 1, "first": 1, "last": 4}]},
    {"format": "single_elimination", "entry": [{"stage": 1, "first": 5, "last": None}]},
]
PLAY_IN = [
    {"format": "single_elimination", "entry": [{"stage": 0, "first": 7}], "groups": 2},
    {
        "format": "double_elimination",
        "entry": [{"stage": 0, "first": 1, "last": 6}, {"stage": 1, "first": 1, "last": 1}],
    },
]


def field(first, last):
    return [Origin(0, None, seed) for seed in range(first, last + 1)]


def bracket(*entry, **options):
    return SingleEliminationSpec(entry=tuple(Inlet(*inlet) for inlet in entry), **options)


def refused(specs, entrants):
    with pytest.raises(Invalid) as refusal:
        check_stages(specs, entrants)
    return refusal.value.code, refusal.value.params["stage"]


def test_without_entry_stages_follow_each_other():
    specs = parse_stages(GROUPS_AND_PLAYOFFS)

    assert inlets(specs, 1) == (Inlet(0, 1, None),)
    assert inlets(specs, 2) == (Inlet(1, 1, 2), Inlet(1, 3, 3, best=4))
    assert (feeders(specs, 1), feeders(specs, 2)) == (frozenset(), frozenset({1}))
    assert check_stages(specs, 24) == [24, 16]


def test_the_best_of_a_place_have_no_group():
    who = entering(parse_stages(GROUPS_AND_PLAYOFFS), 2, 24)

    places = [Origin(1, group, place) for place in (1, 2) for group in range(1, 7)]
    assert who == Entering((*places, *[Origin(1, None, 3)] * 4))
    assert [who.label(seed) for seed in (1, 6, 7, 12, 13, 16)] == [
        "A1",
        "F1",
        "A2",
        "F2",
        "13",
        "16",
    ]
    assert [who.best_number(seed) for seed in (13, 16)] == [1, 4]


def test_divisions_part_the_places_of_one_stage():
    specs = parse_stages(DIVISIONS)

    assert check_stages(specs, 11) == [11, 4, 7]
    assert [feeders(specs, number) for number in (1, 2, 3)] == [
        frozenset(),
        frozenset({1}),
        frozenset({1}),
    ]
    assert entering(specs, 3, 11) == Entering(tuple(Origin(1, 1, place) for place in range(5, 12)))


def test_play_in_lets_the_rest_of_the_field_wait():
    specs = parse_stages(PLAY_IN)

    assert check_stages(specs, 14) == [8, 8]
    assert entering(specs, 1, 14) == Entering(tuple(field(7, 14)))
    assert entering(specs, 2, 14) == Entering((*field(1, 6), Origin(1, 1, 1), Origin(1, 2, 1)))


def test_all_below_a_place_go_by_place_and_skip_groups_that_are_too_small():
    groups = RoundRobinSpec(groups=2)

    who = entering([groups, bracket((1, 2, None))], 2, 5)

    assert [who.label(seed) for seed in range(1, who.count + 1)] == ["A2", "B2", "A3"]


def test_every_format_can_stand_in_a_row():
    specs = [
        LadderSpec(advance=64),
        FreeForAllSpec(lobby_size=16, advance=8),
        SwissSpec(wins=3, losses=3, advance=16),
        DoubleEliminationSpec(groups=4, advance=2),
        RoundRobinSpec(groups=2, advance=2),
        SingleEliminationSpec(third_place=True),
    ]

    assert check_stages(specs, 100) == [100, 64, 32, 16, 8, 4]


def test_stages_that_take_twice_from_each_other_are_checked_at_once():
    specs = [
        RoundRobinSpec(entry=(Inlet(number, 1, 2), Inlet(number, 3, 4)) if number else None)
        for number in range(32)
    ]

    assert check_stages(specs, 4) == [4] * 32


@pytest.mark.parametrize(
    ("entries", "order"),
    [
        ([None, None, None], [3, 2, 1]),
        ([None, [Inlet(1, 1, 2)], [Inlet(1, 3, 4)]], [2, 3, 1]),
        ([[Inlet(0, 5, 8)], [Inlet(0, 1, 4), Inlet(1, 1, 1)]], [2, 1]),
        ([[Inlet(0, 1, 4)], [Inlet(0, 5, 8)], [Inlet(1, 1, 1), Inlet(2, 1, 1)]], [3, 1, 2]),
        ([None, [Inlet(1, 1, 2)], [Inlet(1, 3, 4)], [Inlet(2, 1, 1)]], [3, 4, 2, 1]),
    ],
)
def test_places_of_a_stage_come_before_those_of_its_feeders(entries, order):
    specs = [
        RoundRobinSpec(advance=0 if entry else 2, entry=tuple(entry) if entry else None)
        for entry in entries
    ]

    assert placing_order(specs) == order


@pytest.mark.parametrize(
    ("specs", "code", "stage"),
    [
        ([RoundRobinSpec(), bracket((2, 1, 2))], "stage_loop", 2),
        ([bracket((2, 1, 2)), bracket((1, 1, 2))], "stage_loop", 1),
        ([bracket((3, 1, 2)), bracket((1, 1, 2)), bracket((2, 1, 2))], "stage_loop", 1),
        ([RoundRobinSpec(), bracket((3, 1, 2)), bracket((1, 1, 2))], "later_stage", 2),
        ([RoundRobinSpec(), bracket((3, 1, 2))], "no_such_stage", 2),
        ([RoundRobinSpec(), bracket()], "nobody_enters", 2),
        ([RoundRobinSpec(), SingleEliminationSpec()], "nobody_advances", 1),
        ([RoundRobinSpec(), bracket((1, 3, 2))], "empty_outlet", 2),
        ([RoundRobinSpec(), bracket((1, 0, 2))], "empty_outlet", 2),
        ([RoundRobinSpec(), bracket((1, 7, 9))], "no_such_places", 2),
        ([RoundRobinSpec(), bracket((1, 9, None))], "no_such_places", 2),
        ([bracket((0, 1, 9))], "no_such_places", 1),
        ([bracket((0, 9, None))], "no_such_places", 1),
        ([RoundRobinSpec(groups=3), bracket((1, 1, 3))], "no_such_places", 2),
        ([RoundRobinSpec(), bracket((1, 1, 2)), bracket((1, 2, 3))], "place_enters_twice", 3),
        ([RoundRobinSpec(), bracket((1, 1, 2), (1, 2, 2))], "place_enters_twice", 2),
        (
            [RoundRobinSpec(groups=2), bracket((1, 1, 1), (1, 2, 2, 1)), bracket((1, 2, 2))],
            "place_enters_twice",
            3,
        ),
        ([RoundRobinSpec(), bracket((1, 1, 2), (0, 1, 2))], "seed_enters_twice", 2),
        ([bracket((0, 1, 4)), bracket((0, 6, 8))], "seed_enters_nowhere", 1),
        ([RoundRobinSpec(advance=2), bracket((0, 1, 2))], "advance_from_last_stage", 1),
        ([RoundRobinSpec(advance=2)], "advance_from_last_stage", 1),
        ([SwissSpec(advance=9), SingleEliminationSpec()], "advance_too_many", 1),
        ([DoubleEliminationSpec(groups=2, advance=5), SwissSpec()], "advance_too_many", 1),
        ([RoundRobinSpec(groups=2), bracket((1, 1, 2, 1))], "best_of_places", 2),
        ([RoundRobinSpec(groups=2), bracket((1, 1, 1), (1, 2, 2, 2))], "best_next_out_of_range", 2),
        (
            [DoubleEliminationSpec(groups=2), bracket((1, 1, 1), (1, 2, 2, 1))],
            "best_without_table",
            2,
        ),
    ],
)
def test_graph_that_cannot_be_played_is_refused(specs, code, stage):
    assert refused(specs, 8) == (code, stage)


@pytest.mark.parametrize(
    ("spec", "first", "last"),
    [
        (SingleEliminationSpec(), 1, 3),
        (SingleEliminationSpec(), 4, 8),
        (SingleEliminationSpec(third_place=True), 1, 5),
        (SingleEliminationSpec(third_place=True), 6, None),
        (DoubleEliminationSpec(), 1, 5),
        (DoubleEliminationSpec(), 6, 6),
    ],
)
def test_level_places_of_a_bracket_are_not_cut_in_two(spec, first, last):
    assert refused([spec, RoundRobinSpec(entry=(Inlet(1, first, last),))], 8) == (
        "places_shared",
        2,
    )


@pytest.mark.parametrize(
    ("spec", "last"),
    [
        (SingleEliminationSpec(), 4),
        (SingleEliminationSpec(third_place=True), 3),
        (DoubleEliminationSpec(), 3),
        (DoubleEliminationSpec(), 6),
    ],
)
def test_whole_blocks_of_a_bracket_go_on(spec, last):
    assert check_stages([spec, RoundRobinSpec(entry=(Inlet(1, 1, last),))], 8) == [8, last]


def test_faults_are_sentences():
    with pytest.raises(Invalid) as refusal:
        check_stages([RoundRobinSpec(), bracket((1, 1, 2)), bracket((1, 2, 3))], 8)

    assert refusal.value.message == "Place 2 of stage 1 enters two stages, 2 and 3."


def first_round(specs, number, entrants):
    who = entering(specs, number, entrants)
    structure = specs[number - 1].structure(who.count, entering=who, rng=random.Random(1))
    return [
        "-".join(
            who.label(side.number) if isinstance(side, Seed) else "bye" for side in match.sides
        )
        for match in structure.matches
        if match.id.startswith(("W1-", "G1-1-"))
    ]


def test_double_elimination_behind_groups_is_crossed():
    specs = [RoundRobinSpec(groups=4, advance=2), DoubleEliminationSpec()]

    assert first_round(specs, 2, 16) == ["A1-B2", "C1-D2", "B1-A2", "D1-C2"]


def test_seeds_that_begin_in_the_losers_bracket_stay_there():
    specs = [RoundRobinSpec(groups=4, advance=2), DoubleEliminationSpec(in_losers=4)]

    assert first_round(specs, 2, 16) == ["A1-D1", "B1-C1"]


def test_mates_and_the_field_share_a_bracket():
    specs = [
        RoundRobinSpec(groups=2, entry=(Inlet(0, 5, None),)),
        bracket((0, 1, 4), (1, 1, 2)),
    ]

    # Seed 1 meets the last that comes in, and A1 and A2 are in different halves.
    assert first_round(specs, 2, 12) == ["1-B2", "4-A1", "2-A2", "3-B1"]


@pytest.mark.parametrize("pairing", ["fold", "slide", "adjacent"])
@pytest.mark.parametrize("groups", range(2, 10))
@pytest.mark.parametrize("advance", [1, 2, 3])
def test_mates_do_not_meet_in_the_first_round_of_a_swiss_stage(pairing, groups, advance):
    specs = [
        RoundRobinSpec(groups=groups, advance=advance),
        SwissSpec(first_round=FirstRound(pairing)),
    ]
    who = entering(specs, 2, 4 * groups)

    structure = specs[1].structure(who.count, entering=who)

    sides = [side.number for match in structure.matches for side in match.sides if side != BYE]
    assert sorted(sides) == list(range(1, groups * advance + 1))
    for match in structure.matches:
        one, other = match.sides
        assert other == BYE or who.of(one.number).group != who.of(other.number).group


def test_groups_behind_groups_spread_mates():
    specs = [RoundRobinSpec(groups=4, advance=2), RoundRobinSpec(groups=2)]
    who = entering(specs, 2, 16)

    groups = specs[1].groups_of(8, entering=who)

    assert [[who.label(seed) for seed in group] for group in groups] == [
        ["A1", "D1", "B2", "C2"],
        ["B1", "C1", "A2", "D2"],
    ]


@pytest.mark.parametrize(
    ("specs", "ways"),
    [
        ([RoundRobinSpec(advance=2), SingleEliminationSpec()], (2, False)),
        ([RoundRobinSpec(groups=6, advance=2, best_next=4), SingleEliminationSpec()], (2, True)),
        ([RoundRobinSpec(), SingleEliminationSpec(entry=(Inlet(1, 1, 3),))], (3, False)),
        ([RoundRobinSpec(), SingleEliminationSpec(entry=(Inlet(1, 3, 4),))], (0, False)),
        (
            [
                RoundRobinSpec(),
                SingleEliminationSpec(entry=(Inlet(1, 1, 2),)),
                SingleEliminationSpec(entry=(Inlet(1, 3, 4),)),
            ],
            (0, False),
        ),
        ([RoundRobinSpec()], (0, False)),
        ([RoundRobinSpec(advance=2)], (2, False)),
    ],
)
def test_so_many_of_the_first_places_go_on(specs, ways):
    assert places_that_go_on(specs, 1) == ways
