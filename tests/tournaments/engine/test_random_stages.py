"""Stages without a bracket, played by lot: Swiss round by round, lobbies and ladders."""

import random
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tournaments.engine.lengths import MOST, PLAYS
from tournaments.engine import free_for_all, ladder, lobby_tables, standings
from tournaments.engine.free_for_all import Finish, Scoring, points_of
from tournaments.engine.ladder import LadderRules, Mode
from tournaments.engine.results import Result
from tournaments.engine.specs.swiss import MAJOR_TIEBREAKS, SWISS_TIEBREAKS
from tournaments.engine.swiss import (
    FirstRound,
    Pairing,
    RoundPairing,
    SwissRules,
    next_round,
    playing,
)
from tournaments.engine.tallies import Bye, Points, tally
from tournaments.engine.types import Invalid, Kind

SEEDS = st.integers(0, 2**32)
LENGTHS = settings(max_examples=PLAYS)


# --- Swiss --------------------------------------------------------------------


@dataclass
class SwissStage:
    """A Swiss stage with results by lot; entrants come late, withdraw and miss rounds."""

    entrants: int
    rules: SwissRules
    rng: random.Random
    draws: bool = False
    troubled: bool = False
    seeds: dict[int, int] = field(default_factory=dict)
    rounds: list[list[Result]] = field(default_factory=list)
    withdrawn: set[int] = field(default_factory=set)

    def __post_init__(self):
        self.seeds = {one: one for one in range(1, self.entrants + 1)}

    def play(self, rounds: int) -> None:
        for _ in range(rounds):
            absent = self.absent()
            left = playing(self.seeds, self.rounds, rules=self.rules, absent=absent)
            if len(left) < 2:
                return
            pairing = next_round(
                self.seeds, self.rounds, rules=self.rules, absent=absent, rng=self.rng
            )
            self.check(pairing, left)
            self.rounds.append(self.results(pairing))

    def absent(self) -> set[int]:
        if not self.troubled:
            return set()
        if self.rounds and self.rng.random() < 0.4:
            self.seeds[len(self.seeds) + 1] = len(self.seeds) + 1  # comes late, seeded last
        if self.rng.random() < 0.4:
            self.withdrawn.add(self.rng.choice(list(self.seeds)))
        sitting_out = {self.rng.choice(list(self.seeds))} if self.rng.random() < 0.2 else set()
        return self.withdrawn | sitting_out

    def check(self, pairing: RoundPairing, left: list[int]) -> None:
        sides = [one for pair in pairing.pairs for one in pair]
        byes = Counter(one.home for results in self.rounds for one in results if one.away is None)
        met = {
            frozenset((one.home, one.away))
            for results in self.rounds
            for one in results
            if one.away
        }
        assert sorted([*sides, *([pairing.bye] if pairing.bye else [])]) == left
        assert (pairing.bye is None) == (len(left) % 2 == 0)
        assert pairing.rematches == sum(frozenset(pair) in met for pair in pairing.pairs)
        if pairing.bye is not None:
            assert byes[pairing.bye] == min(byes[one] for one in left)
        for one, won_lost in self.records().items():
            if one in left:
                assert won_lost[0] < (self.rules.wins or 999)
                assert won_lost[1] < (self.rules.losses or 999)

    def records(self) -> dict[int, tuple[int, int]]:
        tallies = tally(self.seeds, self.played, points=self.rules.points)
        return {one: (of.won, of.lost) for one, of in tallies.items()}

    @property
    def played(self) -> list[Result]:
        return [one for results in self.rounds for one in results]

    def results(self, pairing: RoundPairing) -> list[Result]:
        bye = pairing.bye
        byes = [Result(bye, None, 0, 0, None, Kind.BYE)] if bye is not None else []
        return [*(self.result(*pair) for pair in pairing.pairs), *byes]

    def result(self, one: int, other: int) -> Result:
        lot = self.rng.random()
        winner = self.rng.choice((one, other))
        if self.troubled and lot < 0.05:
            return Result(one, other, 0, 0, None, Kind.DOUBLE_FORFEIT)
        if self.troubled and lot < 0.15:
            return Result(one, other, 0, 0, winner, Kind.FORFEIT)
        if self.draws and lot < 0.4:
            return Result(one, other, 1, 1, None)
        return Result(one, other, int(winner == one), int(winner == other), winner)


@LENGTHS
@given(
    st.integers(2, MOST),
    st.integers(1, 7),
    st.sampled_from(FirstRound),
    st.sampled_from(Bye),
    st.booleans(),
    st.booleans(),
    SEEDS,
)
def test_swiss_by_rounds(entrants, rounds, first_round, bye, draws, troubled, seed):
    rules = SwissRules(points=Points(1, 0, 0, bye), first_round=first_round)
    stage = SwissStage(entrants, rules, random.Random(seed), draws, troubled)

    stage.play(rounds)

    check_table(stage, SWISS_TIEBREAKS)
    if not troubled:
        assert len(stage.rounds) == rounds
        assert Counter(one.home for one in stage.played if not one.away).total() == (
            rounds * (entrants % 2)
        )
        each = tally(stage.seeds, stage.played, points=rules.points)
        assert {of.played for of in each.values()} == {rounds}


@LENGTHS
@given(
    st.integers(2, MOST),
    st.integers(1, 3),
    st.sampled_from(Pairing),
    st.booleans(),
    SEEDS,
)
def test_swiss_until_so_many_wins_or_losses(entrants, wins, pairing, troubled, seed):
    rules = SwissRules(pairing, wins=wins, losses=wins)
    stage = SwissStage(entrants, rules, random.Random(seed), troubled=troubled)

    stage.play(2 * wins - 1)

    check_table(stage, MAJOR_TIEBREAKS)
    if not troubled:
        left = playing(stage.seeds, stage.rounds, rules=rules)
        through = [one for one, (won, _lost) in stage.records().items() if won == wins]
        out = [one for one, (_won, lost) in stage.records().items() if lost == wins]
        assert len(left) < 2
        assert sorted([*through, *out, *left]) == [*stage.seeds]
        assert all(won <= wins and lost <= wins for won, lost in stage.records().values())


@settings(max_examples=PLAYS // 5)
@given(st.integers(2, 12).map(lambda half: 2 * half), SEEDS)
def test_swiss_repeats_no_pairing_for_half_as_many_rounds_as_there_are_entrants(entrants, seed):
    """As long as everybody has met at most half of the others less one, a pairing is left."""
    stage = SwissStage(entrants, SwissRules(), random.Random(seed))

    stage.play(entrants // 2)

    met = Counter(frozenset((one.home, one.away)) for one in stage.played)
    assert set(met.values()) == {1}


def check_table(stage: SwissStage, tiebreaks) -> None:
    rows = standings.table(
        stage.seeds, stage.played, points=stage.rules.points, tiebreaks=tiebreaks
    )
    assert sorted(row.entrant for row in rows) == sorted(stage.seeds)
    assert [row.rank for row in rows] == [*range(1, len(rows) + 1)]
    values = [row.won if tiebreaks is MAJOR_TIEBREAKS else row.points for row in rows]
    assert values == sorted(values, reverse=True)
    assert sum(row.won for row in rows) == sum(
        one.winner is not None or (one.kind is Kind.BYE and stage.rules.points.bye is Bye.WIN)
        for one in stage.played
    )


# --- free-for-all -------------------------------------------------------------


def game_by_lot(lobby: list[int], rng: random.Random) -> list[Finish]:
    """Some share a place, some do not show."""
    there = [one for one in lobby if rng.random() < 0.9] or lobby[:1]
    there.sort(key=lambda _: rng.random())
    finishes = [Finish(one, None) for one in lobby if one not in there]
    place = 1
    for at, one in enumerate(there, start=1):
        place = place if at > 1 and rng.random() < 0.1 else at
        finishes.append(Finish(one, place, rng.randrange(6)))
    return finishes


@LENGTHS
@given(
    st.integers(2, MOST),
    st.integers(2, 30),
    st.integers(1, 6),
    st.integers(0, 2),
    SEEDS,
)
def test_lobbies_played_by_lot(entrants, size, games, drop_worst, seed):
    rng = random.Random(seed)
    if entrants < 2 * -(-entrants // size):
        size += 1  # three in lobbies of two
    lobbies = free_for_all.lobbies(entrants, size)
    scoring = Scoring((10, 6, 5, 4, 3, 2, 1), per_kill=1, kill_cap=4)
    placed = []
    for lobby in lobbies:
        played = [game_by_lot(lobby, rng) for _ in range(games)]
        for game in played:
            free_for_all.check_finishes(game, entrants=lobby)
        rows = lobby_tables.table(
            {seed: seed for seed in lobby},
            played,
            scoring=scoring,
            drop_worst=drop_worst,
            tiebreaks=["points", "wins", "kills", "seed"],
        )
        points = [row.points for row in rows]
        worth = sum(points_of(finish, scoring) for game in played for finish in game)
        assert points == sorted(points, reverse=True)
        assert sum(points) <= worth
        assert drop_worst or sum(points) == worth
        assert [row.rank for row in rows] == [*range(1, len(lobby) + 1)]
        placed += [row.entrant for row in rows]
    assert sorted(placed) == [*range(1, entrants + 1)]


# --- ladder -------------------------------------------------------------------


@LENGTHS
@given(
    st.integers(2, MOST),
    st.sampled_from(Mode),
    st.integers(1, 10),
    st.integers(0, 60),
    SEEDS,
)
def test_a_ladder_played_by_lot(entrants, mode, challenge_range, challenges, seed):
    rng = random.Random(seed)
    rules = LadderRules(challenge_range=challenge_range, mode=mode)
    seeds = {one: one for one in range(1, entrants + 1)}
    results: list[Result] = []
    for _ in range(challenges):
        before = ladder.positions(seeds, results, rules)
        challenger, challenged = rng.choice(before), rng.choice(before)
        up = before.index(challenger) - before.index(challenged)
        try:
            ladder.check_challenge(before, challenger, challenged, rules)
        except Invalid:
            assert not 1 <= up <= challenge_range
            continue
        assert 1 <= up <= challenge_range
        winner = rng.choice((challenger, challenged))
        results.append(Result(challenger, challenged, 0, 0, winner, Kind.FORFEIT))
        after = ladder.positions(seeds, results, rules)
        if mode is Mode.SWAP:
            moved = {one for one, other in zip(before, after, strict=True) if one != other}
            assert moved == ({challenger, challenged} if winner == challenger else set())
            assert after.index(winner) == before.index(challenged)
        assert sum(ladder.ratings(seeds, results, rules).values()) == 1000 * entrants

    rows = ladder.table(seeds, results, rules)

    assert [row.entrant for row in rows] == ladder.positions(seeds, results, rules)
    assert sorted(row.entrant for row in rows) == [*seeds]
    assert sum(row.won for row in rows) == sum(row.lost for row in rows) == len(results)
