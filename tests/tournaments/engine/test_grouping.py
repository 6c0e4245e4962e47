from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournaments.engine import double_elimination, round_robin, single_elimination
from tournaments.engine.crossing import crossed
from tournaments.engine.entering import Entering, Origin
from tournaments.engine.grouping import Distribution, dealt, reseeded, side_by_side
from tournaments.engine.seeding import fold
from tournaments.engine.types import Bracket, LoserOf, Seed, Slot, WinnerOf


def places(groups, per_group, *, stage=1):
    return [
        Origin(stage, group, place)
        for place in range(1, per_group + 1)
        for group in range(1, groups + 1)
    ]


def test_snake_makes_groups_equally_strong():
    assert dealt(8, 2) == [[1, 4, 5, 8], [2, 3, 6, 7]]


def test_groups_for_the_bracket_are_written_out():
    assert dealt(16, 4, distribution=Distribution.BRACKET, advance=2) == [
        [1, 7, 9, 16],
        [2, 8, 10, 15],
        [4, 6, 12, 13],
        [3, 5, 11, 14],
    ]


@pytest.mark.parametrize("groups", [2, 3, 4, 5, 6, 8, 12, 16])
@pytest.mark.parametrize("advance", [1, 2, 3, 4])
def test_groups_for_the_bracket_lead_into_the_standard_order(groups, advance):
    seeds = dealt(groups * 4, groups, distribution=Distribution.BRACKET, advance=advance)
    entering = Entering(tuple(places(groups, advance)))

    # As long as the better seed wins, place p of a group is its p-th seed.
    def who(stage_seed):
        origin = entering.of(stage_seed)
        return seeds[origin.group - 1][origin.place - 1]

    standing = [side and who(side) for pair in crossed(entering) for side in pair]
    entrants = groups * advance
    assert standing == [seed if seed <= entrants else None for seed in fold(len(standing))]


@given(st.integers(1, 16), st.integers(2, 120), st.integers(0, 4))
def test_every_seed_is_dealt_once_and_groups_differ_by_one(groups, entrants, advance):
    entrants = max(entrants, 2 * groups)

    for distribution in Distribution:
        seeds = dealt(entrants, groups, distribution=distribution, advance=advance)
        sizes = {len(group) for group in seeds}
        assert sorted(seed for group in seeds for seed in group) == list(range(1, entrants + 1))
        assert max(sizes) - min(sizes) <= 1


@given(st.integers(2, 8), st.integers(1, 4), st.integers(1, 8))
def test_mates_are_spread_over_the_groups_as_evenly_as_can_be(earlier, per_group, groups):
    origins = places(earlier, per_group)
    if len(origins) < 2 * groups:
        return
    entering = Entering(tuple(origins))

    seeds = dealt(len(origins), groups, entering=entering)

    most = -(-per_group // groups)
    for group in seeds:
        names = [entering.of(seed).group for seed in group]
        assert max(names.count(name) for name in names) <= most


def test_one_group_keeps_its_ids():
    structure = single_elimination.structure(4)

    assert side_by_side([([1, 2, 3, 4], structure)]) == structure


def test_seeds_are_renamed_and_nothing_else():
    structure = single_elimination.structure(3)

    renamed = reseeded(structure, [7, 5, 9])

    assert [match.sides for match in renamed.matches][1:] == [
        (Seed(5), Seed(9)),
        (WinnerOf("W1-1"), WinnerOf("W1-2")),
    ]
    assert renamed.matches[0].sides[0] == Seed(7)
    assert reseeded(renamed, [1, 2, 3, 4, 5, 6, 7, 8, 9]) == renamed


def test_groups_stand_side_by_side_under_their_own_ids():
    bracket = double_elimination.structure(4)

    both = side_by_side([([1, 4, 5, 8], bracket), ([2, 3, 6, 7], bracket)])

    assert len(both.matches) == 2 * len(bracket.matches)
    assert {match.group for match in both.matches} == {1, 2}
    assert both.entrants == 8
    first = both.by_id["G2-W1-1"]
    assert (first.sides, first.bracket) == ((Seed(2), Seed(7)), Bracket.WINNERS)
    assert first.winner_to == Slot("G2-W2-1", 1)
    assert both.by_id[first.loser_to.match].sides[first.loser_to.side - 1] == LoserOf("G2-W1-1")
    assert both.by_id["G2-F2"].if_needed


@given(st.integers(2, 6), st.integers(2, 20))
def test_no_match_of_a_group_leads_out_of_it(groups, size):
    seeds = round_robin.distribute(groups * size, groups)
    both = side_by_side([(group, double_elimination.structure(size)) for group in seeds])

    for match in both.matches:
        for slot in filter(None, (match.winner_to, match.loser_to)):
            assert both.by_id[slot.match].group == match.group
        for side in match.sides:
            if isinstance(side, WinnerOf | LoserOf):
                assert both.by_id[side.match].group == match.group
            elif isinstance(side, Seed):
                assert side.number in seeds[match.group - 1]


def meeting(slot, other):
    return (slot ^ other).bit_length()


@st.composite
def mixes(draw):
    """Entrants of two stages of groups and of the field, in any order of inlets."""
    parts = [
        places(draw(st.integers(2, 8)), draw(st.integers(1, 3))),
        places(draw(st.integers(2, 6)), draw(st.integers(0, 3)), stage=2),
        [Origin(0, None, seed) for seed in range(1, draw(st.integers(0, 9)) + 1)],
    ]
    return Entering(tuple(origin for part in draw(st.permutations(parts)) for origin in part))


@given(mixes())
def test_whatever_comes_in_mates_do_not_meet_in_the_first_round(entering):
    pairs = crossed(entering)

    standing = [side for pair in pairs for side in pair]
    mates = {}
    for slot, seed in enumerate(standing):
        if seed and entering.mates[seed - 1]:
            mates.setdefault(entering.mates[seed - 1], []).append(slot)
    assert sorted(filter(None, standing)) == list(range(1, entering.count + 1))
    for slots in mates.values():
        assert all(meeting(one, other) > 1 for one, other in combinations(slots, 2))
