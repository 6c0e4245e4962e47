"""The criteria a table can be ordered by.

Those over opponents follow the rules of ``opponents``: a bye is never an opponent, a forfeit is.
An entrant met twice counts twice.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from tournaments.engine.opponents import Meetings, results_among, share_won
from tournaments.engine.seeding import shuffled
from tournaments.engine.tallies import Points, Tally, tally
from tournaments.engine.types import EntrantId, Number


@dataclass(frozen=True, slots=True)
class Contest:
    """Everything a criterion may look at."""

    seeds: Mapping[EntrantId, int]
    points: Points
    tallies: Mapping[EntrantId, Tally]
    meetings: Meetings
    drawn_lots: Sequence[EntrantId] = ()
    lots_seed: int | None = None


Values: TypeAlias = Mapping[EntrantId, Number]


@dataclass(frozen=True, slots=True)
class Tiebreak:
    """A criterion. ``values`` gives each tied entrant its value; no values, no answer."""

    values: Callable[[Contest, Sequence[EntrantId]], Values]
    head_to_head: bool = False
    smallest_first: bool = False


def _overall(stat: Callable[[Tally], Number], *, smallest_first: bool = False) -> Tiebreak:
    def values(contest: Contest, tied: Sequence[EntrantId]) -> Values:
        return {entrant: stat(contest.tallies[entrant]) for entrant in tied}

    return Tiebreak(values, smallest_first=smallest_first)


def _mutual(stat: Callable[[Tally], Number]) -> Tiebreak:
    def values(contest: Contest, tied: Sequence[EntrantId]) -> Values:
        results = results_among(tied, contest.meetings)
        if results is None:
            return {}
        among = tally(tied, results, points=contest.points)
        return {entrant: stat(among[entrant]) for entrant in tied}

    return Tiebreak(values, head_to_head=True)


def _over_opponents(
    stat: Callable[[Tally], Number], *, lowest: int = 0, highest: int = 0
) -> Tiebreak:
    """The sum over the opponents, without so many of the lowest and of the highest."""

    def values(contest: Contest, tied: Sequence[EntrantId]) -> Values:
        worth = {entrant: stat(own) for entrant, own in contest.tallies.items()}
        found: dict[EntrantId, Number] = {}
        for entrant in tied:
            each = sorted(worth[meeting.opponent] for meeting in contest.meetings[entrant])
            found[entrant] = sum(each[lowest : max(lowest, len(each) - highest)])
        return found

    return Tiebreak(values)


def _sonneborn_berger(contest: Contest, tied: Sequence[EntrantId]) -> Values:
    """The points of those beaten, and half the points of those drawn with."""
    found: dict[EntrantId, Number] = {}
    for entrant in tied:
        met = contest.meetings[entrant]
        beaten = sum(contest.tallies[one.opponent].points for one in met if one.won)
        level = sum(contest.tallies[one.opponent].points for one in met if one.drawn)
        found[entrant] = beaten + Fraction(level) / 2
    return found


def _opponents_win_rate(contest: Contest, tied: Sequence[EntrantId]) -> Values:
    """The mean, over the opponents, of matches won by matches played, byes left out of both."""
    rates = {entrant: share_won(met) for entrant, met in contest.meetings.items()}
    found: dict[EntrantId, Number] = {}
    for entrant in tied:
        met = contest.meetings[entrant]
        found[entrant] = sum((rates[one.opponent] for one in met), Fraction()) / (len(met) or 1)
    return found


def _game_win_rate(contest: Contest, tied: Sequence[EntrantId]) -> Values:
    """The share of all games in one's matches; in a best of one, of what was scored in them."""
    found: dict[EntrantId, Number] = {}
    for entrant in tied:
        scored = sum(one.scored for one in contest.meetings[entrant])
        conceded = sum(one.conceded for one in contest.meetings[entrant])
        found[entrant] = Fraction(scored, scored + conceded or 1)
    return found


def _seeds(contest: Contest, tied: Sequence[EntrantId]) -> Values:
    return {entrant: contest.seeds[entrant] for entrant in tied}


def _decided(contest: Contest, tied: Sequence[EntrantId]) -> Values:
    """The place in the order an official decided, once that order names all who are tied."""
    order = {entrant: place for place, entrant in enumerate(contest.drawn_lots, start=1)}
    if not order.keys() >= set(tied):
        return {}
    return {entrant: order[entrant] for entrant in tied}


def _lots(contest: Contest, tied: Sequence[EntrantId]) -> Values:
    """The place in an order drawn from the published seed. Anybody can draw it again."""
    if contest.lots_seed is None:
        return {}
    rng = random.Random(contest.lots_seed)  # noqa: S311 - a lot that must be repeatable
    order = shuffled(sorted(contest.seeds), rng)
    places = {entrant: place for place, entrant in enumerate(order, start=1)}
    return {entrant: places[entrant] for entrant in tied}


def _points(of: Tally) -> Number:
    return of.points


def _wins(of: Tally) -> int:
    return of.won


def _losses(of: Tally) -> int:
    return of.lost


def _difference(of: Tally) -> int:
    return of.difference


def _scored(of: Tally) -> int:
    return of.scored


def _wins_minus_losses(of: Tally) -> int:
    return of.won - of.lost


TIEBREAKS: Final[Mapping[str, Tiebreak]] = {
    "points": _overall(_points),
    "wins": _overall(_wins),
    "losses": _overall(_losses, smallest_first=True),
    "difference": _overall(_difference),
    "scored": _overall(_scored),
    "game_win_rate": Tiebreak(_game_win_rate),
    "head_to_head_points": _mutual(_points),
    "head_to_head_wins": _mutual(_wins),
    "head_to_head_difference": _mutual(_difference),
    "head_to_head_scored": _mutual(_scored),
    "buchholz": _over_opponents(_points),
    "buchholz_cut_1": _over_opponents(_points, lowest=1),
    "buchholz_median": _over_opponents(_points, lowest=1, highest=1),
    # The difficulty score of Valve's rulebook for Counter-Strike Majors.
    "buchholz_difference": _over_opponents(_wins_minus_losses),
    "sonneborn_berger": Tiebreak(_sonneborn_berger),
    "opponents_win_rate": Tiebreak(_opponents_win_rate),
    "seed": Tiebreak(_seeds, smallest_first=True),
    "lots": Tiebreak(_lots, smallest_first=True),
    "manual": Tiebreak(_decided, smallest_first=True),
}
