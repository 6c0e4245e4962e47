"""Single and double elimination, as one bracket or as several side by side."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from tournaments.engine import double_elimination, single_elimination
from tournaments.engine.crossing import crossed, parse_first_round
from tournaments.engine.double_elimination import Finals
from tournaments.engine.entering import Entering
from tournaments.engine.grouping import check_advance, dealt, reseeded, side_by_side
from tournaments.engine.knockout import Pair
from tournaments.engine.seeding import fold
from tournaments.engine.specs.base import Spec, check_size
from tournaments.engine.types import Invalid, Structure


@dataclass(frozen=True, slots=True)
class _BracketSpec(Spec):
    best_of: int = 1
    best_of_final: int | None = None
    best_of_rounds: Mapping[int, int] = field(default_factory=dict)
    groups: int = 1

    is_table: ClassVar[bool] = False
    draws: ClassVar[bool] = False

    def groups_of(self, entrants: int, *, entering: Entering | None = None) -> list[list[int]]:
        """The stage seeds in each bracket."""
        if self.groups == 1:
            return [list(range(1, entrants + 1))]
        return dealt(entrants, self.groups, entering=entering)

    def structure(
        self,
        entrants: int,
        *,
        entering: Entering | None = None,
        rng: random.Random | None = None,
    ) -> Structure:
        check_size(entrants)
        groups = self.groups_of(entrants, entering=entering)
        check_advance(groups, self.advance)
        return side_by_side(
            [
                (seeds, self._bracket(len(seeds), entering.part(seeds) if entering else None))
                for seeds in groups
            ]
        )

    def _bracket(self, entrants: int, entering: Entering | None) -> Structure:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class SingleEliminationSpec(_BracketSpec):
    """A knockout. ``first_round`` holds pairs of labels such as ("A1", "B2"), in bracket order."""

    third_place: bool = False
    first_round: tuple[tuple[str, str], ...] | None = None

    def _bracket(self, entrants: int, entering: Entering | None) -> Structure:
        return single_elimination.structure(
            entrants,
            third_place=self.third_place,
            best_of=self.best_of,
            best_of_final=self.best_of_final,
            best_of_rounds=self.best_of_rounds,
            first_round=self._pairs(entrants, entering),
        )

    def _pairs(self, entrants: int, entering: Entering | None) -> list[Pair] | None:
        if self.first_round is not None:
            if self.groups > 1:
                raise Invalid(
                    "The first round can be written out for a single bracket only.",
                    code="first_round_of_groups",
                )
            return parse_first_round(self.first_round, entrants=entrants, entering=entering)
        return crossed(entering) if entering and any(entering.mates) else None


@dataclass(frozen=True, slots=True)
class DoubleEliminationSpec(_BracketSpec):
    """Who loses twice is out. The last ``in_losers`` seeds begin in the losers' bracket."""

    finals: Finals = Finals.RESET
    best_of_losers: int | None = None
    in_losers: int = 0

    def _bracket(self, entrants: int, entering: Entering | None) -> Structure:
        structure = double_elimination.structure(
            entrants,
            finals=self.finals,
            best_of=self.best_of,
            best_of_losers=self.best_of_losers,
            best_of_final=self.best_of_final,
            best_of_rounds=self.best_of_rounds,
            in_losers=self.in_losers,
        )
        if entering is None or not any(entering.mates):
            return structure
        return reseeded(structure, self._standing(entrants, entering))

    def _standing(self, entrants: int, entering: Entering) -> list[int]:
        """Who stands where the seeds 1, 2, 3 … do in the standard order, mates kept apart."""
        above = list(range(1, entrants - self.in_losers + 1))
        first_round = [side for pair in crossed(entering.part(above)) for side in pair]
        order = fold(len(first_round))
        standing = dict(zip(order, first_round, strict=True))
        crossing = [standing[seed] or seed for seed in above]
        return [*crossing, *range(len(above) + 1, entrants + 1)]
