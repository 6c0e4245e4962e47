"""Who stands above whom among entrants that share a value.

Criteria apply in the order the organizer gave. A head-to-head criterion looks at the matches
among the entrants still tied, and at nothing else. Once it has split them, the first of the
head-to-head criteria in a row starts again for each smaller set, since matches against
those no longer tied must not count there. It has no answer until every two of the tied have met
(FIDE says the same of the direct encounter): a group comes to that by its end, and a Swiss stage
for small ties only.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from tournaments.engine.criteria import TIEBREAKS, Contest, Values
from tournaments.engine.types import EntrantId, Invalid, Number

Asked: TypeAlias = dict[EntrantId, dict[str, Number]]


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


def check_criteria(names: Sequence[str], known: Collection[str] = TIEBREAKS) -> None:
    """Refuse an order of a table that is empty, or names a criterion twice or not of ``known``."""
    if not names:
        raise Invalid("A table needs at least one criterion.", code="no_tiebreaks")
    for place, name in enumerate(names):
        if name not in known:
            raise Invalid("There is no tiebreak {name!r}.", code="unknown_tiebreak", name=name)
        if name in names[:place]:
            raise Invalid("Tiebreak {name!r} is listed twice.", code="tiebreak_twice", name=name)


def ranked(contest: Contest, criteria: Sequence[str]) -> tuple[list[Ranked], Asked]:
    """All entrants from best to worst, and every value there is to show of each.

    A criterion that looks at no ties has a value for everybody. The others have one for those of
    whom they were asked.
    """
    everybody = sorted(contest.seeds, key=contest.seeds.__getitem__)
    overall = {
        name: TIEBREAKS[name].values(contest, everybody)
        for name in criteria
        if not TIEBREAKS[name].head_to_head
    }
    known: Asked = {
        entrant: {name: values[entrant] for name, values in overall.items() if values}
        for entrant in everybody
    }
    return _Ranking(contest, criteria, overall, known).ranked(everybody, 0), known


@dataclass(frozen=True, slots=True)
class _Ranking:
    contest: Contest
    criteria: Sequence[str]
    overall: dict[str, Values]
    known: Asked

    def ranked(self, tied: list[EntrantId], at: int) -> list[Ranked]:
        if len(tied) == 1 or at == len(self.criteria):
            return [Ranked(tuple(tied))]
        classes = self._classes(tied, self.criteria[at])
        if len(classes) == 1:
            return self.ranked(tied, at + 1)
        after = self._after_split(at)
        order: list[Ranked] = []
        for place, (own, entrants) in enumerate(classes):
            first, *others = self.ranked(entrants, after)
            if place:
                above = classes[place - 1][0]
                decision = Decision(self.criteria[at], above, own, among=tuple(tied))
                first = replace(first, decision=decision)
            order += [first, *others]
        return order

    def _classes(self, tied: list[EntrantId], name: str) -> list[tuple[Number, list[EntrantId]]]:
        values = self.overall.get(name) or TIEBREAKS[name].values(self.contest, tied)
        if not values:
            return [(0, tied)]
        classes: dict[Number, list[EntrantId]] = {}
        for entrant in tied:
            self.known[entrant][name] = values[entrant]
            classes.setdefault(values[entrant], []).append(entrant)
        return sorted(classes.items(), reverse=not TIEBREAKS[name].smallest_first)

    def _after_split(self, at: int) -> int:
        if not TIEBREAKS[self.criteria[at]].head_to_head:
            return at + 1
        while at and TIEBREAKS[self.criteria[at - 1]].head_to_head:
            at -= 1
        return at
