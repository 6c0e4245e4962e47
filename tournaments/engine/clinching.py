"""Who is sure of a place before the last match, and who cannot reach one any more.

Points alone are looked at, so the table must go by points first. Two that end level on points
could stand either way round, until nothing is left to play and the table itself decides.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeAlias

from tournaments.engine.standings import Row
from tournaments.engine.tallies import Points
from tournaments.engine.types import EntrantId, Invalid, Number

Pairs: TypeAlias = Sequence[tuple[EntrantId, EntrantId]]
Totals: TypeAlias = tuple[Number, ...]

MOST_TRIED: Final = 8  # with draws, eight matches can end in 6,561 ways


class Outlook(StrEnum):
    IN = "in"
    OPEN = "open"
    OUT = "out"


def outlook(
    rows: Sequence[Row], remaining: Pairs, *, points: Points, places: int
) -> dict[EntrantId, Outlook]:
    """Whether each entrant is among the first ``places`` whatever happens, or cannot be.

    The matches left may be won by either side or drawn; that both sides forfeit one, or that a
    result is corrected, is not foreseen. Up to eight matches are tried in every combination and
    the answer is exact. With more, it may come late and is never wrong.
    """
    now = {row.entrant: row.points for row in rows}
    for entrant in (side for pair in remaining for side in pair):
        if entrant not in now:
            raise Invalid(
                "Entrant {entrant} is not in this group.", code="not_in_group", entrant=entrant
            )
    if not remaining:
        return _final(rows, places)
    found = by_bounds(now, remaining, points=points, places=places)
    if Outlook.OPEN in found.values() and len(remaining) <= MOST_TRIED:
        unsure = [entrant for entrant, one in found.items() if one is Outlook.OPEN]
        found |= by_trying(now, remaining, points=points, places=places, of=unsure)
    return found


def by_bounds(
    now: Mapping[EntrantId, Number], remaining: Pairs, *, points: Points, places: int
) -> dict[EntrantId, Outlook]:
    """Compare the least that each can end with to the most of the others, and the other way."""
    left = dict.fromkeys(now, 0)
    for one, other in remaining:
        left[one] += 1
        left[other] += 1
    return by_rounds(now, left, points=points, places=places)


def by_rounds(
    now: Mapping[EntrantId, Number],
    left: Mapping[EntrantId, int],
    *,
    points: Points,
    places: int,
) -> dict[EntrantId, Outlook]:
    """The same where it is known how many matches each has ``left``, and not against whom."""
    least = {entrant: own + points.loss * left[entrant] for entrant, own in now.items()}
    most = {entrant: own + points.win * left[entrant] for entrant, own in now.items()}
    floors, ceilings = sorted(least.values()), sorted(most.values())
    found = {}
    for entrant in now:
        # Its own ceiling is never below its floor, so that it counts itself once.
        could_pass = len(now) - bisect_left(ceilings, least[entrant]) - 1
        stay_above = len(now) - bisect_right(floors, most[entrant])
        found[entrant] = (
            Outlook.IN
            if could_pass < places
            else Outlook.OUT
            if stay_above >= places
            else Outlook.OPEN
        )
    return found


def by_trying(
    now: Mapping[EntrantId, Number],
    remaining: Pairs,
    *,
    points: Points,
    places: int,
    of: Sequence[EntrantId],
) -> dict[EntrantId, Outlook]:
    """The outlook of these entrants over all ways in which the matches left can end."""
    at = {entrant: place for place, entrant in enumerate(now)}
    may_be_in: set[EntrantId] = set()
    may_be_out: set[EntrantId] = set()
    unsure = list(of)
    for totals in _endings(now, remaining, points):
        order = sorted(totals)
        for entrant in unsure:
            own = totals[at[entrant]]
            if len(order) - bisect_right(order, own) < places:
                may_be_in.add(entrant)
            if len(order) - bisect_left(order, own) - 1 >= places:
                may_be_out.add(entrant)
        unsure = [one for one in unsure if one not in may_be_in or one not in may_be_out]
        if not unsure:
            break
    return {
        one: Outlook.IN
        if one not in may_be_out
        else Outlook.OUT
        if one not in may_be_in
        else Outlook.OPEN
        for one in of
    }


def _endings(now: Mapping[EntrantId, Number], remaining: Pairs, points: Points) -> set[Totals]:
    """Every set of totals that can come about, in the order of ``now``."""
    at = {entrant: place for place, entrant in enumerate(now)}
    worth = ((points.win, points.loss), (points.draw, points.draw), (points.loss, points.win))
    endings: set[Totals] = {tuple(now.values())}
    for one, other in remaining:
        following: set[Totals] = set()
        for totals in endings:
            for mine, theirs in worth:
                after = list(totals)
                after[at[one]] += mine
                after[at[other]] += theirs
                following.add(tuple(after))
        endings = following
    return endings


def _final(rows: Sequence[Row], places: int) -> dict[EntrantId, Outlook]:
    last = {row.rank: place for place, row in enumerate(rows, start=1)}
    return {
        row.entrant: Outlook.IN
        if last[row.rank] <= places
        else Outlook.OUT
        if row.rank > places
        else Outlook.OPEN
        for row in rows
    }
