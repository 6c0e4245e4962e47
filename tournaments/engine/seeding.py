"""Who stands where at the start."""

import random
from collections.abc import Mapping, Sequence

from tournaments.engine.types import EntrantId, Invalid


def fold(size: int) -> list[int]:
    """The seeds 1 to ``size`` in bracket order; ``size`` is a power of two.

    Neighbours meet, then the winners of neighbouring pairs, and so on: 1-8 4-5 2-7 3-6. Where the
    better seed always wins, the best half, quarter and so on are left in each round.
    """
    order = [1]
    while len(order) < size:
        total = 2 * len(order) + 1
        order = [seed for one in order for seed in (one, total - one)]
    return order


def shuffled(ids: Sequence[EntrantId], rng: random.Random) -> list[EntrantId]:
    """The same entrants in an order by lot. The same ``rng`` state gives the same order."""
    # Python promises the sequence of random() for ever, but not that of shuffle().
    lots = [rng.random() for _ in ids]
    return [entrant for _, entrant in sorted(zip(lots, ids, strict=True))]


def ordered(
    ids: Sequence[EntrantId],
    *,
    locked: Mapping[EntrantId, int],
    seeded: Mapping[EntrantId, int],
    rest: Sequence[EntrantId],
) -> list[EntrantId]:
    """All ``ids``, best seed first.

    Who is ``locked`` stands at that number exactly. The free numbers go to those ``seeded`` by
    hand, whose numbers are an order only, and then to the others as they stand in ``rest``.
    """
    field: list[EntrantId | None] = [None] * len(ids)
    for entrant in ids:
        if entrant not in locked:
            continue
        number = locked[entrant]
        if not 1 <= number <= len(ids):
            raise Invalid(
                "Seed {number} is locked, and there are {entrants} entrants.",
                code="locked_out_of_range",
                number=number,
                entrants=len(ids),
            )
        if field[number - 1] is not None:
            raise Invalid("Seed {number} is locked twice.", code="locked_twice", number=number)
        field[number - 1] = entrant
    by_hand = sorted(
        (entrant for entrant in ids if entrant in seeded and entrant not in locked),
        key=seeded.__getitem__,
    )
    others = [entrant for entrant in rest if entrant not in locked and entrant not in seeded]
    follow = iter([*by_hand, *others])
    filled = [next(follow) if entrant is None else entrant for entrant in field]
    assert sorted(filled) == sorted(ids), "everybody stands in exactly one of the three"
    return filled
