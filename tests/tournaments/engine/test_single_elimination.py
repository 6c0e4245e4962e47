from collections import Counter

import pytest

from tournaments.engine.single_elimination import placements, structure
from tournaments.engine.types import (
    BYE,
    Bracket,
    Invalid,
    LoserOf,
    MatchSpec,
    Outcome,
    Placement,
    Seed,
    Slot,
    Structure,
    WinnerOf,
)

SIZES = [*range(2, 257), 4095, 4096]


def play(bracket: Structure, *, lost_by_both=(), upsets=()) -> dict[str, Outcome]:
    """Play a bracket whose entrants are their seeds; the better one wins but for the upsets."""
    results: dict[str, Outcome] = {}

    def who(source):
        match source:
            case Seed(number):
                return number
            case WinnerOf(match):
                return results[match].winner
            case LoserOf(match) if results[match].winner is not None:
                return next(iter(results[match].losers), None)
        return None

    for match in bracket.matches:
        sides = sorted(side for side in map(who, match.sides) if side is not None)
        if match.id in upsets:
            sides.reverse()
        if match.id in lost_by_both:
            results[match.id] = Outcome(None, tuple(sides))
        else:
            results[match.id] = Outcome(sides[0] if sides else None, tuple(sides[1:]))
    return results


def blocks(bracket: Structure, results: dict[str, Outcome]) -> list[tuple[int, int, set[int]]]:
    return [(p.first, p.last, set(p.entrants)) for p in placements(bracket, results)]


def first_round(bracket: Structure) -> str:
    def name(source):
        return "B" if source == BYE else str(source.number)

    pairs = [match.sides for match in bracket.matches if match.round == 1]
    return " ".join(
        f"{name(one)}{name(other)}" if other == BYE else f"{name(one)}-{name(other)}"
        for one, other in pairs
    )


def test_three_entrants_are_a_semi_final_and_a_bye_before_the_final():
    bracket = structure(3, best_of=3, best_of_final=5)

    assert bracket.matches == (
        MatchSpec(
            id="W1-1",
            bracket=Bracket.WINNERS,
            group=None,
            round=1,
            number=1,
            sides=(Seed(1), BYE),
            best_of=3,
            winner_to=Slot("F", 1),
        ),
        MatchSpec(
            id="W1-2",
            bracket=Bracket.WINNERS,
            group=None,
            round=1,
            number=2,
            sides=(Seed(2), Seed(3)),
            best_of=3,
            winner_to=Slot("F", 2),
        ),
        MatchSpec(
            id="F",
            bracket=Bracket.FINAL,
            group=None,
            round=2,
            number=1,
            sides=(WinnerOf("W1-1"), WinnerOf("W1-2")),
            best_of=5,
        ),
    )


@pytest.mark.parametrize("entrants", SIZES)
def test_bracket_has_the_right_counts_and_gives_byes_to_the_top_seeds(entrants):
    bracket = structure(entrants)

    rounds = (entrants - 1).bit_length()
    byes = [match for match in bracket.matches if match.is_bye]
    assert len(bracket.matches) - len(byes) == entrants - 1
    assert bracket.rounds == rounds
    assert bracket.entrants == entrants
    assert {match.sides for match in byes} == {
        (Seed(seed), BYE) for seed in range(1, 2**rounds - entrants + 1)
    }


@pytest.mark.parametrize("entrants", SIZES)
def test_every_slot_has_one_source_that_was_played_before(entrants):
    bracket = structure(entrants, third_place=True)

    seen: set[str] = set()
    fed: Counter[Slot] = Counter()
    for match in bracket.matches:
        for side, source in enumerate(match.sides, start=1):
            if isinstance(source, WinnerOf):
                assert source.match in seen
                assert bracket.by_id[source.match].winner_to == Slot(match.id, side)
            elif isinstance(source, LoserOf):
                assert source.match in seen
                assert bracket.by_id[source.match].loser_to == Slot(match.id, side)
        seen.add(match.id)
        fed.update(slot for slot in (match.winner_to, match.loser_to) if slot)
    later = {
        Slot(match.id, side)
        for match in bracket.matches
        for side, source in enumerate(match.sides, start=1)
        if isinstance(source, WinnerOf | LoserOf)
    }
    assert len(seen) == len(bracket.matches)
    assert fed == Counter(later)


@pytest.mark.parametrize("entrants", [*range(2, 257), 4096])
def test_chalk_leaves_the_best_in_each_round_and_seeds_1_and_2_in_the_final(entrants):
    bracket = structure(entrants)

    results = play(bracket)

    assert results["F"] == Outcome(1, (2,))
    for number in range(1, bracket.rounds + 1):
        left = {results[match.id].winner for match in bracket.matches if match.round == number}
        assert left == set(range(1, 2 ** (bracket.rounds - number) + 1))


@pytest.mark.parametrize("entrants", range(2, 65))
def test_seeds_1_and_2_meet_in_the_final_only(entrants):
    bracket = structure(entrants)

    def path(seed):
        match = next(match for match in bracket.matches if Seed(seed) in match.sides)
        ids = [match.id]
        while match.winner_to:
            match = bracket.by_id[match.winner_to.match]
            ids.append(match.id)
        return ids

    assert set(path(1)) & set(path(2)) == {"F"}


@pytest.mark.parametrize(
    ("entrants", "printed"),
    [
        (5, "1B 4-5 2B 3B"),
        (6, "1B 4-5 2B 3-6"),
        (7, "1B 4-5 2-7 3-6"),
        (8, "1-8 4-5 2-7 3-6"),
        (10, "1B 8-9 4B 5B 2B 7-10 3B 6B"),
        (12, "1B 8-9 4B 5-12 2B 7-10 3B 6-11"),
        (13, "1B 8-9 4-13 5-12 2B 7-10 3B 6-11"),
        (24, "1B 16-17 8B 9-24 4B 13-20 5B 12-21 2B 15-18 7B 10-23 3B 14-19 6B 11-22"),
    ],
)
def test_first_round_is_the_order_the_field_prints(entrants, printed):
    assert first_round(structure(entrants)) == printed


def test_match_for_third_place_is_fed_by_the_losers_of_the_semi_finals():
    bracket = structure(4, third_place=True)

    assert bracket.by_id["T"] == MatchSpec(
        id="T",
        bracket=Bracket.THIRD_PLACE,
        group=None,
        round=2,
        number=1,
        sides=(LoserOf("W1-1"), LoserOf("W1-2")),
        best_of=1,
    )
    assert [bracket.by_id[name].loser_to for name in ("W1-1", "W1-2")] == [
        Slot("T", 1),
        Slot("T", 2),
    ]


@pytest.mark.parametrize("entrants", [2, 3])
def test_fewer_than_four_do_not_play_for_third_place(entrants):
    assert structure(entrants, third_place=True) == structure(entrants)


def test_best_of_is_set_for_a_round_for_the_final_and_for_the_rest():
    bracket = structure(
        8, third_place=True, best_of=3, best_of_final=7, best_of_rounds={2: 5, 3: 1, 9: 9}
    )

    lengths = {match.id: match.best_of for match in bracket.matches}
    assert lengths == {"W1-1": 3, "W1-2": 3, "W1-3": 3, "W1-4": 3} | {
        "W2-1": 5,
        "W2-2": 5,
        "T": 3,
        "F": 7,
    }


def test_given_first_round_stands_as_given():
    bracket = structure(6, first_round=[(6, 1), (None, 2), (3, 5), (4, None)])

    assert [match.sides for match in bracket.matches if match.round == 1] == [
        (Seed(6), Seed(1)),
        (BYE, Seed(2)),
        (Seed(3), Seed(5)),
        (Seed(4), BYE),
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"entrants": 1}, "entrants_out_of_range"),
        ({"entrants": 0}, "entrants_out_of_range"),
        ({"entrants": 4097}, "entrants_out_of_range"),
        ({"entrants": 4, "best_of": 2}, "best_of_even"),
        ({"entrants": 4, "best_of": 0}, "best_of_out_of_range"),
        ({"entrants": 4, "best_of_final": 4}, "best_of_even"),
        ({"entrants": 4, "best_of_rounds": {1: 2}}, "best_of_even"),
        ({"entrants": 4, "first_round": []}, "not_a_power_of_two"),
        ({"entrants": 6, "first_round": [(1, 6), (2, 5), (3, 4)]}, "not_a_power_of_two"),
        ({"entrants": 2, "first_round": [(1, 2), (None, None)]}, "two_byes"),
        ({"entrants": 4, "first_round": [(1, 2), (2, 3)]}, "first_round_entrants"),
        ({"entrants": 4, "first_round": [(1, 2), (3, None)]}, "first_round_entrants"),
        ({"entrants": 4, "first_round": [(1, 2), (3, 5)]}, "first_round_entrants"),
    ],
)
def test_bracket_that_cannot_be_is_refused(arguments, code):
    with pytest.raises(Invalid) as refusal:
        structure(**arguments)

    assert refusal.value.code == code


def test_same_input_gives_the_same_bracket():
    assert structure(37, third_place=True) == structure(37, third_place=True)


def test_placements_of_eight_are_blocks():
    bracket = structure(8)

    assert placements(bracket, play(bracket)) == [
        Placement(1, 1, (1,)),
        Placement(2, 2, (2,)),
        Placement(3, 4, (4, 3)),
        Placement(5, 8, (8, 5, 7, 6)),
    ]


def test_placements_with_a_match_for_third_place_name_the_first_four():
    bracket = structure(8, third_place=True)

    assert placements(bracket, play(bracket, upsets={"T"})) == [
        Placement(1, 1, (1,)),
        Placement(2, 2, (2,)),
        Placement(3, 3, (4,)),
        Placement(4, 4, (3,)),
        Placement(5, 8, (8, 5, 7, 6)),
    ]


@pytest.mark.parametrize("third_place", [False, True])
@pytest.mark.parametrize("entrants", range(2, 65))
def test_placements_are_contiguous_and_place_everybody_once(entrants, third_place):
    bracket = structure(entrants, third_place=third_place)

    placed = placements(bracket, play(bracket))

    assert [p.first for p in placed] == [1, *(p.last + 1 for p in placed[:-1])]
    assert sorted(entrant for p in placed for entrant in p.entrants) == list(range(1, entrants + 1))


def test_double_forfeit_in_the_final_leaves_no_champion():
    bracket = structure(4)

    placed = blocks(bracket, play(bracket, lost_by_both={"F"}))

    assert placed == [(1, 2, {1, 2}), (3, 4, {3, 4})]


def test_double_forfeit_in_a_semi_final_closes_up_the_places_below():
    bracket = structure(8, third_place=True)

    placed = blocks(bracket, play(bracket, lost_by_both={"W2-2"}))

    # Seed 1 wins the final and seed 4 the third place, both without an opponent.
    assert placed == [(1, 1, {1}), (2, 2, {4}), (3, 4, {2, 3}), (5, 8, {5, 6, 7, 8})]


def test_double_forfeit_in_both_semi_finals_places_four_together():
    bracket = structure(8, third_place=True)

    placed = blocks(bracket, play(bracket, lost_by_both={"W2-1", "W2-2"}))

    assert placed == [(1, 4, {1, 2, 3, 4}), (5, 8, {5, 6, 7, 8})]


def test_double_forfeit_in_the_first_round_gives_the_next_opponent_a_walkover():
    bracket = structure(8)

    results = play(bracket, lost_by_both={"W1-2"})

    assert results["W2-1"] == Outcome(1)
    assert blocks(bracket, results) == [
        (1, 1, {1}),
        (2, 2, {2}),
        (3, 3, {3}),
        (4, 8, {4, 5, 6, 7, 8}),
    ]


def test_double_forfeit_for_third_place_shares_places_3_and_4():
    bracket = structure(4, third_place=True)

    placed = blocks(bracket, play(bracket, lost_by_both={"T"}))

    assert placed == [(1, 1, {1}), (2, 2, {2}), (3, 4, {3, 4})]


def test_semi_finalist_who_may_not_play_for_third_place_is_fourth():
    bracket = structure(4, third_place=True)
    results = play(bracket) | {"T": Outcome(3)}

    assert blocks(bracket, results) == [(1, 1, {1}), (2, 2, {2}), (3, 3, {3}), (4, 4, {4})]


def test_placements_show_what_is_certain_before_the_end():
    bracket = structure(8, third_place=True)
    results = play(bracket)

    def after(*open_matches):
        known = {name: one for name, one in results.items() if name not in open_matches}
        return blocks(bracket, known)

    last = (5, 8, {5, 6, 7, 8})
    assert after("W1-3", "W2-2", "T", "F") == []
    assert after("W2-2", "T", "F") == [last]
    assert after("T", "F") == [last]
    assert after("F") == [(3, 3, {3}), (4, 4, {4}), last]
    assert after("T") == [(1, 1, {1}), (2, 2, {2}), last]


def test_byes_need_no_result():
    bracket = structure(5)
    played = {name: one for name, one in play(bracket).items() if not bracket.by_id[name].is_bye}

    assert blocks(bracket, played) == [(1, 1, {1}), (2, 2, {2}), (3, 4, {3, 4}), (5, 5, {5})]
