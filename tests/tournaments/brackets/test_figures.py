from fractions import Fraction

import pytest

from tournaments.brackets.figures import figure, signed, two_figures


@pytest.mark.parametrize(
    ("value", "criterion", "written"),
    [
        (3, "points", "3"),
        (100, "kills", "100"),
        (-2, "buchholz_difference", "−2"),
        (Fraction(7, 2), "points", "3.5"),
        (Fraction(1, 3), "average_place", "0.33"),
        (Fraction(1, 200), "average_place", "0.01"),
        (Fraction(-5, 4), "points", "−1.25"),
        (Fraction(10), "points", "10"),
        (Fraction(2, 3), "game_win_rate", "66.7%"),
        (Fraction(1, 2), "opponents_win_rate", "50%"),
        (1, "opponents_win_rate", "100%"),
    ],
)
def test_numbers_are_written_as_people_do(value, criterion, written):
    assert figure(value, criterion) == written


@pytest.mark.parametrize(("value", "written"), [(2, "+2"), (0, "0"), (Fraction(-1, 2), "−0.5")])
def test_a_difference_has_a_sign(value, written):
    assert signed(value) == written


@pytest.mark.parametrize(
    ("more", "less", "criterion", "written"),
    [
        (6, 4, "points", ("6", "4")),
        (Fraction(2, 3), Fraction(667, 1000), "game_win_rate", ("66.667%", "66.7%")),
        (Fraction(1, 3), Fraction(332, 1000), "average_place", ("0.333", "0.332")),
    ],
)
def test_two_values_that_differ_are_written_differently(more, less, criterion, written):
    assert two_figures(more, less, criterion) == written
