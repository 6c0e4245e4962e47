"""Where brackets-viewer.js expects each match of an elimination.

It draws what brackets-manager makes: a first group with the winners' bracket, a second with the
losers' bracket, whose rounds take turns between "those who lost above come in" and "those who
are left meet", and a third with the finals. Single elimination has its final in the first group
and the match for third place in the second.

Our losers' bracket leaves out every match that a bye would decide; theirs does not, and the lines
between rounds are drawn by counting on that. So the places of those matches are filled with
byes: matches that exist in this picture alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tournaments.brackets.models import Match, MatchSide
from tournaments.engine.types import Bracket

WINNERS, LOSERS, FINALS = 1, 2, 3
Sides: TypeAlias = Mapping[int, Sequence[MatchSide]]


@dataclass(frozen=True, slots=True)
class Place:
    """A match in its group and round. ``sides`` has None for a bye, ``match`` None if all is bye.

    ``positions`` say of each side which seed it is, or which match above it lost.
    """

    group: int
    round: int
    number: int
    match: Match | None
    sides: tuple[MatchSide | None, ...]
    positions: tuple[int | None, ...]


def single_elimination(
    matches: Sequence[Match], sides: Sides, seeds: Mapping[int, int]
) -> Iterator[Place]:
    """The bracket, and the match for third place behind it."""
    for match in matches:
        if match.round.bracket != Bracket.THIRD_PLACE:
            yield _place(match, sides, WINNERS, positions=_seeds(match, sides, seeds))
    for match in matches:
        if match.round.bracket == Bracket.THIRD_PLACE:
            yield _place(match, sides, LOSERS, number=1, positions=(1, 2))


def double_elimination(
    matches: Sequence[Match], sides: Sides, seeds: Mapping[int, int]
) -> Iterator[Place]:
    """Winners' bracket, losers' bracket, finals; the second final once both its sides are known.

    Two entrants have no losers' bracket: their finals follow in the first group, since the
    second group that the viewer is given is the losers' bracket to it.
    """
    winners = [match for match in matches if match.round.bracket == Bracket.WINNERS]
    losers = [match for match in matches if match.round.bracket == Bracket.LOSERS]
    for match in winners:
        yield _place(match, sides, WINNERS, positions=_seeds(match, sides, seeds))
    top = max((match.round.number for match in winners), default=0)
    yield from _losers_bracket(losers, sides, rounds=2 * (top - 1))
    for match in matches:
        if match.round.bracket == Bracket.FINAL and _is_wanted(match, sides):
            number = match.round.number
            if losers:
                yield _place(match, sides, FINALS, number=number, positions=_final(number))
            else:
                yield _place(match, sides, WINNERS, number=top + number)


def _place(
    match: Match,
    sides: Sides,
    group: int,
    *,
    number: int | None = None,
    positions: tuple[int | None, ...] = (None, None),
) -> Place:
    """``number`` is that of the round, when it counts otherwise there."""
    own = tuple(sides[match.pk])
    return Place(group, number or match.round.number, match.number, match, own, positions)


def _seeds(match: Match, sides: Sides, seeds: Mapping[int, int]) -> tuple[int | None, ...]:
    own = sides[match.pk]
    return tuple(None if side.from_match else seeds.get(side.entrant_id) for side in own)


def _final(number: int) -> tuple[int | None, ...]:
    return (None, 1) if number == 1 else (None, None)


def _is_wanted(match: Match, sides: Sides) -> bool:
    return not match.if_needed or all(side.entrant_id for side in sides[match.pk])


def _losers_bracket(matches: Sequence[Match], sides: Sides, *, rounds: int) -> Iterator[Place]:
    """Every place of ``rounds`` rounds, found from the last match backwards.

    A bracket of another shape, as with entrants that start in it, stays as it is.
    """
    try:
        found = list(_full(matches, sides, rounds))
    except _AnotherShape:
        found = []
    if len([place for place in found if place.match]) == len(matches):
        yield from sorted(found, key=lambda place: (place.round, place.number))
    else:
        yield from (_place(match, sides, LOSERS) for match in matches)


class _AnotherShape(Exception):
    """The losers' bracket has a round that brackets-manager's has not."""


def _full(matches: Sequence[Match], sides: Sides, rounds: int) -> Iterator[Place]:
    fed = {match.pk for match in matches} & _feeding(matches, sides)
    level: list[Match | MatchSide | None] = [each for each in matches if each.pk not in fed]
    for number in range(rounds, 0, -1):
        dropping, rising = _width(number)
        below: list[Match | MatchSide | None] = []
        for place, found in enumerate(level, start=1):
            own = _sides_at(found, sides)
            drops = [side for side in own if _drops_into(side, number)]
            rises = [side for side in own if side not in drops]
            if len(drops) > dropping or len(rises) > rising:
                raise _AnotherShape
            byes = [None] * (dropping - len(drops)), [None] * (rising - len(rises))
            yield Place(
                group=LOSERS,
                round=number,
                number=place,
                match=found if isinstance(found, Match) else None,
                sides=(*drops, *byes[0], *rises, *byes[1]),
                positions=tuple(
                    [side.from_match.number for side in drops]
                    + [None] * (dropping + rising - len(drops))
                ),
            )
            below += [*(_below(side) for side in rises), *byes[1]]
        level = below


def _feeding(matches: Sequence[Match], sides: Sides) -> set[int]:
    """The matches whose winners play on in one of ``matches``."""
    own = [side for match in matches for side in sides[match.pk]]
    return {side.from_match_id for side in own if side.takes == MatchSide.Takes.WINNER}


def _width(number: int) -> tuple[int, int]:
    """How many come into a match of this round from above, and how many from the round before."""
    if number == 1:
        return 2, 0
    return (1, 1) if number % 2 == 0 else (0, 2)


def _sides_at(found: Match | MatchSide | None, sides: Sides) -> list[MatchSide]:
    """The sides of a match; of a bye's place the one that passes through it."""
    if found is None:
        return []
    if isinstance(found, MatchSide):
        return [found]
    return [side for side in sides[found.pk] if side.from_match or not side.is_bye]


def _drops_into(side: MatchSide, number: int) -> bool:
    """Whether the side lost in the winners' bracket just above this round."""
    if side.takes != MatchSide.Takes.LOSER:
        return False
    above = 1 if number == 1 else number // 2 + 1
    return (number == 1 or number % 2 == 0) and side.from_match.round.number == above


def _below(side: MatchSide) -> Match | MatchSide:
    """What stands in the round before the one that ``side`` plays in."""
    return side.from_match if side.takes == MatchSide.Takes.WINNER else side
