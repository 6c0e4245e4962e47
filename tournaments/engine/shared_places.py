"""Places that a bracket leaves level, and that no outlet may cut in two."""

from collections.abc import Sequence

from tournaments.engine import double_elimination, single_elimination
from tournaments.engine.entering import Inlet
from tournaments.engine.specs import DoubleEliminationSpec, SingleEliminationSpec, StageSpec
from tournaments.engine.types import (
    EntrantId,
    Invalid,
    LoserOf,
    Outcome,
    Placement,
    Seed,
    Source,
    Structure,
    WinnerOf,
)


def check_not_shared(spec: StageSpec, inlet: Inlet, sizes: Sequence[int]) -> None:
    """Refuse an outlet that takes one entrant of a block and leaves another of the same block."""
    if not isinstance(spec, SingleEliminationSpec | DoubleEliminationSpec):
        return
    for size in sorted(set(sizes)):
        for block in blocks(spec, size):
            begins_within = block.first < inlet.first <= block.last
            ends_within = inlet.last is not None and block.first <= inlet.last < block.last
            if begins_within or ends_within:
                raise Invalid(
                    "Those at the places {first} to {last} are level: all of them enter, or none.",
                    code="places_shared",
                    first=block.first,
                    last=block.last,
                )


def blocks(spec: SingleEliminationSpec | DoubleEliminationSpec, entrants: int) -> list[Placement]:
    """The places as a bracket of so many leaves them, when every match is played."""
    if isinstance(spec, DoubleEliminationSpec):
        structure = double_elimination.structure(
            entrants, finals=spec.finals, in_losers=spec.in_losers
        )
        return double_elimination.placements(structure, _favourites(structure))
    structure = single_elimination.structure(entrants, third_place=spec.third_place)
    return single_elimination.placements(structure, _favourites(structure))


def _favourites(structure: Structure) -> dict[str, Outcome]:
    """The better seed wins every match."""
    outcomes: dict[str, Outcome] = {}

    def who(side: Source) -> EntrantId | None:
        if isinstance(side, Seed):
            return side.number
        if isinstance(side, WinnerOf):
            return outcomes[side.match].winner
        losers = outcomes[side.match].losers if isinstance(side, LoserOf) else ()
        return losers[0] if losers else None

    for match in structure.matches:
        if not match.if_needed:
            first, *others = sorted(seed for side in match.sides if (seed := who(side)))
            outcomes[match.id] = Outcome(first, tuple(others))
    return outcomes
