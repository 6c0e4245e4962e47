"""Who stands where at the start."""

import random
from collections.abc import Sequence

from tournaments.engine.types import EntrantId


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
