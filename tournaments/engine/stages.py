"""Stages in a row: what each is made of, and who goes on to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from tournaments.engine import round_robin, single_elimination
from tournaments.engine.crossing import Qualifiers, crossed, parse_first_round
from tournaments.engine.knockout import Pair
from tournaments.engine.results import check_best_of
from tournaments.engine.standings import Row
from tournaments.engine.tallies import Points
from tournaments.engine.tiebreaks import check_criteria
from tournaments.engine.types import EntrantId, Invalid, Structure

DEFAULT_TIEBREAKS = (
    "points",
    "difference",
    "scored",
    "head_to_head_points",
    "head_to_head_difference",
    "head_to_head_scored",
    "manual",
)


@dataclass(frozen=True, slots=True)
class RoundRobinSpec:
    """Groups in which everybody meets everybody. ``advance`` of each group go on; 0 for the end.

    ``best_next`` more go on: the best among those one place below. ``fixed_groups`` lists the
    stage seeds of each group where the groups were drawn elsewhere; else they are dealt as a snake.
    """

    name: str = ""
    groups: int = 1
    legs: int = 1
    best_of: int = 1
    points: Points = field(default_factory=Points)
    draws: bool = True
    tiebreaks: tuple[str, ...] = DEFAULT_TIEBREAKS
    advance: int = 0
    best_next: int = 0
    fixed_groups: tuple[tuple[int, ...], ...] | None = None

    @property
    def qualifiers(self) -> Qualifiers | None:
        """Who goes on; None when nobody does."""
        if not self.advance:
            return None
        return Qualifiers(self.groups, self.advance, self.best_next)

    def structure(self, entrants: int, *, after: Qualifiers | None) -> Structure:
        check_best_of(self.best_of, draws=self.draws)
        check_criteria(self.tiebreaks)
        groups = self._dealt(entrants)
        self._check_advance(smallest=min(len(group) for group in groups))
        return round_robin.structure(groups, legs=self.legs, best_of=self.best_of)

    def _dealt(self, entrants: int) -> Sequence[Sequence[int]]:
        if self.fixed_groups is None:
            return round_robin.distribute(entrants, self.groups)
        named = sorted(seed for group in self.fixed_groups for seed in group)
        if len(self.fixed_groups) != self.groups or named != list(range(1, entrants + 1)):
            raise Invalid(
                "The fixed groups must be {groups}, with each of the seeds 1 to {entrants} once.",
                code="fixed_groups",
                groups=self.groups,
                entrants=entrants,
            )
        return self.fixed_groups

    def _check_advance(self, *, smallest: int) -> None:
        needed = self.advance + (1 if self.best_next else 0)
        if needed > smallest:
            raise Invalid(
                "{needed} of each group cannot go on: the smallest has {smallest}.",
                code="advance_too_many",
                needed=needed,
                smallest=smallest,
            )
        if self.best_next and not 0 < self.best_next < self.groups:
            raise Invalid(
                "The best of the next place can be fewer than the {groups} groups only.",
                code="best_next_out_of_range",
                groups=self.groups,
            )
        if self.best_next and not self.advance:
            raise Invalid(
                "The best of the next place need a place before it that goes on.",
                code="best_next_without_advance",
            )


@dataclass(frozen=True, slots=True)
class SingleEliminationSpec:
    """A knockout. ``first_round`` holds pairs of labels such as ("A1", "B2"), in bracket order."""

    name: str = ""
    best_of: int = 1
    best_of_final: int | None = None
    best_of_rounds: Mapping[int, int] = field(default_factory=dict)
    third_place: bool = False
    first_round: tuple[tuple[str, str], ...] | None = None

    @property
    def qualifiers(self) -> Qualifiers | None:
        return None

    def structure(self, entrants: int, *, after: Qualifiers | None) -> Structure:
        return single_elimination.structure(
            entrants,
            third_place=self.third_place,
            best_of=self.best_of,
            best_of_final=self.best_of_final,
            best_of_rounds=self.best_of_rounds,
            first_round=self._pairs(entrants, after),
        )

    def _pairs(self, entrants: int, after: Qualifiers | None) -> list[Pair] | None:
        if self.first_round is not None:
            return parse_first_round(self.first_round, entrants=entrants, after=after)
        return crossed(after) if after else None


StageSpec: TypeAlias = RoundRobinSpec | SingleEliminationSpec


def check_stages(specs: Sequence[StageSpec], entrants: int) -> list[int]:
    """How many entrants each stage takes, or ``Invalid`` when the stages cannot be played.

    The error carries the number of the stage, from 1, as ``params["stage"]``.
    """
    if not specs:
        raise Invalid("A tournament needs at least one stage.", code="no_stages")
    entering: list[int] = []
    after: Qualifiers | None = None
    for number, spec in enumerate(specs, start=1):
        entering.append(after.count if after else entrants)
        try:
            spec.structure(entering[-1], after=after)
            _check_goes_on(spec, is_last=number == len(specs))
        except Invalid as error:
            error.params["stage"] = number
            raise
        after = spec.qualifiers
    return entering


def advancing(
    tables: Sequence[Sequence[Row]],
    *,
    per_group: int,
    best_next: int = 0,
    tiebreaks: Sequence[str] = DEFAULT_TIEBREAKS,
    drawn_lots: Sequence[EntrantId] = (),
) -> list[EntrantId]:
    """Who goes on, in the order of seeds in the next stage: by place, then by group.

    The ``best_next`` follow, best first. They never met, so they are compared by what they won
    a match (groups may differ in size), by those of ``tiebreaks`` that look at no opponent, and
    then by ``drawn_lots``. ``Invalid`` with code "undecided" names the entrants where a tie is
    left that an official must decide first.
    """
    for table in tables:
        _check_decided([row for row in table[:per_group] if row.tied])
    placed = [table[place].entrant for place in range(per_group) for table in tables]
    if not best_next:
        return placed
    candidates = [table[per_group] for table in tables]
    keys = {row.entrant: _merit(row, tiebreaks, drawn_lots) for row in candidates}
    candidates.sort(key=lambda row: keys[row.entrant], reverse=True)
    for row in candidates[:best_next]:
        same = [other for other in candidates if keys[other.entrant] == keys[row.entrant]]
        _check_decided(same if len(same) > 1 else [row] if row.tied else [])
    return [*placed, *(row.entrant for row in candidates[:best_next])]


def _check_goes_on(spec: StageSpec, *, is_last: bool) -> None:
    if is_last and spec.qualifiers:
        raise Invalid(
            "There is no stage after this one to advance to.", code="advance_from_last_stage"
        )
    if not is_last and not spec.qualifiers:
        raise Invalid("Nobody advances from this stage to the next.", code="nobody_advances")


def _check_decided(tied: Sequence[Row]) -> None:
    if tied:
        raise Invalid(
            "An official must decide the order of entrants that are level: {entrants}.",
            code="undecided",
            entrants=[row.entrant for row in tied],
        )


def _merit(
    row: Row, tiebreaks: Sequence[str], drawn_lots: Sequence[EntrantId]
) -> tuple[Fraction, ...]:
    """What a row is worth against rows of other groups; more is better."""
    played = row.played or 1
    worth = {
        "points": Fraction(row.points, played),
        "wins": Fraction(row.won, played),
        "difference": Fraction(row.difference, played),
        "scored": Fraction(row.scored, played),
        "seed": Fraction(-row.seed),
    }
    drawn = Fraction(-drawn_lots.index(row.entrant) - 1) if row.entrant in drawn_lots else None
    lots = Fraction(-len(drawn_lots) - 1) if drawn is None else drawn
    return (*(worth[name] for name in tiebreaks if name in worth), lots)
