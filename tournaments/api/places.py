"""Where brackets-viewer.js expects each match of an elimination.

It draws what brackets-manager makes: a first group with the winners' bracket, a second with the
losers' bracket, whose rounds take turns between "those who lost above come in" and "those who
are left meet", and a third with the finals. Single elimination has its final in the first group
and the match for third place in the second.

Our losers' bracket begins with the first round in which somebody plays. Theirs has a round before
it, and the lines between rounds are drawn by counting on that: so where it is missing it is added,
with a bye in each match. These matches exist in this picture alone.
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
    """``rounds`` is how many the viewer counts on; ours may lack the first.

    Where entrants start in the losers' bracket the rounds take turns in another way: the matches
    stay as they are, and nothing is said of where their sides come from.
    """
    missing = rounds - max((match.round.number for match in matches), default=rounds)
    is_known = missing in (0, 1) and not any(_starts(match, sides) for match in matches)
    if is_known and missing:
        yield from _opening(matches, sides)
    for match in matches:
        number = match.round.number + (missing if is_known else 0)
        positions = _dropped(match, sides, number) if is_known else (None, None)
        yield _place(match, sides, LOSERS, number=number, positions=positions)


def _opening(matches: Sequence[Match], sides: Sides) -> Iterator[Place]:
    """The round before our first: who lost above goes through it alone, to the second side."""
    for match in matches:
        if match.round.number == 1:
            through = sides[match.pk][1]
            entering = None if through.is_bye else through
            position = entering and entering.from_match.number
            yield Place(LOSERS, 1, match.number, None, (entering, None), (position, None))


def _starts(match: Match, sides: Sides) -> bool:
    return any(side.entrant_id and not side.from_match for side in sides[match.pk])


def _dropped(match: Match, sides: Sides, number: int) -> tuple[int | None, ...]:
    """Which matches above the sides lost: both in the first round, one in every second."""
    one, other = (
        side.from_match.number if side.takes == MatchSide.Takes.LOSER else None
        for side in sides[match.pk]
    )
    return (one, other) if number == 1 else (one, None)
