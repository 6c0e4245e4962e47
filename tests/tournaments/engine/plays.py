"""Brackets to walk through and to play, for tests of knockout formats."""

import random
from collections import Counter

from tournaments.engine.types import Bracket, LoserOf, MatchSpec, Outcome, Seed, Structure, WinnerOf


class Play:
    """A play of a bracket whose entrants are their seeds.

    The better one wins but for ``upsets``; nobody goes on from matches ``lost_by_both``; who is
    ``banned`` after a match goes on to no match of losers. Random plays draw all of this by lot.
    """

    def __init__(self, bracket, *, lost_by_both=(), upsets=(), banned=(), rng=None):
        self.bracket = bracket
        self.lost_by_both, self.upsets, self.banned = lost_by_both, upsets, banned
        self.rng = rng
        self.results: dict[str, Outcome] = {}
        self.losses: Counter[int] = Counter()
        self.gone: set[int] = set()
        for match in bracket.matches:
            if not match.if_needed or self.is_needed(match):
                self.results[match.id] = self.outcome(match)
                self.losses.update(self.results[match.id].losers)

    def is_needed(self, match: MatchSpec) -> bool:
        final = self.bracket.by_id[match.sides[0].match]
        winner = self.results[final.id].winner
        return winner is not None and winner == self.who(final.sides[1])

    def outcome(self, match: MatchSpec) -> Outcome:
        sides = [side for side in map(self.who, match.sides) if side is not None]
        sides.sort(reverse=match.id in self.upsets)
        if self.rng and self.rng.random() < 0.5:
            sides.reverse()
        if len(sides) == 2 and self.happens(match, self.lost_by_both, 0.1):
            return Outcome(None, tuple(sides))
        if len(sides) == 2 and self.happens(match, self.banned, 0.1):
            self.gone.add(sides[1])
        return Outcome(sides[0] if sides else None, tuple(sides[1:]))

    def happens(self, match: MatchSpec, chosen, chance: float) -> bool:
        return match.id in chosen or bool(self.rng and self.rng.random() < chance)

    def who(self, source) -> int | None:
        match source:
            case Seed(number):
                return number
            case WinnerOf(match):
                return self.results[match].winner
            case LoserOf(match) if self.results[match].winner is not None:
                loser = next(iter(self.results[match].losers), None)
                return None if loser in self.gone else loser
        return None


def in_bracket(bracket: Structure, name: Bracket) -> list[MatchSpec]:
    return [match for match in bracket.matches if match.bracket is name]


def starters(limit: int):
    """Numbers of entrants, and how many of them start in the losers' bracket."""
    rng = random.Random("starters")
    for entrants in range(3, limit):
        yield from {
            (entrants, k) for k in (1, entrants // 2, entrants - 2, rng.randrange(entrants - 1))
        }
