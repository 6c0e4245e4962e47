from fractions import Fraction

import pytest

from tests.tournaments.brackets.tables import decided, group_table, row
from tournaments.brackets.names import CRITERIA
from tournaments.brackets.reasons import reasons


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        (decided("points", 6, 4), "Ana stands above Ben by points, 6 to 4."),
        (decided("difference", 0, -1), "Ana stands above Ben by score difference, 0 to −1."),
        (decided("losses", 1, 2), "Ana stands above Ben by fewer losses, 1 to 2."),
        (
            decided("game_win_rate", Fraction(2, 3), Fraction(3, 5)),
            "Ana stands above Ben by share of games won, 66.7% to 60%.",
        ),
        (decided("lots", 1, 2), "Ana stands above Ben by drawn lots."),
        (decided("manual", 1, 2), "Ana stands above Ben by an official's decision."),
        (
            decided("head_to_head_points", 3, 0, 1, 2),
            "Ana stands above Ben by points among those level, 3 to 0.",
        ),
        (
            decided("head_to_head_points", 4, 1, 1, 2, 3),
            "Ana stands above Ben by points among those level, 4 to 1. Level were Ana, Ben and Cy.",
        ),
    ],
)
def test_a_decision_in_words(decision, sentence):
    table = group_table(row(1), row(2, decision=decision), row(3, decision=decided("points", 4, 0)))

    assert reasons(table) == (sentence, "Ben stands above Cy by points, 4 to 0.")


def test_those_level_wait_for_an_official_once_all_is_played():
    rows = [row(1, tied=True), row(2, rank=1, tied=True)]

    assert reasons(group_table(*rows)) == ("Ana and Ben are level; an official decides.",)
    assert reasons(group_table(*rows, is_over=False)) == ("Ana and Ben are level so far.",)


def test_who_has_not_played_is_level_without_a_reason():
    rows = [
        row(1),
        row(2, decision=decided("points", 3, 0), played=0, tied=True),
        row(3, rank=2, played=0, tied=True),
    ]

    assert reasons(group_table(*rows, is_over=False)) == (
        "Ana stands above Ben by points, 3 to 0.",
        "Ben and Cy have not played yet.",
    )


@pytest.mark.parametrize("decision", [None, decided("seed", 1, 2)])
def test_before_the_first_match_there_is_one_reason_for_all(decision):
    rows = [row(1, played=0), *(row(n, played=0, decision=decision) for n in (2, 3))]

    assert reasons(group_table(*rows, is_over=False)) == (
        "Nobody has played yet; the order is that of the seeds.",
    )


def test_on_a_ladder_of_swapped_places_no_value_decides():
    assert reasons(group_table(row(2), row(1), row(3, played=0))) == (
        "Everybody keeps a place until somebody from below wins a challenge; then the two change "
        "places.",
    )


def test_one_alone_needs_no_reason():
    assert reasons(group_table(row(1, played=0))) == ()


@pytest.mark.parametrize("criterion", CRITERIA)
def test_every_criterion_is_a_reason(criterion):
    table = group_table(row(1), row(2, decision=decided(criterion, 2, 1)))

    assert reasons(table)[0].startswith(f"Ana stands above Ben by {CRITERIA[criterion]}")
