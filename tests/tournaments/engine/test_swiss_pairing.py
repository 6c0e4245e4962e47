"""Swiss pairings written out, where the lesser of the wishes decide."""

from fractions import Fraction

import pytest

from tournaments.engine import swiss_pairing
from tournaments.engine.results import Result
from tournaments.engine.swiss import FirstRound, SwissRules, next_round
from tournaments.engine.tallies import Points
from tournaments.engine.types import Kind


def field(entrants):
    return {entrant: entrant for entrant in range(1, entrants + 1)}


def played(words):
    """The results of a round: "1-4 2=3 5" is a win of 1, a draw, and a bye for 5."""
    results = []
    for word in words.split():
        one, *other = (int(entrant) for entrant in word.replace("=", "-").split("-"))
        if not other:
            results.append(Result(one, None, 0, 0, None, Kind.BYE))
        elif "=" in word:
            results.append(Result(one, other[0], 0, 0, None))
        else:
            results.append(Result(one, other[0], 1, 0, one))
    return results


def spoken(pairing):
    pairs = sorted(sorted(pair) for pair in pairing.pairs)
    bye = [str(pairing.bye)] if pairing.bye else []
    return " ".join([*(f"{one}-{other}" for one, other in pairs), *bye])


def paired(entrants, rounds, *, first_round=FirstRound.FOLD, **options):
    rounds = [played(words) for words in rounds]
    rules = SwissRules(first_round=first_round)
    return next_round(field(entrants), rounds, rules=rules, **options)


@pytest.mark.parametrize(
    ("entrants", "rounds", "pairs"),
    [
        # The squares of the differences in score, not their cubes.
        (6, ["6 4=3 1-2", "2-3 5-4 1-6", "6=3 2-1"], "1-4 2-6 3-5"),
        # How far two stand from whom they would meet: for both, as squares.
        (6, ["1-4 5-2 6=3", "6 2-5 3-4"], "1-6 2-3 4-5"),
        (6, ["4-3 1=2", "5-2 4-6", "6=3 1-4 2=5"], "1-3 2-6 4-5"),
        (6, ["5 2=3 1=6", "5-1 6=3 4-2", "2 4-5 3-6"], "1-2 3-4 5-6"),
        # Who is expected to have the bye is nobody's ideal opponent.
        (5, ["3 1-2", "5 4-3 2-1"], "1-5 2-3 4"),
        # Only those of different scores stand far from where their score groups touch.
        (8, ["3 7-4 6-2 1-8", "1=5 2-3 4-8 6=7", "8-5 6-1 7=4 2-3"], "1-4 2-7 3-5 6-8"),
        (7, ["5 3-2 6-4 1-7", "1 5-6 7-3 2=4", "1 4=3 2-7 5-6", "4 6-2 5-1 7-3"], "1-6 2-5 4-7 3"),
    ],
)
def test_lesser_wishes_decide_what_greater_leave_open(entrants, rounds, pairs):
    assert spoken(paired(entrants, rounds)) == pairs


@pytest.mark.parametrize(
    ("entrants", "rounds", "pairs"),
    [
        (6, ["3-1 6-4 2-5", "5-4 3-1 6-2"], "1-5 2-4 3-6"),
        # Who goes down weighs twice whom it meets.
        (9, ["4-1 3-5 9-6 2=7", "9-3 8-7 5-4 6-1", "6 9-5 7-3 1=2"], "2-5 3-6 4-8 7-9 1"),
    ],
)
def test_lesser_wishes_decide_in_a_slide_too(entrants, rounds, pairs):
    assert spoken(paired(entrants, rounds, first_round=FirstRound.SLIDE)) == pairs


def test_differences_in_score_are_weighed_exactly():
    adjustments = {1: 7, 2: 8, 3: -5, 4: 9}

    pairing = paired(4, ["4-2 3-1"], first_round=FirstRound.SLIDE, adjustments=adjustments)

    # 4 has 12 points, 2 has 8, 1 has 7 and 3 has -2, and 25 + 100 is less than 196 + 1.
    assert spoken(pairing) == "1-4 2-3"


@pytest.mark.parametrize(
    ("entrants", "rounds", "bye"),
    [
        (9, ["5 4-8 1-6 2-3", "7 5-8 1-2 9-4 6=3", "2 3=8 1-4 7-6 9-5"], 8),
        (
            11,
            [
                "8 5-6 9-2 3-7 11-4 1=10",
                "3 5-2 1=8 9-11 4=7 6=10",
                "1 9=5 3=7 2=4 11-10",
                "8-1 9-4 2-7 3-6 10=11",
            ],
            6,
        ),
        (
            9,
            [
                "2 7-1 8-9 4-3",
                "9 1-2 3-8 4-7 6-5",
                "2 4-8 6=7 3-1 5=9",
                "5-1 6-3 7-2 4=8",
                "8 7-1 5-9 6-4 2-3",
            ],
            1,
        ),
    ],
)
def test_the_lowest_that_can_has_the_bye_though_few_neighbours_are_looked_at(
    monkeypatch, entrants, rounds, bye
):
    whole = paired(entrants, rounds, first_round=FirstRound.SLIDE)
    monkeypatch.setattr(swiss_pairing, "COMPLETE", 2)
    monkeypatch.setattr(swiss_pairing, "NEIGHBOURS", 4)

    near = paired(entrants, rounds, first_round=FirstRound.SLIDE)

    assert near.bye == whole.bye == bye


def test_scores_too_far_apart_to_be_weighed_leave_the_greater_wishes():
    first = " ".join(f"{one}-{one + 1}" for one in range(1, 64, 2))

    pairing = paired(64, [first], adjustments={1: 10**17})

    assert (len(pairing.pairs), pairing.rematches) == (32, 0)


def test_neighbours_in_a_score_group_want_each_other():
    # 1 and 4 have three points, 5 and 6 one, and 2 and 3 none.
    pairing = paired(6, ["4 5=6 1-3"], first_round=FirstRound.ADJACENT)

    assert spoken(pairing) == "1-4 2-6 3-5"


def test_half_points_tell_score_groups_apart():
    rounds = [played("4-2 1=3 5=6"), played("5-1 6=2 4=3")]
    rules = SwissRules(points=Points(1, Fraction(1, 2), 0))

    # 4 and 5 have a point and a half, 3 and 6 one, and 1 and 2 half a point.
    assert spoken(next_round(field(6), rounds, rules=rules)) == "1-2 3-6 4-5"
