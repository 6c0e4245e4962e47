import random
from dataclasses import dataclass, field
from typing import ClassVar

from tournaments.engine import round_robin
from tournaments.engine.entering import Entering, Inlet
from tournaments.engine.grouping import Distribution, check_advance, dealt
from tournaments.engine.results import check_best_of
from tournaments.engine.specs.base import Spec, check_size
from tournaments.engine.tallies import Points
from tournaments.engine.tiebreaks import check_criteria
from tournaments.engine.types import Invalid, Structure

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
class RoundRobinSpec(Spec):
    """Groups in which everybody meets everybody. ``advance`` of each group go on; 0 for the end.

    ``best_next`` more go on: the best among those one place below. ``fixed_groups`` lists the
    stage seeds of each group where the groups were drawn elsewhere; else they are dealt by
    ``distribution``.
    """

    groups: int = 1
    legs: int = 1
    best_of: int = 1
    points: Points = field(default_factory=Points)
    draws: bool = True
    tiebreaks: tuple[str, ...] = DEFAULT_TIEBREAKS
    best_next: int = 0
    distribution: Distribution = Distribution.SNAKE
    fixed_groups: tuple[tuple[int, ...], ...] | None = None

    is_table: ClassVar[bool] = True

    def outlets(self, number: int) -> tuple[Inlet, ...]:
        if not self.advance:
            return ()
        placed = Inlet(number, 1, self.advance)
        if not self.best_next:
            return (placed,)
        return (placed, Inlet(number, self.advance + 1, self.advance + 1, self.best_next))

    def groups_of(self, entrants: int, *, entering: Entering | None = None) -> list[list[int]]:
        """The stage seeds in each group."""
        if self.fixed_groups is not None:
            return self._fixed(self.fixed_groups, entrants)
        return dealt(
            entrants,
            self.groups,
            distribution=self.distribution,
            advance=self.advance,
            entering=entering,
        )

    def structure(
        self,
        entrants: int,
        *,
        entering: Entering | None = None,
        rng: random.Random | None = None,
    ) -> Structure:
        check_size(entrants)
        check_best_of(self.best_of, draws=self.draws)
        check_criteria(self.tiebreaks)
        groups = self.groups_of(entrants, entering=entering)
        check_advance(groups, self.advance, best_next=self.best_next)
        self._check_best_next()
        return round_robin.structure(groups, legs=self.legs, best_of=self.best_of)

    def _fixed(self, groups: tuple[tuple[int, ...], ...], entrants: int) -> list[list[int]]:
        named = sorted(seed for group in groups for seed in group)
        if len(groups) != self.groups or named != list(range(1, entrants + 1)):
            raise Invalid(
                "The fixed groups must be {groups}, with each of the seeds 1 to {entrants} once.",
                code="fixed_groups",
                groups=self.groups,
                entrants=entrants,
            )
        return [list(group) for group in groups]

    def _check_best_next(self) -> None:
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
