import random

import pytest

from tournaments.engine.seeding import fold, ordered, shuffled
from tournaments.engine.types import Invalid

PRINTED = {
    2: "1-2",
    4: "1-4 2-3",
    8: "1-8 4-5 2-7 3-6",
    16: "1-16 8-9 4-13 5-12 2-15 7-10 3-14 6-11",
    32: ("1-32 16-17 8-25 9-24 4-29 13-20 5-28 12-21 2-31 15-18 7-26 10-23 3-30 14-19 6-27 11-22"),
}


@pytest.mark.parametrize("size", PRINTED)
def test_fold_is_the_order_the_field_prints(size):
    order = fold(size)

    pairs = zip(order[::2], order[1::2], strict=True)
    assert " ".join(f"{one}-{other}" for one, other in pairs) == PRINTED[size]


def test_fold_keeps_the_best_half_apart_at_every_size():
    for power in range(1, 13):
        order = fold(2**power)
        pairs = list(zip(order[::2], order[1::2], strict=True))
        assert sorted(order) == list(range(1, 2**power + 1))
        assert {min(pair) for pair in pairs} == set(range(1, 2 ** (power - 1) + 1))


def test_shuffled_is_the_same_for_the_same_lot():
    ids = [11, 12, 13, 14, 15, 16]

    first, second = shuffled(ids, random.Random(7)), shuffled(ids, random.Random(7))

    assert first == second == [14, 12, 11, 16, 15, 13]
    assert ids == [11, 12, 13, 14, 15, 16]


def test_by_hand_comes_before_the_rest_and_a_locked_seed_stands_exactly():
    order = ordered([1, 2, 3, 4, 5, 6], locked={6: 2, 1: 5}, seeded={4: 9, 3: 7}, rest=[5, 2])

    assert order == [3, 6, 4, 5, 1, 2]


def test_a_locked_seed_counts_and_nothing_else_that_is_known_of_it():
    order = ordered([1, 2, 3], locked={1: 3}, seeded={1: 1, 3: 8}, rest=[1, 2, 3])

    assert order == [3, 2, 1]


def test_seeds_that_nobody_set_leave_the_order_as_it_is():
    assert ordered([], locked={}, seeded={}, rest=[]) == []
    assert ordered([1, 2, 3], locked={}, seeded={}, rest=[3, 1, 2]) == [3, 1, 2]


@pytest.mark.parametrize(
    ("locked", "code", "params"),
    [
        ({1: 2, 3: 2}, "locked_twice", {"number": 2}),
        ({1: 4}, "locked_out_of_range", {"number": 4, "entrants": 3}),
        ({1: 0}, "locked_out_of_range", {"number": 0, "entrants": 3}),
    ],
)
def test_a_locked_seed_that_cannot_stand_is_refused(locked, code, params):
    with pytest.raises(Invalid) as error:
        ordered([1, 2, 3], locked=locked, seeded={}, rest=[1, 2, 3])

    assert (error.value.code, error.value.params) == (code, params)


def test_by_hand_goes_by_the_number_and_the_first_seed_can_be_locked():
    order = ordered([1, 2, 3, 4], locked={4: 1}, seeded={1: 9, 2: 4}, rest=[4, 1, 2, 3])

    assert order == [4, 2, 1, 3]
