"""Stages as a graph: which places of which stages enter which others.

Stages are numbered from 1 in the order in which they are played; stage 0 is the field, whose
places are the seeds. A stage takes from earlier ones alone.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from tournaments.engine.entering import FIELD, Entering, Inlet, Origin
from tournaments.engine.specs import StageSpec

WHOLE_FIELD: Final = Inlet(FIELD, 1, None)


def inlets(specs: Sequence[StageSpec], number: int) -> tuple[Inlet, ...]:
    """Who enters stage ``number``: as it says itself, else whom the stage before it sends on."""
    entry = specs[number - 1].entry
    if entry is not None:
        return entry
    return (WHOLE_FIELD,) if number == 1 else specs[number - 2].outlets(number - 1)


def feeders(specs: Sequence[StageSpec], number: int) -> frozenset[int]:
    """The stages that must be over before stage ``number`` can be drawn."""
    return frozenset(inlet.stage for inlet in inlets(specs, number)) - {FIELD}


def entering(specs: Sequence[StageSpec], number: int, entrants: int) -> Entering:
    """Where each seed of stage ``number`` comes from, in a field of so many ``entrants``.

    For stages that ``check_stages`` has let pass.
    """
    origins: list[Origin] = []
    for inlet in inlets(specs, number):
        origins += origins_of(specs, inlet, entrants)
    return Entering(tuple(origins))


def origins_of(specs: Sequence[StageSpec], inlet: Inlet, entrants: int) -> Iterator[Origin]:
    """The places that one inlet takes: by place, and then by group."""
    if inlet.stage == FIELD:
        for seed in range(inlet.first, (inlet.last or entrants) + 1):
            yield Origin(FIELD, None, seed)
        return
    if inlet.best is not None:
        yield from [Origin(inlet.stage, None, inlet.first)] * inlet.best
        return
    sizes = group_sizes(specs, inlet.stage, entrants)
    for place in range(inlet.first, (inlet.last or max(sizes)) + 1):
        for group, size in enumerate(sizes, start=1):
            if place <= size:
                yield Origin(inlet.stage, group, place)


def group_sizes(specs: Sequence[StageSpec], number: int, entrants: int) -> list[int]:
    """How many stand in each group of stage ``number``."""
    taken = entering(specs, number, entrants).count
    return [len(group) for group in specs[number - 1].groups_of(taken)]


def placing_order(specs: Sequence[StageSpec]) -> list[int]:
    """The stages in the order in which their places count: a stage before those that feed it.

    Of two that do not feed each other the one with the lower number comes first. So three in a
    row give 3, 2, 1, and two divisions 2 and 3 behind stage 1 give 2, 3, 1.
    """
    left = list(range(1, len(specs) + 1))
    order: list[int] = []
    while left:
        feeding = frozenset[int]().union(*(feeders(specs, number) for number in left))
        order.append(next(number for number in left if number not in feeding))
        left.remove(order[-1])
    return order
