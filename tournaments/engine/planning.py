"""How long a competition takes: matches, rounds and hours, before anybody has entered.

An estimate for a given number of stations, each of which takes one match at a time.
"""

from collections.abc import Callable, Mapping, Sequence
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

    A match waits until everybody in it has played what comes before, and had a break. Of the
    matches that wait for a station, the one that most others wait for goes first. The expected
    minutes take each match as long as it is on average, and a second final every other time.
    """
    played = [match for match in structure.matches if not match.is_bye and not match.if_needed]
    second = [match for match in structure.matches if match.if_needed]
    games = sum((_expected(match)[0] for match in (*played, *second)), start=Fraction(0))
    return Plan(
        matches=len(played),
        rounds=max(_chains(structure, _before(_after(structure))).values()),
        games_expected=games,
        minutes_expected=ceil(_Day(structure, venue, _expected).end()),
        minutes_shortest=ceil(_Day(structure, venue, _shortest).end()),
        minutes_longest=ceil(_Day(structure, venue, _longest).end()),
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


Links: TypeAlias = Mapping[str, Sequence[str]]
Length: TypeAlias = Callable[[MatchSpec], tuple[Number, Number]]  # games, share of the break


def _expected(match: MatchSpec) -> tuple[Number, Number]:
    half = Fraction(1, 2) if match.if_needed else 1
    return expected_games(match.best_of) * half, half


def _shortest(match: MatchSpec) -> tuple[Number, Number]:
    return (0, 0) if match.if_needed else (fewest_games(match.best_of), 1)


def _longest(match: MatchSpec) -> tuple[Number, Number]:
    return match.best_of, 1


def _after(structure: Structure) -> Links:
    """The matches that must be over before each match: what feeds it, and the last of its seeds."""
    last: dict[int, str] = {}
    after: dict[str, list[str]] = {}
    for match in structure.matches:
        before: list[str] = []
        for side in match.sides:
            if isinstance(side, WinnerOf | LoserOf):
                before.append(side.match)
            elif isinstance(side, Seed):
                if side.number in last:
                    before.append(last[side.number])
                last[side.number] = match.id
        after[match.id] = list(dict.fromkeys(before))
    return after


def _before(after: Links) -> Links:
    before: dict[str, list[str]] = {name: [] for name in after}
    for name, feeding in after.items():
        for one in feeding:
            before[one].append(name)
    return before


def _chains(structure: Structure, before: Links) -> dict[str, int]:
    """How many matches follow one another at most, from each match on."""
    chains: dict[str, int] = {}
    for match in reversed(structure.matches):
        following = max((chains[name] for name in before[match.id]), default=0)
        chains[match.id] = following + (not match.is_bye and not match.if_needed)
    return chains


class _Day:
    """Matches put on stations, one by one, where each takes ``length`` games."""

    def __init__(self, structure: Structure, venue: Venue, length: Length) -> None:
        self.stations: list[Number] = [0] * min(venue.stations, len(structure.matches))
        self.minutes: dict[str, Number] = {}
        self.pause: dict[str, Number] = {}
        for match in structure.matches:
            games, breaks = length(match)
            self.minutes[match.id] = 0 if match.is_bye else games * venue.minutes_per_game
            self.pause[match.id] = breaks * venue.break_minutes
        self.after = _after(structure)
        self.before = _before(self.after)
        chains = _chains(structure, self.before)
        self.urgency = {
            match.id: (-chains[match.id], place) for place, match in enumerate(structure.matches)
        }
        self.left = {name: len(feeding) for name, feeding in self.after.items()}
        self.over: dict[str, Number] = {}
        self.coming: list[tuple[Number, tuple[int, int], str]] = []  # ready from a time on
        for name, left in self.left.items():
            if not left:
                self._call(name)

    def end(self) -> Number:
        """When the last match is over."""
        now: Number = 0
        ready: list[tuple[tuple[int, int], str]] = []
        while self.coming or ready:
            now = max(now, self.stations[0])
            if not ready:
                now = max(now, self.coming[0][0])
            while self.coming and self.coming[0][0] <= now:
                since, urgency, name = heappop(self.coming)
                if self.minutes[name]:
                    heappush(ready, (urgency, name))
                else:
                    self._finish(name, since)
            if ready:
                _, name = heappop(ready)
                heapreplace(self.stations, now + self.minutes[name])
                self._finish(name, now + self.minutes[name])
        return max(self.over.values())

    def _finish(self, name: str, when: Number) -> None:
        self.over[name] = when
        for following in self.before[name]:
            self.left[following] -= 1
            if not self.left[following]:
                self._call(following)

    def _call(self, name: str) -> None:
        """Nothing is open before this match: it is ready after a break, which a bye needs not."""
        ready_at = [
            self.over[one] + (self.pause[name] if self.minutes[one] else 0)
            for one in self.after[name]
        ]
        heappush(self.coming, (max(ready_at, default=0), self.urgency[name], name))


def _check_range(key: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise Invalid(
            "{key} must be {least} to {most}.", code="out_of_range", key=key, least=least, most=most
        )
