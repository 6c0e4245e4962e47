import random
from collections import Counter

import pytest

from tests.tournaments.engine.plays import Play, in_bracket, starters
from tournaments.engine import single_elimination
from tournaments.engine.double_elimination import Finals, placements, structure
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

SIZES = range(2, 129)


def blocks(bracket: Structure, results: dict[str, Outcome]) -> list[tuple[int, int, set[int]]]:
    return [(p.first, p.last, set(p.entrants)) for p in placements(bracket, results)]


def places(bracket: Structure, play: Play) -> list[str]:
    """The blocks as they are spoken: 1, 2, 5-6."""
    return [
        str(p.first) if p.first == p.last else f"{p.first}-{p.last}"
        for p in placements(bracket, play.results)
    ]


def test_three_entrants_play_four_matches_and_a_second_final_if_needed():
    bracket = structure(3, best_of=3, best_of_losers=1, best_of_final=5, best_of_rounds={2: 7})

    assert bracket.matches == (
        MatchSpec(
            id="W1-1",
            bracket=Bracket.WINNERS,
            group=None,
            round=1,
            number=1,
            sides=(Seed(1), BYE),
            best_of=3,
            winner_to=Slot("W2-1", 1),
        ),
        MatchSpec(
            id="W1-2",
            bracket=Bracket.WINNERS,
            group=None,
            round=1,
            number=2,
            sides=(Seed(2), Seed(3)),
            best_of=3,
            winner_to=Slot("W2-1", 2),
            loser_to=Slot("L1-1", 2),
        ),
        MatchSpec(
            id="W2-1",
            bracket=Bracket.WINNERS,
            group=None,
            round=2,
            number=1,
            sides=(WinnerOf("W1-1"), WinnerOf("W1-2")),
            best_of=7,
            winner_to=Slot("F", 1),
            loser_to=Slot("L1-1", 1),
        ),
        MatchSpec(
            id="L1-1",
            bracket=Bracket.LOSERS,
            group=None,
            round=1,
            number=1,
            sides=(LoserOf("W2-1"), LoserOf("W1-2")),
            best_of=1,
            winner_to=Slot("F", 2),
        ),
        MatchSpec(
            id="F",
            bracket=Bracket.FINAL,
            group=None,
            round=1,
            number=1,
            sides=(WinnerOf("W2-1"), WinnerOf("L1-1")),
            best_of=5,
            winner_to=Slot("F2", 1),
            loser_to=Slot("F2", 2),
        ),
        MatchSpec(
            id="F2",
            bracket=Bracket.FINAL,
            group=None,
            round=2,
            number=1,
            sides=(WinnerOf("F"), LoserOf("F")),
            best_of=5,
            if_needed=True,
        ),
    )


def test_two_entrants_meet_and_meet_again_in_the_final():
    bracket = structure(2)

    assert [(match.id, match.sides) for match in bracket.matches] == [
        ("W1-1", (Seed(1), Seed(2))),
        ("F", (WinnerOf("W1-1"), LoserOf("W1-1"))),
        ("F2", (WinnerOf("F"), LoserOf("F"))),
    ]


def test_winners_bracket_is_that_of_single_elimination():
    for entrants in SIZES:
        single = single_elimination.structure(entrants)

        rounds = in_bracket(structure(entrants), Bracket.WINNERS)

        assert [match.sides for match in rounds] == [match.sides for match in single.matches]


def test_a_single_final_decides_and_none_is_not_there():
    single, none = structure(8, finals=Finals.SINGLE), structure(8, finals=Finals.NONE)

    assert [match.id for match in in_bracket(single, Bracket.FINAL)] == ["F"]
    assert single.by_id["F"].winner_to is None
    assert in_bracket(none, Bracket.FINAL) == []
    assert [match.id for match in none.matches if match.winner_to is None] == ["W3-1", "L4-1"]


@pytest.mark.parametrize("in_losers", [False, True])
def test_every_slot_has_one_source_that_was_played_before(in_losers):
    for entrants, k in starters(129) if in_losers else ((n, 0) for n in (*SIZES, 777, 1023, 1024)):
        bracket = structure(entrants, in_losers=k)
        seen: dict[str, MatchSpec] = {}
        fed: Counter[Slot] = Counter()
        seeds: Counter[int] = Counter()
        for match in bracket.matches:
            for side, source in enumerate(match.sides, start=1):
                match source:
                    case WinnerOf(name):
                        assert seen[name].winner_to == Slot(match.id, side)
                    case LoserOf(name):
                        assert seen[name].loser_to == Slot(match.id, side)
                        assert not seen[name].is_bye
                    case Seed(number):
                        seeds[number] += 1
            fed.update(slot for slot in (match.winner_to, match.loser_to) if slot)
            seen[match.id] = match
        sources = [source for match in bracket.matches for source in match.sides]
        assert set(fed.values()) == {1}
        assert len(fed) == sum(isinstance(source, WinnerOf | LoserOf) for source in sources)
        assert seeds == Counter(range(1, entrants + 1))
        assert len(seen) == len(bracket.matches)


def test_every_size_has_the_right_counts_and_no_match_of_two_byes():
    for entrants in (*SIZES, 512, 513, 768, 769, 1023, 1024):
        bracket = structure(entrants)

        played = [match for match in bracket.matches if not match.is_bye]
        assert len(played) == 2 * entrants - 2 + 1  # with the second final
        assert len(bracket.matches) < 5 * entrants
        assert all(match.sides != (BYE, BYE) for match in bracket.matches)
        size = 1 << (entrants - 1).bit_length()
        losers_rounds = 2 * (size.bit_length() - 2) - (entrants > 2 and 4 * entrants <= 3 * size)
        played_in = {m.round for m in in_bracket(bracket, Bracket.LOSERS) if not m.is_bye}
        assert played_in == set(range(1, losers_rounds + 1))
        assert {m.round for m in in_bracket(bracket, Bracket.LOSERS)} == played_in


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"entrants": 1}, "entrants_out_of_range"),
        ({"entrants": 1025}, "entrants_out_of_range"),
        ({"entrants": 8, "in_losers": 7}, "in_losers_out_of_range"),
        ({"entrants": 8, "in_losers": -1}, "in_losers_out_of_range"),
        ({"entrants": 2, "in_losers": 1}, "in_losers_out_of_range"),
        ({"entrants": 8, "best_of": 2}, "best_of_even"),
        ({"entrants": 8, "best_of_losers": 4}, "best_of_even"),
        ({"entrants": 8, "best_of_final": 0}, "best_of_out_of_range"),
        ({"entrants": 8, "best_of_rounds": {1: 6}}, "best_of_even"),
    ],
)
def test_bracket_that_cannot_be_is_refused(arguments, code):
    with pytest.raises(Invalid) as refusal:
        structure(**arguments)

    assert refusal.value.code == code


def test_best_of_losers_and_final_is_that_of_the_rest_unless_set():
    lengths = {match.best_of for match in structure(8, best_of=3).matches}

    assert lengths == {3}


def test_placements_of_sixteen_are_blocks():
    bracket = structure(16)

    assert blocks(bracket, Play(bracket).results) == [
        (1, 1, {1}),
        (2, 2, {2}),
        (3, 3, {3}),
        (4, 4, {4}),
        (5, 6, {5, 6}),
        (7, 8, {7, 8}),
        (9, 12, {9, 10, 11, 12}),
        (13, 16, {13, 14, 15, 16}),
    ]


@pytest.mark.parametrize(
    ("entrants", "spoken"),
    [
        (2, "1 2"),
        (3, "1 2 3"),
        (4, "1 2 3 4"),
        (5, "1 2 3 4 5"),
        (6, "1 2 3 4 5-6"),
        (7, "1 2 3 4 5-6 7"),
        (9, "1 2 3 4 5-6 7-8 9"),
        (13, "1 2 3 4 5-6 7-8 9-12 13"),
        (24, "1 2 3 4 5-6 7-8 9-12 13-16 17-24"),
        (33, "1 2 3 4 5-6 7-8 9-12 13-16 17-24 25-32 33"),
    ],
)
def test_blocks_with_byes_follow_the_losers_rounds(entrants, spoken):
    bracket = structure(entrants)

    assert places(bracket, Play(bracket)) == spoken.split()


def test_where_the_better_seed_always_wins_the_places_are_the_seeds():
    for entrants in SIZES:
        bracket = structure(entrants)

        placed = placements(bracket, Play(bracket).results)

        assert [sorted(p.entrants) for p in placed] == [
            list(range(p.first, p.last + 1)) for p in placed
        ]


@pytest.mark.parametrize("finals", Finals)
def test_random_plays_place_everybody_once_and_nobody_loses_three_times(finals):
    for entrants in (*range(2, 70), 100, 128):
        for k in {0, entrants // 3}:
            bracket = structure(entrants, finals=finals, in_losers=k if k < entrants - 1 else 0)
            play = Play(bracket, rng=random.Random(entrants))

            placed = placements(bracket, play.results)

            everybody = list(range(1, entrants + 1))
            assert [p.first for p in placed] == [1, *(p.last + 1 for p in placed[:-1])]
            assert [p.last - p.first + 1 for p in placed] == [len(p.entrants) for p in placed]
            assert sorted(entrant for p in placed for entrant in p.entrants) == everybody
            assert max(play.losses.values()) <= 2


def test_random_plays_without_forfeits_leave_everybody_with_two_losses():
    for entrants in range(2, 70):
        bracket = structure(entrants)
        upsets = {m.id for m in bracket.matches if random.Random(m.id).random() < 0.5}
        for more in (set(), {"F"}, {"F", "F2"}):
            play = Play(bracket, upsets=upsets - {"F", "F2"} | more)

            champion, *others = [p.entrants for p in placements(bracket, play.results)]

            assert play.losses[champion[0]] <= 1
            assert {play.losses[one] for block in others for one in block} == {2}


@pytest.mark.parametrize(
    ("upsets", "top"),
    [(set(), [1, 2]), ({"F"}, [1, 2]), ({"F", "F2"}, [2, 1])],
)
def test_second_final_is_played_only_when_the_losers_side_wins_the_first(upsets, top):
    bracket = structure(4)

    play = Play(bracket, upsets=upsets)

    assert ("F2" in play.results) == ("F" in upsets)
    assert [p.entrants for p in placements(bracket, play.results)[:2]] == [(n,) for n in top]


def test_second_final_without_anybody_changes_nothing():
    bracket = structure(4)
    results = Play(bracket).results

    assert blocks(bracket, results | {"F2": Outcome(None)}) == blocks(bracket, results)


def test_first_and_second_are_open_until_the_second_final_is_played():
    bracket = structure(4)
    results = Play(bracket, upsets={"F"}).results
    del results["F2"]

    assert blocks(bracket, results) == [(3, 3, {3}), (4, 4, {4})]


def test_single_final_decides_at_once():
    bracket = structure(4, finals=Finals.SINGLE)

    assert blocks(bracket, Play(bracket, upsets={"F"}).results)[:2] == [(1, 1, {2}), (2, 2, {1})]


def test_without_final_the_winner_of_the_winners_bracket_is_first_as_soon_as_it_is_won():
    bracket = structure(4, finals=Finals.NONE)
    results = Play(bracket).results

    assert blocks(bracket, results) == [(1, 1, {1}), (2, 2, {2}), (3, 3, {3}), (4, 4, {4})]
    del results["L2-1"]
    assert blocks(bracket, results) == [(1, 1, {1}), (4, 4, {4})]


def test_disqualified_in_the_first_final_is_second():
    bracket = structure(4)
    results = Play(bracket, upsets={"F"}).results | {"F2": Outcome(2)}

    assert blocks(bracket, results)[:2] == [(1, 1, {2}), (2, 2, {1})]


def test_double_forfeit_in_a_final_shares_places_1_and_2():
    bracket = structure(4)

    in_the_first = Play(bracket, lost_by_both={"F"})
    in_the_second = Play(bracket, upsets={"F"}, lost_by_both={"F2"})

    assert "F2" not in in_the_first.results
    assert blocks(bracket, in_the_first.results)[0] == (1, 2, {1, 2})
    assert blocks(bracket, in_the_second.results)[0] == (1, 2, {1, 2})


def test_double_forfeit_in_the_winners_bracket_shares_the_block_of_the_round_both_miss():
    bracket = structure(8)

    play = Play(bracket, lost_by_both={"W2-1"})  # seeds 1 and 4, due in L2-2

    assert play.results["W3-1"] == Outcome(2)
    assert blocks(bracket, play.results) == [
        (1, 1, {2}),
        (2, 2, {3}),
        (3, 3, {6}),
        (4, 6, {1, 4, 5}),
        (7, 8, {7, 8}),
    ]


def test_who_is_banned_after_a_loss_shares_the_block_of_the_round_it_misses():
    bracket = structure(8)

    play = Play(bracket, banned={"W1-1"})  # seed 8, due in L1-1

    assert play.results["L1-1"] == Outcome(5)
    assert blocks(bracket, play.results)[-1] == (7, 8, {7, 8})


def test_who_is_banned_before_a_bye_leaves_in_the_round_after_it():
    bracket = structure(7)

    play = Play(bracket, banned={"W1-2"})  # seed 5, who has a bye in L1-1

    byes = {match.id for match in bracket.matches if match.is_bye}
    without_byes = {name: one for name, one in play.results.items() if name not in byes}
    assert blocks(bracket, play.results) == blocks(bracket, without_byes)
    assert blocks(bracket, play.results)[-2:] == [(5, 6, {5, 6}), (7, 7, {7})]


def test_entrant_is_still_in_until_its_next_match_is_decided_without_it():
    bracket = structure(8)
    results = Play(bracket, lost_by_both={"W2-1"}).results
    known = {name: one for name, one in results.items() if name[:2] in {"W1", "W2", "L1"}}

    assert blocks(bracket, known) == [(7, 8, {7, 8})]
    assert blocks(bracket, known | {"L2-1": results["L2-1"]}) == [(7, 8, {7, 8})]
    assert blocks(bracket, known | {name: results[name] for name in ("L2-1", "L2-2")}) == [
        (4, 6, {1, 4, 5}),
        (7, 8, {7, 8}),
    ]


def test_places_once_certain_stay():
    for entrants in (5, 8, 13):
        bracket = structure(entrants)
        results = Play(bracket, rng=random.Random(entrants)).results
        known: dict[str, Outcome] = {}
        before: list[Placement] = []
        for name, outcome in results.items():
            known[name] = outcome
            now = placements(bracket, known)
            assert set(before) <= set(now)
            before = now


@pytest.mark.parametrize("finals", Finals)
def test_no_place_is_certain_before_the_first_match(finals):
    assert placements(structure(4, finals=finals), {}) == []


@pytest.mark.parametrize(
    ("arguments", "params"),
    [
        ({"entrants": 1}, {"entrants": 1, "most": 1024}),
        ({"entrants": 8, "in_losers": 7}, {"entrants": 8, "most": 6, "in_losers": 7}),
    ],
)
def test_refusal_names_what_would_do(arguments, params):
    with pytest.raises(Invalid) as refusal:
        structure(**arguments)

    assert refusal.value.params == params
