from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tournaments.engine.apart import apart, tiers
from tournaments.engine.seeding import fold


def tagged(words: str) -> dict[int, str]:
    """Entrants 1, 2 and so on with the tags written; "-" for none."""
    return {n: tag for n, tag in enumerate(words.split(), start=1) if tag != "-"}


def slots(order) -> dict[int, int]:
    """Where each entrant stands in a bracket in standard order."""
    size = 1 << (len(order) - 1).bit_length()
    return {order[seed - 1]: slot for slot, seed in enumerate(fold(size)) if seed <= len(order)}


def meetings(order, tags, *, round=1) -> int:
    """How many pairs of one tag can meet first in ``round``."""
    at = slots(order)
    return sum(
        (at[one] ^ at[other]).bit_length() == round
        for one in order
        for other in order
        if one < other and tags.get(one) and tags.get(one) == tags.get(other)
    )


def fewest(order, tags) -> int:
    """The fewest meetings in the first round that any order within tiers has."""
    orders = product(*(permutations(order[tier.start - 1 : tier.stop - 1]) for tier in own(order)))
    return min(meetings([*order[:2], *(e for t in each for e in t)], tags) for each in orders)


def own(order) -> list[range]:
    return list(tiers(len(order)))


@st.composite
def fields(draw):
    count = draw(st.integers(2, 70))
    words = st.sampled_from(["", "a", "b", "c", "d"])
    tags = {entrant: draw(words) for entrant in range(1, count + 1)}
    return list(tags), tags, draw(st.sets(st.sampled_from(list(tags))))


def test_tiers_double_and_leave_the_two_best_alone():
    assert list(tiers(2)) == []
    assert list(tiers(11)) == [range(3, 5), range(5, 9), range(9, 12)]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("- - - - - - - -", [1, 2, 3, 4, 5, 6, 7, 8]),  # nobody to keep apart
        ("a - - - - - - a", [1, 2, 3, 4, 5, 6, 8, 7]),  # into the other half
        ("a b - - - - b a", [1, 2, 3, 4, 5, 6, 8, 7]),
        ("a a - - - - - -", [1, 2, 3, 4, 5, 6, 7, 8]),  # they meet in the final as it is
        ("a - - a - - - -", [1, 2, 4, 3, 5, 6, 7, 8]),  # a semi-final becomes a final
    ],
)
def test_apart_is_written_out(tags, expected):
    assert apart(range(1, 9), tags=tagged(tags)) == expected


def test_four_of_one_tag_stand_in_four_quarters():
    tags = tagged("a - - - - - - - - - - - - a a a")

    order = apart(range(1, 17), tags=tags)

    at = slots(order)
    assert {at[entrant] // 4 for entrant in tags} == {0, 1, 2, 3}


def test_small_fields_are_left_alone():
    for count in (0, 1, 2):
        assert apart(range(count), tags=dict.fromkeys(range(count), "a")) == list(range(count))


@settings(max_examples=150, deadline=None)
@given(fields())
def test_only_seeds_of_one_tier_that_are_not_locked_change_places(field):
    order, tags, locked = field

    after = apart(order, tags=tags, locked=locked)

    assert after[:2] == order[:2]
    assert [entrant for entrant in after if entrant in locked] == sorted(locked)
    assert all(after[entrant - 1] == entrant for entrant in locked)
    for tier in tiers(len(order)):
        assert sorted(after[tier.start - 1 : tier.stop - 1]) == list(tier)


@settings(max_examples=150, deadline=None)
@given(fields())
def test_the_first_round_never_has_more_meetings_of_one_tag(field):
    order, tags, locked = field

    after = apart(order, tags=tags, locked=locked)

    assert meetings(after, tags) <= meetings(order, tags)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=8, max_size=8))
def test_eight_have_as_few_meetings_in_the_first_round_as_any_order(words):
    tags = dict(enumerate(words, start=1))

    after = apart(range(1, 9), tags=tags)

    assert meetings(after, tags) == fewest(list(range(1, 9)), tags)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_with_room_for_every_tag_nobody_meets_the_same_in_the_first_round(data):
    size = data.draw(st.sampled_from([8, 16, 32, 64]))
    counts = data.draw(st.lists(st.integers(1, size // 2), min_size=2, max_size=6))
    tags_in_order = [str(tag) for tag, count in enumerate(counts) for _ in range(count)][:size]
    mixed = data.draw(st.permutations(tags_in_order + [""] * (size - len(tags_in_order))))
    tags = dict(enumerate(mixed, start=1))

    # Among 2m entrants of m matches, a tag with m has just enough opponents that are of another.
    assert meetings(apart(range(1, size + 1), tags=tags), tags) == 0


def test_a_bye_makes_way_for_a_match_of_two_tags():
    # 1, 2 and 3 have byes; 4 meets 5. Only with 4 in the place of 3 do a and a not meet.
    tags = tagged("- - - a a")

    assert apart(range(1, 6), tags=tags) == [1, 2, 4, 3, 5]


def test_a_large_field_is_the_same_each_time():
    tags = {entrant: str(entrant * entrant % 17) for entrant in range(4096)}

    first = apart(range(4096), tags=tags)

    assert first == apart(range(4096), tags=tags)
    at = slots(first)
    by_slot = {slot: tags[entrant] for entrant, slot in at.items()}
    assert all(by_slot[slot] != by_slot[slot + 1] for slot in range(0, 4096, 2))


@pytest.mark.parametrize(
    ("tags", "locked", "expected"),
    [
        # The nearest seed that ends the meeting, and of two as near the better.
        ("a b a a a a b b a b a", {1, 3, 4, 7, 11}, [1, 2, 3, 4, 5, 8, 7, 6, 10, 9, 11]),
        # Where no seed of the tier would end it, an opponent makes way first.
        ("- - - a a a - a - - a", {}, [1, 2, 3, 4, 5, 6, 8, 7, 11, 10, 9]),
        ("a a a a b b a a b a a", {}, [1, 2, 3, 4, 8, 6, 7, 5, 11, 9, 10]),
        ("- a - a a a - - - a - a a", {}, [1, 2, 4, 3, 8, 6, 7, 5, 9, 10, 11, 12, 13]),
        ("c b b a c b c c a b c", {3, 8}, [1, 2, 3, 4, 7, 5, 6, 8, 10, 11, 9]),
        # Nobody makes way who is locked, and not all meetings can end.
        ("- - - - a - - a - a a -", {1, 3, 4, 7, 9, 12}, [*range(1, 13)]),
        ("a a a a a a b a a a b a b b a a", {}, [*range(1, 14), 16, 15, 14]),
    ],
)
def test_the_first_round_is_cleared_as_written_out(tags, locked, expected):
    order = apart(range(1, len(expected) + 1), tags=tagged(tags), locked=locked)

    assert order == expected
