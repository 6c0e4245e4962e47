"""Stages as a graph: which places of which stages enter which others.

Stages are numbered from 1 in the order in which they are played; stage 0 is the field, whose
places are the seeds. A stage takes from earlier ones alone.
"""

from collections.abc import Iterator, Mapping, Sequence
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


def before(specs: Sequence[StageSpec], number: int) -> frozenset[int]:
    """All stages that lead to stage ``number``, over any number of steps."""
    found: set[int] = set()
    left = [*feeders(specs, number)]
    while left:
        stage = left.pop()
        if stage not in found and 0 < stage <= len(specs):
            found.add(stage)
            left += feeders(specs, stage)
    return frozenset(found)


def entering(specs: Sequence[StageSpec], number: int, entrants: int) -> Entering:
    """Where each seed of stage ``number`` comes from, in a field of so many ``entrants``.

    For stages that ``check_stages`` has let pass.
    """
    return through(inlets(specs, number), group_sizes(specs, number, entrants))


def through(taking: Sequence[Inlet], sizes: Mapping[int, Sequence[int]]) -> Entering:
    """Everybody who comes through these inlets out of groups of these sizes, by stage."""
    return Entering(tuple(origin for inlet in taking for origin in _places(inlet, sizes)))


def group_sizes(specs: Sequence[StageSpec], number: int, entrants: int) -> dict[int, list[int]]:
    """The sizes of the groups of the field and of every stage that leads to stage ``number``."""
    sizes = {FIELD: [entrants]}
    for stage in sorted(before(specs, number)):
        taken = through(inlets(specs, stage), sizes).count
        sizes[stage] = [len(group) for group in specs[stage - 1].groups_of(taken)]
    return sizes


def places_that_go_on(specs: Sequence[StageSpec], number: int) -> tuple[int, bool]:
    """How many of the first places of each group of stage ``number`` go on to a later stage, and
    whether some of the place below them do, the best of all groups.

    0 where others go on than the first so many, as to divisions: there nobody is simply out.
    """
    taken = [
        inlet
        for later in range(1, len(specs) + 1)
        for inlet in inlets(specs, later)
        if inlet.stage == number
    ]
    if not taken:
        return specs[number - 1].advance if number <= len(specs) else 0, False
    places = max((inlet.last or 0 for inlet in taken if inlet.first == 1), default=0)
    below = [inlet for inlet in taken if inlet.first > 1]
    if any(inlet.best is None or inlet.first != places + 1 for inlet in below):
        return 0, False
    return places, bool(below)


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


def _places(inlet: Inlet, sizes: Mapping[int, Sequence[int]]) -> Iterator[Origin]:
    """By place, and then by group."""
    if inlet.best is not None:
        yield from [Origin(inlet.stage, None, inlet.first)] * inlet.best
        return
    groups = sizes[inlet.stage]
    for place in range(inlet.first, (inlet.last or max(groups)) + 1):
        for group, size in enumerate(groups, start=1):
            if place <= size:
                yield Origin(inlet.stage, None if inlet.stage == FIELD else group, place)
