"""What holds for the matches of every format at every size, from 2 to 256 entrants.

The literal numbers are those on which independent libraries agree.
"""

import random
from collections import Counter

import pytest

from tests.tournaments.engine.lengths import sizes
from tests.tournaments.engine.plays import in_bracket
from tournaments.engine import free_for_all, round_robin, single_elimination, swiss
from tournaments.engine.double_elimination import Finals
from tournaments.engine.double_elimination import structure as double_elimination
from tournaments.engine.formats import build, parse_spec
from tournaments.engine.swiss import FirstRound
from tournaments.engine.types import BYE, Bracket, LoserOf, MatchSpec, Seed, Structure, WinnerOf

EVERY = sizes()


def check_sound(bracket: Structure) -> None:
    """Every slot has a source that comes before it, and every match says where it leads."""
    before: dict[str, MatchSpec] = {}
    for match in bracket.matches:
        assert match.id not in before
        assert BYE not in match.sides or len(set(match.sides)) == 2
        for side, source in enumerate(match.sides, start=1):
            if isinstance(source, WinnerOf | LoserOf):
                feeding = before[source.match]  # so there is no way round in a circle
                slot = feeding.winner_to if isinstance(source, WinnerOf) else feeding.loser_to
                assert (slot.match, slot.side) == (match.id, side)
                assert isinstance(source, WinnerOf) or not feeding.is_bye
        before[match.id] = match
    slots = [
        slot for match in bracket.matches for slot in (match.winner_to, match.loser_to) if slot
    ]
    sources = [source for match in bracket.matches for source in match.sides]
    assert len(slots) == sum(isinstance(source, WinnerOf | LoserOf) for source in sources)


def seeds_in(bracket: Structure) -> Counter[int]:
    sides = (side for match in bracket.matches for side in match.sides)
    return Counter(side.number for side in sides if isinstance(side, Seed))


def played(bracket: Structure) -> list[MatchSpec]:
    return [match for match in bracket.matches if not match.is_bye]


def per_round(matches: list[MatchSpec]) -> list[int]:
    counts = Counter(match.round for match in matches)
    return [counts[number] for number in sorted(counts)]


def first_round(bracket: Structure) -> str:
    def name(side) -> str:
        return "B" if side == BYE else str(side.number)

    pairs = [match.sides for match in bracket.matches if match.round == 1]
    printed = [[name(side) for side in pair] for pair in pairs]
    return " ".join("".join(pair) if "B" in pair else "-".join(pair) for pair in printed)


@pytest.mark.parametrize("third_place", [False, True])
def test_single_elimination_of_every_size(third_place):
    for entrants in EVERY:
        bracket = single_elimination.structure(entrants, third_place=third_place)

        size = 1 << (entrants - 1).bit_length()
        byes = [match.sides[0].number for match in bracket.matches if match.is_bye]
        assert len(played(bracket)) == entrants - 1 + (third_place and entrants >= 4)
        assert bracket.rounds == size.bit_length() - 1
        assert sorted(byes) == list(range(1, size - entrants + 1))
        assert seeds_in(bracket) == Counter(range(1, entrants + 1))
        check_sound(bracket)


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
        (16, "1-16 8-9 4-13 5-12 2-15 7-10 3-14 6-11"),
        (24, "1B 16-17 8B 9-24 4B 13-20 5B 12-21 2B 15-18 7B 10-23 3B 14-19 6B 11-22"),
        (
            32,
            "1-32 16-17 8-25 9-24 4-29 13-20 5-28 12-21 "
            "2-31 15-18 7-26 10-23 3-30 14-19 6-27 11-22",
        ),
    ],
)
def test_both_eliminations_begin_in_the_order_the_field_prints(entrants, printed):
    double = Structure(tuple(in_bracket(double_elimination(entrants), Bracket.WINNERS)))

    assert first_round(single_elimination.structure(entrants)) == printed
    assert first_round(double) == printed


@pytest.mark.parametrize("finals", Finals)
def test_double_elimination_of_every_size(finals):
    for entrants in EVERY:
        bracket = double_elimination(entrants, finals=finals)

        size = 1 << (entrants - 1).bit_length()
        of_finals = {Finals.RESET: 2, Finals.SINGLE: 1, Finals.NONE: 0}[finals]
        losers = [match for match in in_bracket(bracket, Bracket.LOSERS) if not match.is_bye]
        compact = entrants > 2 and 4 * entrants <= 3 * size
        assert len(played(bracket)) == 2 * entrants - 3 + of_finals
        assert sum(match.if_needed for match in bracket.matches) == (finals is Finals.RESET)
        assert len(per_round(in_bracket(bracket, Bracket.WINNERS))) == size.bit_length() - 1
        assert len(per_round(losers)) == 2 * (size.bit_length() - 2) - compact
        assert seeds_in(bracket) == Counter(range(1, entrants + 1))
        check_sound(bracket)


@pytest.mark.parametrize(
    ("entrants", "rounds"),
    [
        ((3, 3), 1), ((4, 4), 2), ((5, 6), 3), ((7, 8), 4), ((9, 12), 5), ((13, 16), 6),
        ((17, 24), 7), ((25, 32), 8), ((33, 48), 9), ((49, 64), 10),
    ],
)  # fmt: skip
def test_losers_rounds_are_as_many_as_the_field_counts(entrants, rounds):
    least, most = entrants
    for size in range(least, most + 1):
        losers = in_bracket(double_elimination(size), Bracket.LOSERS)

        assert len(per_round([match for match in losers if not match.is_bye])) == rounds


@pytest.mark.parametrize(
    ("entrants", "matches"),
    [
        (8, [2, 2, 1, 1]),
        (16, [4, 4, 2, 2, 1, 1]),
        (32, [8, 8, 4, 4, 2, 2, 1, 1]),
        (64, [16, 16, 8, 8, 4, 4, 2, 2, 1, 1]),
    ],
)
def test_full_losers_brackets_have_the_matches_of_the_field(entrants, matches):
    assert per_round(in_bracket(double_elimination(entrants), Bracket.LOSERS)) == matches


@pytest.mark.parametrize("finals", Finals)
def test_double_elimination_that_some_begin_in_the_losers_bracket(finals):
    rng = random.Random(finals)
    for entrants in EVERY:
        for below in {0, 1, entrants // 3, entrants // 2, entrants - 2, rng.randrange(entrants)}:
            if not 0 <= below <= entrants - 2:
                continue
            bracket = double_elimination(entrants, finals=finals, in_losers=below)

            of_finals = {Finals.RESET: 2, Finals.SINGLE: 1, Finals.NONE: 0}[finals]
            assert len(played(bracket)) == 2 * entrants - below - 3 + of_finals
            assert seeds_in(bracket) == Counter(range(1, entrants + 1))
            check_sound(bracket)


@pytest.mark.parametrize("legs", [1, 2])
def test_round_robin_of_every_size(legs):
    for entrants in sizes(round_robin.LARGEST_GROUP):
        group = round_robin.structure([range(1, entrants + 1)], legs=legs)

        rounds = entrants - 1 + entrants % 2
        in_round = Counter((m.round, side.number) for m in group.matches for side in m.sides)
        met = Counter(frozenset(match.sides) for match in group.matches)
        home = Counter(match.sides[0].number for match in group.matches)
        away = Counter(match.sides[1].number for match in group.matches)
        assert len(group.matches) == legs * entrants * (entrants - 1) // 2
        assert group.rounds == legs * rounds
        assert set(in_round.values()) == {1}
        assert set(met.values()) == {legs}
        assert len(met) == entrants * (entrants - 1) // 2
        assert all(abs(home[seed] - away[seed]) <= 1 for seed in range(1, entrants + 1))
        if legs == 2:
            assert home == away
        check_sound(group)


@pytest.mark.parametrize("how", FirstRound)
def test_first_round_of_swiss_of_every_size(how):
    for entrants in EVERY:
        round_ = swiss.structure(entrants, first_round=how, rng=random.Random(entrants))

        assert seeds_in(round_) == Counter(range(1, entrants + 1))
        assert [match.sides[0].number for match in round_.matches if match.is_bye] == (
            [entrants] if entrants % 2 else []
        )
        assert len(played(round_)) == entrants // 2
        check_sound(round_)


@pytest.mark.parametrize("size", [2, 3, 20, 100])
def test_lobbies_of_every_size(size):
    for entrants in EVERY:
        needed = -(-entrants // size)
        if needed > free_for_all.MOST_LOBBIES or entrants < 2 * needed:
            continue  # refused
        lobbies = free_for_all.lobbies(entrants, size)
        stage = free_for_all.structure(lobbies, games=3)

        lengths = {len(lobby) for lobby in lobbies}
        assert len(lobbies) == needed
        assert max(lengths) <= size
        assert max(lengths) - min(lengths) <= 1
        assert seeds_in(stage) == Counter(dict.fromkeys(range(1, entrants + 1), 3))
        check_sound(stage)


@pytest.mark.parametrize("format_", ["single_elimination", "double_elimination"])
@pytest.mark.parametrize("groups", [2, 3, 8])
def test_brackets_side_by_side_of_every_size(format_, groups):
    spec = parse_spec({"format": format_, "groups": groups})
    for entrants in (size for size in EVERY if size >= 2 * groups):
        stage = build(spec, entrants)

        of_group = Counter(match.group for match in played(stage))
        in_group = Counter(
            match.group for match in stage.matches for side in match.sides if isinstance(side, Seed)
        )
        lost_to_leave = 1 if format_ == "single_elimination" else 2
        again = lost_to_leave - 1  # the second final
        assert seeds_in(stage) == Counter(range(1, entrants + 1))
        assert max(in_group.values()) - min(in_group.values()) <= 1
        assert of_group == {
            group: lost_to_leave * (size - 1) + again for group, size in in_group.items()
        }
        check_sound(stage)


def test_a_ladder_has_no_matches_before_the_first_challenge():
    for entrants in EVERY:
        assert build(parse_spec({"format": "ladder"}), entrants) == Structure(())
