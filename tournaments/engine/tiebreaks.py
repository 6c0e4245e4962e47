"""Who stands above whom among entrants that share a value.

Criteria apply in the order the organizer gave. A head-to-head criterion looks at the matches
among the entrants still tied, and at nothing else. Once it has split them, the first of the
head-to-head criteria in a row starts again for each smaller set, since matches against
those no longer tied must not count there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from tournaments.engine.results import Result
from tournaments.engine.tallies import Points, Tally, tally
from tournaments.engine.types import EntrantId, Invalid, Number


@dataclass(frozen=True, slots=True)
class Contest:
    """Everything a criterion may look at."""

    seeds: Mapping[EntrantId, int]
    results: Sequence[Result]
    points: Points
    criteria: Sequence[str]
    drawn_lots: Sequence[EntrantId]
    tallies: Mapping[EntrantId, Tally]


Values: TypeAlias = Mapping[EntrantId, Number]


@dataclass(frozen=True, slots=True)
class Tiebreak:
    """A criterion. ``values`` gives each tied entrant its value; no values, no answer."""

    values: Callable[[Contest, Sequence[EntrantId]], Values]
    head_to_head: bool = False
    smallest_first: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Why one entrant stands below the one above it."""

    criterion: str
    above: Number
    own: Number
    among: tuple[EntrantId, ...]  # all that were tied when the criterion was asked


@dataclass(frozen=True, slots=True)
class Ranked:
    """One entrant, or several that no criterion separates, in order of their seeds."""

    entrants: tuple[EntrantId, ...]
    decision: Decision | None = None


def _overall(stat: Callable[[Tally], Number]) -> Tiebreak:
    def values(contest: Contest, tied: Sequence[EntrantId]) -> Values:
        return {entrant: stat(contest.tallies[entrant]) for entrant in tied}

    return Tiebreak(values)


def _mutual(stat: Callable[[Tally], Number]) -> Tiebreak:
    def values(contest: Contest, tied: Sequence[EntrantId]) -> Values:
        among = tally(tied, contest.results, points=contest.points)
        return {entrant: stat(among[entrant]) for entrant in tied}

    return Tiebreak(values, head_to_head=True)


def _seeds(contest: Contest, tied: Sequence[EntrantId]) -> Values:
    return {entrant: contest.seeds[entrant] for entrant in tied}


def _lots(contest: Contest, tied: Sequence[EntrantId]) -> Values:
    """The place in the order an official decided, once that order names all who are tied."""
    order = {entrant: place for place, entrant in enumerate(contest.drawn_lots, start=1)}
    if not order.keys() >= set(tied):
        return {}
    return {entrant: order[entrant] for entrant in tied}


def _points(of: Tally) -> Number:
    return of.points


def _wins(of: Tally) -> int:
    return of.won


def _difference(of: Tally) -> int:
    return of.difference


def _scored(of: Tally) -> int:
    return of.scored


TIEBREAKS: dict[str, Tiebreak] = {
    "points": _overall(_points),
    "wins": _overall(_wins),
    "difference": _overall(_difference),
    "scored": _overall(_scored),
    "head_to_head_points": _mutual(_points),
    "head_to_head_difference": _mutual(_difference),
    "head_to_head_scored": _mutual(_scored),
    "seed": Tiebreak(_seeds, smallest_first=True),
    "manual": Tiebreak(_lots, smallest_first=True),
}


def check_criteria(names: Sequence[str]) -> None:
    if not names:
        raise Invalid("A table needs at least one criterion.", code="no_tiebreaks")
    for place, name in enumerate(names):
        if name not in TIEBREAKS:
            raise Invalid("There is no tiebreak {name!r}.", code="unknown_tiebreak", name=name)
        if name in names[:place]:
            raise Invalid("Tiebreak {name!r} is listed twice.", code="tiebreak_twice", name=name)


def ranked(contest: Contest) -> tuple[list[Ranked], dict[EntrantId, dict[str, Number]]]:
    """All entrants from best to worst, and each value that was asked for on the way."""
    asked: dict[EntrantId, dict[str, Number]] = {entrant: {} for entrant in contest.seeds}
    return _ranked(contest, sorted(contest.seeds, key=contest.seeds.__getitem__), 0, asked), asked


def _ranked(
    contest: Contest, tied: list[EntrantId], at: int, asked: dict[EntrantId, dict[str, Number]]
) -> list[Ranked]:
    if len(tied) == 1 or at == len(contest.criteria):
        return [Ranked(tuple(tied))]
    name = contest.criteria[at]
    values = TIEBREAKS[name].values(contest, tied)
    for entrant, value in values.items():
        asked[entrant][name] = value
    classes = _classes(tied, values, smallest_first=TIEBREAKS[name].smallest_first)
    if len(classes) == 1:
        return _ranked(contest, tied, at + 1, asked)
    after = _after_split(contest.criteria, at)
    order: list[Ranked] = []
    for place, (own, entrants) in enumerate(classes):
        first, *others = _ranked(contest, entrants, after, asked)
        if place:
            decision = Decision(name, above=classes[place - 1][0], own=own, among=tuple(tied))
            first = replace(first, decision=decision)
        order += [first, *others]
    return order


def _classes(
    tied: list[EntrantId], values: Values, *, smallest_first: bool
) -> list[tuple[Number, list[EntrantId]]]:
    classes: dict[Number, list[EntrantId]] = {}
    for entrant in tied:
        classes.setdefault(values.get(entrant, 0), []).append(entrant)
    return sorted(classes.items(), reverse=not smallest_first)


def _after_split(criteria: Sequence[str], at: int) -> int:
    if not TIEBREAKS[criteria[at]].head_to_head:
        return at + 1
    while at and TIEBREAKS[criteria[at - 1]].head_to_head:
        at -= 1
    return at
