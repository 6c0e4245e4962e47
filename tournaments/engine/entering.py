"""Where the entrants of a stage come from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

FIELD: Final = 0


@dataclass(frozen=True, slots=True)
class Inlet:
    """The places ``first`` to ``last`` of each group of ``stage`` enter; no ``last``, all below.

    Stage 0 is the field, whose places are the seeds. With ``best`` only so many of those at the
    one place enter, the best over all groups.
    """

    stage: int
    first: int
    last: int | None
    best: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one seed of a stage comes from.

    ``group`` is None for a seed of the field, and for one of the best at a place, of whom it is
    open which groups they come from.
    """

    stage: int
    group: int | None
    place: int

    @property
    def label(self) -> str | None:
        """ "A1" for the first of group A; None where there is no group to name."""
        return None if self.group is None else f"{group_name(self.group)}{self.place}"


@dataclass(frozen=True, slots=True)
class Entering:
    """Who enters a stage: the origin of each of its seeds, from seed 1 on."""

    origins: tuple[Origin, ...]

    @property
    def count(self) -> int:
        return len(self.origins)

    def of(self, seed: int) -> Origin:
        return self.origins[seed - 1]

    def label(self, seed: int) -> str:
        """ "A1" for the first of group A, else the number of the seed."""
        return self.of(seed).label or str(seed)

    def best_number(self, seed: int) -> int:
        """Which of the best at its place a seed without a group is, from 1."""
        return self.origins[:seed].count(self.of(seed))

    def part(self, seeds: Sequence[int]) -> "Entering":
        """The same for these seeds alone, as when one group of the stage has them."""
        return Entering(tuple(self.of(seed) for seed in seeds))

    @property
    def mates(self) -> tuple[Origin | None, ...]:
        """For each seed the group it shares with others, as the origin with place 0, or None.

        Those of a stage with a single group are not kept apart: all of them have met.
        """
        groups: dict[int, set[int]] = {}
        for origin in self.origins:
            if origin.group is not None:
                groups.setdefault(origin.stage, set()).add(origin.group)
        named = [
            Origin(origin.stage, origin.group, 0)
            if origin.group is not None and len(groups[origin.stage]) > 1
            else None
            for origin in self.origins
        ]
        size = Counter(named)
        return tuple(one if one and size[one] > 1 else None for one in named)


def from_field(entrants: int) -> Entering:
    """The whole field, in order of seed."""
    return Entering(tuple(Origin(FIELD, None, seed) for seed in range(1, entrants + 1)))


def group_name(number: int) -> str:
    """A to Z, then AA, AB and so on."""
    name = ""
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def group_number(name: str) -> int:
    """The group of a name: 1 for A, 27 for AA."""
    number = 0
    for letter in name:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
