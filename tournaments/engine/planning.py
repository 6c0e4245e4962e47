"""How long a competition takes: matches, rounds and hours, before anybody has entered.

An estimate for a given number of stations, each of which takes one match at a time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from heapq import heappop, heappush, heapreplace
from math import ceil, comb
from typing import TypeAlias

from tournaments.engine.types import (
    Invalid,
    LoserOf,
    MatchSpec,
    Number,
    Seed,
    Structure,
    WinnerOf,
)

MOST_STATIONS = 1000
LONGEST_GAME = 24 * 60
LONGEST_BREAK = 24 * 60


@dataclass(frozen=True, slots=True)
class Venue:
    """Where and how fast is played. The break is what everybody has between two matches."""

    stations: int
    minutes_per_game: int
    break_minutes: int = 0

    def __post_init__(self) -> None:
        _check_range("stations", self.stations, 1, MOST_STATIONS)
        _check_range("minutes_per_game", self.minutes_per_game, 1, LONGEST_GAME)
        _check_range("break_minutes", self.break_minutes, 0, LONGEST_BREAK)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a format takes. ``matches`` are those that are played for certain.

    ``rounds`` is the most matches that follow one another, ``if_needed`` counts second finals.
    Shortest and longest are for the case that every match is as short, or as long, as it can be.
    """

    matches: int
    rounds: int
    games_expected: Number
    minutes_expected: int
    minutes_shortest: int
    minutes_longest: int
    if_needed: int = 0

    def then(self, other: "Plan", *, break_minutes: int) -> "Plan":
        """This stage, a break, and the other one."""
        return Plan(
            matches=self.matches + other.matches,
            rounds=self.rounds + other.rounds,
            games_expected=self.games_expected + other.games_expected,
            minutes_expected=self.minutes_expected + break_minutes + other.minutes_expected,
            minutes_shortest=self.minutes_shortest + break_minutes + other.minutes_shortest,
            minutes_longest=self.minutes_longest + break_minutes + other.minutes_longest,
            if_needed=self.if_needed + other.if_needed,
        )


def fewest_games(best_of: int) -> int:
    """A series is over once one side leads by more games than are left."""
    return best_of // 2 + 1


@cache
def expected_games(best_of: int) -> Fraction:
    """How many games a series has on average, where either side wins any game as likely.

    Game g + 1 is played when after g games nobody leads by more than the best_of - g left.
    """
    return sum(
        (
            Fraction(comb(won + lost, won), 2 ** (won + lost))
            for won in range(fewest_games(best_of))
            for lost in range(fewest_games(best_of))
            if won + lost < best_of and abs(won - lost) <= best_of - won - lost
        ),
        start=Fraction(0),
    )


def plan(structure: Structure, venue: Venue) -> Plan:
    """The plan of a stage whose matches are known.

    Whoever is free first plays first, on the station that is free first. A match waits until
    everybody in it has played what comes before, and had a break. The expected minutes take each
    match as long as it is on average, and a second final as needed every other time.
    """
    after = _after(structure)
    played = [match for match in structure.matches if not match.is_bye and not match.if_needed]
    second = [match for match in structure.matches if match.if_needed]
    games = sum((expected_games(match.best_of) for match in played), start=Fraction(0))
    games += sum((expected_games(match.best_of) / 2 for match in second), start=Fraction(0))
    return Plan(
        matches=len(played),
        rounds=_longest_chain(structure, after),
        games_expected=games,
        minutes_expected=ceil(_minutes(structure, after, venue, _expected)),
        minutes_shortest=ceil(_minutes(structure, after, venue, _shortest)),
        minutes_longest=ceil(_minutes(structure, after, venue, _longest)),
        if_needed=len(second),
    )


def plan_rounds(matches: int, rounds: int, *, best_of: int, venue: Venue) -> Plan:
    """The plan of a stage that pairs anew once a round is over, as Swiss does."""
    waves = rounds * -(-matches // venue.stations)
    breaks = (rounds - 1) * venue.break_minutes
    expected, per_game = expected_games(best_of), venue.minutes_per_game
    return Plan(
        matches=matches * rounds,
        rounds=rounds,
        games_expected=matches * rounds * expected,
        minutes_expected=ceil(waves * expected * per_game) + breaks,
        minutes_shortest=waves * fewest_games(best_of) * per_game + breaks,
        minutes_longest=waves * best_of * per_game + breaks,
    )


After: TypeAlias = Mapping[str, tuple[str, ...]]
Length: TypeAlias = Callable[[MatchSpec], tuple[Number, Number]]  # games, share of the break


def _expected(match: MatchSpec) -> tuple[Number, Number]:
    half = Fraction(1, 2) if match.if_needed else 1
    return expected_games(match.best_of) * half, half


def _shortest(match: MatchSpec) -> tuple[Number, Number]:
    return (0, 0) if match.if_needed else (fewest_games(match.best_of), 1)


def _longest(match: MatchSpec) -> tuple[Number, Number]:
    return match.best_of, 1


def _after(structure: Structure) -> After:
    """The matches that must be over before each match: what feeds it, and the last of its seeds."""
    last: dict[int, str] = {}
    after: dict[str, tuple[str, ...]] = {}
    for match in structure.matches:
        before: list[str] = []
        for side in match.sides:
            if isinstance(side, WinnerOf | LoserOf):
                before.append(side.match)
            elif isinstance(side, Seed):
                if side.number in last:
                    before.append(last[side.number])
                last[side.number] = match.id
        after[match.id] = tuple(dict.fromkeys(before))
    return after


def _longest_chain(structure: Structure, after: After) -> int:
    chain: dict[str, int] = {}
    for match in structure.matches:
        before = max((chain[feeding] for feeding in after[match.id]), default=0)
        chain[match.id] = before + (not match.is_bye and not match.if_needed)
    return max(chain.values())


def _minutes(structure: Structure, after: After, venue: Venue, length: Length) -> Number:
    """When the last match is over, if each takes ``length`` games."""
    followers = _followers(structure, after)
    left = {name: len(before) for name, before in after.items()}
    place = {match.id: number for number, match in enumerate(structure.matches)}
    ready: list[tuple[Number, int]] = [(0, place[name]) for name in left if not left[name]]
    free: list[Number] = [0] * min(venue.stations, len(structure.matches))
    over: dict[str, Number] = {}

    def start(match: MatchSpec) -> Number:
        pause = length(match)[1] * venue.break_minutes
        return max(
            over[fed] + (0 if structure.by_id[fed].is_bye else pause) for fed in after[match.id]
        )

    while ready:
        now, number = heappop(ready)
        match = structure.matches[number]
        games = 0 if match.is_bye else length(match)[0]
        over[match.id] = now
        if games:
            over[match.id] = max(now, free[0]) + games * venue.minutes_per_game
            heapreplace(free, over[match.id])
        for follower in followers[match.id]:
            left[follower.id] -= 1
            if not left[follower.id]:
                heappush(ready, (start(follower), place[follower.id]))
    return max(over.values())


def _followers(structure: Structure, after: After) -> dict[str, list[MatchSpec]]:
    followers: dict[str, list[MatchSpec]] = {match.id: [] for match in structure.matches}
    for match in structure.matches:
        for feeding in after[match.id]:
            followers[feeding].append(match)
    return followers


def _check_range(key: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise Invalid(
            "{key} must be {least} to {most}.", code="out_of_range", key=key, least=least, most=most
        )
