"""How much the property tests try: a sample in ``make test``, everything in ``make test-full``."""

import random

from hypothesis import settings

FULL = settings.get_current_profile_name() == "full"

PLAYS = 500 if FULL else 30
MOST = 256 if FULL else 40


def sizes(most: int = 256, *, sample: int = 12) -> list[int]:
    """Numbers of entrants from 2 on: every one, or the smallest, the turning points and some."""
    if FULL:
        return list(range(2, most + 1))
    powers = [1 << exponent for exponent in range(3, most.bit_length())]
    turning = {size for power in powers for size in (power - 1, power, power + 1) if size <= most}
    some = sorted(turning | set(random.Random(most).sample(range(2, most + 1), sample)))
    return sorted({*range(2, 8), *random.Random(0).sample(some, sample)})
