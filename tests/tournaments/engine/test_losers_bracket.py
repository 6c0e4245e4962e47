import pytest

from tests.tournaments.engine.plays import Play, in_bracket, starters
from tournaments.engine.double_elimination import structure
from tournaments.engine.types import (
    BYE,
    Bracket,
    LoserOf,
    MatchSpec,
    Seed,
    Slot,
    Structure,
    WinnerOf,
)

# Losers' rounds as the field counts them, by the most entrants that have that many.
LOSERS_ROUNDS = {2: 0, 3: 1, 4: 2, 6: 3, 8: 4, 12: 5, 16: 6, 24: 7, 32: 8, 48: 9, 64: 10}
# The earliest losers' round in which two who met in winners' round 1, 2, … can meet again.
OTHERS_REMATCHES = {
    8: [(3, 4), (3, 4)],
    16: [(3, 5, 6), (4, 5, 6)],
    32: [(6, 5, 7, 8), (5, 6, 7, 8)],
    64: [(8, 6, 7, 9, 10), (7, 7, 8, 9, 10)],
}


def losers_rounds_played(bracket: Structure) -> int:
    return len({m.round for m in in_bracket(bracket, Bracket.LOSERS) if not m.is_bye})


def earliest_rematches(bracket: Structure) -> tuple[int, ...]:
    """By winners' round but the last, found by walking from match to match."""

    def after(slot: Slot | None) -> list[MatchSpec]:
        way = []
        while slot and bracket.by_id[slot.match].bracket is Bracket.LOSERS:
            way.append(bracket.by_id[slot.match])
            slot = way[-1].winner_to
        return way

    earliest: dict[int, int] = {}
    for match in in_bracket(bracket, Bracket.WINNERS):
        if match.is_bye:
            continue
        lost_here = after(match.loser_to)
        won_here = match.winner_to
        while won_here and bracket.by_id[won_here.match].bracket is Bracket.WINNERS:
            lost_there = after(bracket.by_id[won_here.match].loser_to)
            again = next(one for one in lost_here if one in lost_there)
            earliest[match.round] = min(again.round, earliest.get(match.round, again.round))
            won_here = bracket.by_id[won_here.match].winner_to
    return tuple(earliest[number] for number in sorted(earliest))


def test_eight_drop_to_the_other_half():
    bracket = structure(8)

    assert [(match.id, match.sides) for match in in_bracket(bracket, Bracket.LOSERS)] == [
        ("L1-1", (LoserOf("W1-1"), LoserOf("W1-2"))),
        ("L1-2", (LoserOf("W1-3"), LoserOf("W1-4"))),
        ("L2-1", (LoserOf("W2-2"), WinnerOf("L1-1"))),
        ("L2-2", (LoserOf("W2-1"), WinnerOf("L1-2"))),
        ("L3-1", (WinnerOf("L2-1"), WinnerOf("L2-2"))),
        ("L4-1", (LoserOf("W3-1"), WinnerOf("L3-1"))),
    ]


def test_losers_rounds_are_those_of_the_field():
    for entrants in range(2, 65):
        expected = next(rounds for most, rounds in LOSERS_ROUNDS.items() if entrants <= most)
        assert losers_rounds_played(structure(entrants)) == expected


@pytest.mark.parametrize("entrants", OTHERS_REMATCHES)
def test_rematches_come_as_late_as_in_the_known_libraries(entrants):
    ours = earliest_rematches(structure(entrants))

    others = OTHERS_REMATCHES[entrants]
    assert all(round_ >= min(theirs) for round_, *theirs in zip(ours, *others, strict=True))
    for theirs in others:
        dominates = all(a >= b for a, b in zip(theirs, ours, strict=True)) and theirs != ours
        assert not dominates


def test_rematches_come_late_in_large_and_in_incomplete_brackets():
    vectors = {
        entrants: earliest_rematches(structure(entrants)) for entrants in (24, 100, 128, 256)
    }

    assert vectors == {
        24: (4, 5, 6, 7),
        100: (8, 9, 9, 10, 11, 12),
        128: (8, 9, 9, 10, 11, 12),
        256: (8, 10, 11, 11, 12, 13, 14),
    }


def test_nobody_can_meet_again_at_once():
    for entrants in range(5, 129):
        bracket = structure(entrants)
        for match in in_bracket(bracket, Bracket.LOSERS):
            ids = {source.match for source in match.sides if isinstance(source, LoserOf)}
            met = {
                source.match
                for name in ids
                for source in bracket.by_id[name].sides
                if isinstance(source, WinnerOf)
            }
            assert not ids & met


def test_last_seeds_start_in_the_losers_bracket_beside_the_first_losers():
    bracket = structure(12, in_losers=4)

    assert [match.id for match in in_bracket(bracket, Bracket.WINNERS)] == [
        match.id for match in in_bracket(structure(8), Bracket.WINNERS)
    ]
    # Seeds 1 to 4 of the winners' bracket beat 5 to 8, and those meet 12 to 9.
    assert [match.sides for match in in_bracket(bracket, Bracket.LOSERS)][:4] == [
        (LoserOf("W1-2"), Seed(12)),
        (LoserOf("W1-1"), Seed(9)),
        (LoserOf("W1-4"), Seed(11)),
        (LoserOf("W1-3"), Seed(10)),
    ]


def test_byes_in_the_losers_bracket_go_to_those_who_started_above():
    bracket = structure(8, in_losers=4)

    assert [match.sides for match in in_bracket(bracket, Bracket.LOSERS)][:4] == [
        (LoserOf("W1-2"), BYE),
        (Seed(6), Seed(7)),
        (LoserOf("W1-1"), BYE),
        (Seed(5), Seed(8)),
    ]


def test_with_some_in_the_losers_bracket_each_of_them_has_one_loss_less():
    for entrants, k in starters(65):
        bracket = structure(entrants, in_losers=k)

        play = Play(bracket)

        played = [match for match in bracket.matches if not match.is_bye]
        assert len(played) == 2 * entrants - k - 2 + 1
        assert all(match.sides != (BYE, BYE) for match in bracket.matches)
        losses = {n: 2 if n <= entrants - k else 1 for n in range(2, entrants + 1)}
        assert {n: play.losses[n] for n in range(1, entrants + 1)} == {1: 0} | losses
        assert losers_rounds_played(bracket) == len(
            {match.round for match in in_bracket(bracket, Bracket.LOSERS)}
        )


def test_losers_of_a_round_stay_side_by_side_in_the_quarter_they_go_to():
    bracket = structure(128)

    def dropped(letter):
        sides = [match.sides[0] for match in in_bracket(bracket, Bracket.LOSERS)]
        names = [side.match for side in sides if isinstance(side, LoserOf)]
        return [int(name[3:]) for name in names if name.startswith(letter)]

    assert dropped("W2-") == [*range(17, 33), *range(1, 17)]
    assert dropped("W3-") == [*range(5, 9), *range(1, 5), *range(13, 17), *range(9, 13)]
    assert dropped("W4-") == [7, 8, 5, 6, 3, 4, 1, 2]
    assert dropped("W5-") == [1, 2, 3, 4]
