"""Seeds moved so that those who belong together meet late.

A tier is the seeds that come in when a bracket doubles: 3-4, 5-8, 9-16 and so on. Only within a
tier do seeds change places, so that nobody's way becomes easier than the seed deserves; 1 and 2
stay.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tournaments.engine.seeding import fold
from tournaments.engine.types import EntrantId

FREE = ""


def apart(
    order: Sequence[EntrantId],
    *,
    tags: Mapping[EntrantId, str],
    locked: Collection[EntrantId] = (),
) -> list[EntrantId]:
    """``order``, best seed first, with those of one tag as far from each other as may be.

    For a bracket in standard order. Tier by tier each half, quarter and so on gets its share of
    every tag; whoever then still meets one of the same in the first round is moved once more.
    Without a tag one is free, and who is ``locked`` stays. In the first round there are never
    more such meetings than in ``order``, and in a bracket without byes and locked seeds as few
    as tiers allow; with them one may be left that only a search of all orders would end.
    """
    shared = _Bracket.of(order, tags, locked)
    shared.share()
    shared.clear_first_round()
    if shared.clashes():
        cleared = _Bracket.of(order, tags, locked)
        cleared.clear_first_round()
        if len(cleared.clashes()) < len(shared.clashes()):
            return cleared.order()
    return shared.order()


def tiers(entrants: int) -> Iterator[range]:
    """The seeds that may change places with one another, tier by tier."""
    first = 3
    while first <= entrants:
        yield range(first, min(2 * first - 2, entrants) + 1)
        first = 2 * first - 1


@dataclass(slots=True)
class _Bracket:
    """Who stands in which slot; a slot with a bye is not in ``at``."""

    seeds: list[int]
    at: dict[int, EntrantId]
    tags: Mapping[EntrantId, str]
    locked: Collection[EntrantId]

    @classmethod
    def of(
        cls,
        order: Sequence[EntrantId],
        tags: Mapping[EntrantId, str],
        locked: Collection[EntrantId],
    ) -> "_Bracket":
        seeds = fold(1 << (len(order) - 1).bit_length()) if order else []
        at = {slot: order[seed - 1] for slot, seed in enumerate(seeds) if seed <= len(order)}
        return cls(seeds, at, tags, frozenset(locked))

    def order(self) -> list[EntrantId]:
        return [self.at[slot] for slot in sorted(self.at, key=self.seeds.__getitem__)]

    def clashes(self) -> list[int]:
        """The slots of the upper sides of first-round matches between two of one tag."""
        return [slot for slot in self.at if not slot % 2 and self._clashes(slot)]

    def share(self) -> None:
        """Give each half of each part of the bracket its share of every tag."""
        above: list[int] = []
        for tier in self._tiers():
            self._share(tier, above, 0, len(self.seeds))
            above += tier

    def clear_first_round(self) -> None:
        """Change places within tiers where that ends a meeting of one tag in the first round."""
        tier_of = {slot: tier for tier in self._tiers() for slot in tier}
        hopeless: set[tuple[int, str]] = set()
        for clash in self.clashes():
            for slot in sorted((clash, clash + 1), key=self.seeds.__getitem__, reverse=True):
                key = (tier_of[slot][0], self._tag(slot))
                if not self._clashes(slot) or self._is_locked(slot) or key in hopeless:
                    continue
                other = self._open_to(slot, tier_of) or self._opened_to(slot, tier_of)
                if other is None:
                    hopeless.add(key)
                else:
                    self._swap(slot, other)

    def _open_to(self, slot: int, tier_of: Mapping[int, list[int]]) -> int | None:
        """The nearest seed of its tier whose match has none of its tag."""
        found = self._without(self._tag(slot), tier_of[slot])
        return min(found, key=lambda each: self._distance(slot, each), default=None)

    def _opened_to(self, slot: int, tier_of: Mapping[int, list[int]]) -> int | None:
        """One whose match has none of its tag once the opponent has made way, which it does."""
        tag = self._tag(slot)
        ways: dict[int, list[int]] = {}
        for other in tier_of[slot]:
            facing = other ^ 1
            if facing not in self.at or self._is_locked(other) or self._is_locked(facing):
                continue
            if self._tag(other) == tag or self._tag(facing) != tag:
                continue
            tier = tier_of[facing]
            if tier[0] not in ways:
                ways[tier[0]] = self._without(tag, tier)
            for way in ways[tier[0]]:
                if self._tag(way) == FREE or self._tag(way) != self._tag(other):
                    self._swap(facing, way)
                    return other
        return None

    def _without(self, tag: str, tier: list[int]) -> list[int]:
        """The slots of the tier that may change and whose match has none of ``tag``."""
        return [
            slot
            for slot in tier
            if not self._is_locked(slot) and tag not in self._tags_of_match(slot)
        ]

    def _share(self, tier: list[int], above: list[int], start: int, size: int) -> None:
        if len(tier) < 2:
            return
        middle = start + size // 2
        left, right = _parted(tier, middle)
        upper, lower = _parted(above, middle)
        surplus = Counter(map(self._tag, [*left, *upper]))
        surplus.subtract(Counter(map(self._tag, [*right, *lower])))
        self._balance(left, right, surplus)
        self._share(left, upper, start, size // 2)
        self._share(right, lower, middle, size // 2)

    def _balance(self, left: list[int], right: list[int], surplus: Mapping[str, int]) -> None:
        """Change places across the middle as long as that evens out the ``surplus`` of the left.

        Whoever is free goes along with either side.
        """
        leaving, coming = self._movable(left), self._movable(right)
        most = [(-1 if tag == FREE else -surplus[tag], tag) for tag in leaving]
        least = [(-1 if tag == FREE else surplus[tag], tag) for tag in coming]
        heapq.heapify(most)
        heapq.heapify(least)
        out, back = [], []
        while most and least and -most[0][0] - least[0][0] > 2:
            out.append(_taken(most, leaving))
            back.append(_taken(least, coming))
        by_seed = self.seeds.__getitem__
        for slot, other in zip(sorted(out, key=by_seed), sorted(back, key=by_seed), strict=True):
            self._swap(slot, other)

    def _movable(self, slots: list[int]) -> dict[str, list[int]]:
        """The slots whose entrants may move, by tag; the last seed is the first to go."""
        found = defaultdict(list)
        for slot in sorted(slots, key=self.seeds.__getitem__):
            if not self._is_locked(slot):
                found[self._tag(slot)].append(slot)
        return found

    def _tiers(self) -> list[list[int]]:
        """The slots of each tier, from the top."""
        slot_of = {seed: slot for slot, seed in enumerate(self.seeds)}
        top = [range(seed, seed + 1) for seed in (1, 2) if seed <= len(self.at)]
        return [[slot_of[seed] for seed in tier] for tier in (*top, *tiers(len(self.at)))]

    def _tag(self, slot: int) -> str:
        entrant = self.at.get(slot)
        return FREE if entrant is None else self.tags.get(entrant, FREE)

    def _tags_of_match(self, slot: int) -> tuple[str, str]:
        return self._tag(slot), self._tag(slot ^ 1)

    def _clashes(self, slot: int) -> bool:
        one, other = self._tags_of_match(slot)
        return one == other != FREE

    def _is_locked(self, slot: int) -> bool:
        return self.at[slot] in self.locked

    def _distance(self, slot: int, other: int) -> tuple[int, int]:
        return abs(self.seeds[slot] - self.seeds[other]), self.seeds[other]

    def _swap(self, slot: int, other: int) -> None:
        self.at[slot], self.at[other] = self.at[other], self.at[slot]


def _parted(slots: list[int], middle: int) -> tuple[list[int], list[int]]:
    return [slot for slot in slots if slot < middle], [slot for slot in slots if slot >= middle]


def _taken(queue: list[tuple[int, str]], stock: dict[str, list[int]]) -> int:
    """A slot of the tag that stands first; the tag goes back as one more is moved."""
    key, tag = queue[0]
    slot = stock[tag].pop()
    if not stock[tag]:
        heapq.heappop(queue)
    else:
        heapq.heapreplace(queue, (key if tag == FREE else key + 2, tag))
    return slot
