"""The first round of a Swiss stage, before anybody has a score."""

import random
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from tournaments.engine.seeding import shuffled
from tournaments.engine.swiss_pairing import Pairs, Partner, Past, matched
from tournaments.engine.types import EntrantId, Invalid


class FirstRound(StrEnum):
    FOLD = "fold"  # 1-16, 2-15 …
    SLIDE = "slide"  # 1-9, 2-10 …
    RANDOM = "random"
    ADJACENT = "adjacent"  # 1-2, 3-4 …


# The place of the opponent in a group of even size.
PARTNERS: Final[Mapping[FirstRound, Partner]] = {
    FirstRound.FOLD: lambda place, size: size - 1 - place,
    FirstRound.SLIDE: lambda place, size: (place + size // 2) % size,
    FirstRound.RANDOM: lambda place, size: (place + size // 2) % size,
    FirstRound.ADJACENT: lambda place, size: place ^ 1,
}


def in_order(
    by_seed: Sequence[EntrantId], first_round: FirstRound, rng: random.Random | None
) -> list[EntrantId]:
    """The order that the first round pairs: by seed or by lot; the last seed stays last."""
    if first_round is not FirstRound.RANDOM:
        return list(by_seed)
    if rng is None:
        raise Invalid("A first round by lot needs a seed.", code="random_needs_seed")
    even = len(by_seed) - len(by_seed) % 2
    return [*shuffled(by_seed[:even], rng), *by_seed[even:]]


def first(
    order: Sequence[EntrantId], first_round: FirstRound, before: Past | None = None
) -> tuple[Pairs, EntrantId | None]:
    """Pair from the top; with ``before``, as near to that as those who are kept apart allow."""
    by_lot = first_round is FirstRound.RANDOM
    partner = PARTNERS[FirstRound.ADJACENT if by_lot else first_round]
    if before is not None:
        return matched(order, dict.fromkeys(order, 0), before, partner=partner)
    even = len(order) - len(order) % 2
    pairs = ((place, partner(place, even)) for place in range(even))
    bye = order[-1] if len(order) % 2 else None
    return [(order[one], order[other]) for one, other in pairs if one < other], bye
