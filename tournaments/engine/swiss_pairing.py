"""Swiss pairing as a matching of least cost: everybody once, and as little harm as can be.

Entrants are the nodes of a graph, possible pairs its edges, and with an odd number the bye is one
more node. An edge costs, in this order of importance: that the two are kept apart, a rematch, how
high the one with the bye stands, how often the two have met, the square of the difference in
score, how far two of different scores stand from where their score groups touch, and how far two
stand from whom they would meet if nobody had met before. No sum of a lesser cost outweighs one
unit of a greater, so the matching is the best by the first, among those by the second, and so on.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise
from math import gcd, lcm
from typing import Final, TypeAlias

import rustworkx

from tournaments.engine.results import Result
from tournaments.engine.types import EntrantId, Number

# Up to here every pair is an edge. Larger fields start with this many neighbours for each entrant,
# which is enough but for histories nobody plays; those are given more until it is.
COMPLETE: Final = 96
NEIGHBOURS: Final = 64
_LARGEST_WEIGHT: Final = 2**120  # rustworkx counts in 128 bits, and adds a few weights up

Place: TypeAlias = int
Edge: TypeAlias = tuple[Place, Place]
Pairs: TypeAlias = list[tuple[EntrantId, EntrantId]]
Partner: TypeAlias = Callable[[int, int], int]  # place and size of a score group to the opponent's


@dataclass(frozen=True, slots=True)
class Past:
    """What is behind the entrants. Whoever forfeited has met the opponent all the same."""

    met: Mapping[EntrantId, Counter[EntrantId]]
    byes: Counter[EntrantId]
    at_home: Counter[EntrantId]  # more often than away
    apart: Mapping[EntrantId, set[EntrantId]]  # whom an official keeps from meeting

    def may_meet(self, one: EntrantId, other: EntrantId) -> bool:
        return other not in self.met[one] and other not in self.apart[one]


def past(
    entrants: Iterable[EntrantId],
    results: Iterable[Result],
    *,
    apart: Iterable[tuple[EntrantId, EntrantId]] = (),
) -> Past:
    kept: dict[EntrantId, set[EntrantId]] = {entrant: set() for entrant in entrants}
    for one, other in apart:
        kept[one].add(other)
        kept[other].add(one)
    met: dict[EntrantId, Counter[EntrantId]] = {entrant: Counter() for entrant in kept}
    byes: Counter[EntrantId] = Counter()
    at_home: Counter[EntrantId] = Counter()
    for result in results:
        if result.away is None:
            byes[result.home] += 1
        else:
            met[result.home][result.away] += 1
            met[result.away][result.home] += 1
            at_home[result.home] += 1
            at_home[result.away] -= 1
    return Past(met, byes, at_home, kept)


def matched(
    order: Sequence[EntrantId],
    scores: Mapping[EntrantId, Number],
    past: Past,
    *,
    partner: Partner,
) -> tuple[Pairs, EntrantId | None]:
    """Pair the entrants of ``order``, best first: the pairs from the top, and who has the bye.

    Nobody has a second bye while another could take it, then as few are kept apart in vain, then
    there are as few rematches, then the bye goes as low, then scores differ as little as can be:
    in a field of more than ``COMPLETE``, as little as among near neighbours.
    """
    graph = _Graph(order, scores, past, partner)
    if len(order) > COMPLETE:
        near = NEIGHBOURS
        while near < len(order):
            pairs = _perfect(graph.near(near), graph.nodes)
            if pairs is not None and graph.has_bye_as_expected(pairs):
                return graph.named(pairs)
            near *= 2
    pairs = _perfect(graph.complete(), graph.nodes)
    assert pairs is not None, "a complete graph with an even number of nodes can be matched"
    return graph.named(pairs)


def can_be_paired(order: Sequence[EntrantId], past: Past) -> bool:
    """Whether a pairing without a rematch exists; nobody may have the bye."""
    size = len(order)
    if size % 2:
        return False
    # Whoever has at least half of the others left to meet: such a graph has a circle through all
    # (Dirac), and every second step of the circle is a pairing.
    barred = max((len(past.met[one]) + len(past.apart[one]) for one in order), default=0)
    if 2 * (size - 1 - barred) >= size:
        return True
    edges = [
        ((low, high), ())
        for high, other in enumerate(order)
        for low, one in enumerate(order[:high])
        if past.may_meet(one, other)
    ]
    return _perfect(edges, size) is not None


class _Graph:
    """The field as a graph; its nodes are places in the order, and after them the bye."""

    def __init__(
        self,
        order: Sequence[EntrantId],
        scores: Mapping[EntrantId, Number],
        past: Past,
        partner: Partner,
    ) -> None:
        self.order = order
        self.size = len(order)
        self.nodes = self.size + self.size % 2
        self.scores = _whole([scores[entrant] for entrant in order])
        self.last = {score: place for place, score in enumerate(self.scores)}
        self.first = {score: self.size - at for at, score in enumerate(reversed(self.scores), 1)}
        self.past = past
        self.byes: list[Place] = []  # who may have the bye, best first
        if self.size % 2:
            fewest = min(past.byes[entrant] for entrant in order)
            self.byes = [at for at, one in enumerate(order) if past.byes[one] == fewest]
        self.ideal = self._ideal(partner)

    def complete(self) -> list[tuple[Edge, tuple[int, ...]]]:
        places = range(self.size)
        pairs = ((low, high) for high in places for low in range(high))
        return [(pair, self._cost(*pair)) for pair in pairs] + self._bye_edges()

    def near(self, neighbours: int) -> list[tuple[Edge, tuple[int, ...]]]:
        """Each entrant with those it has not met next to itself and next to its ideal opponent."""
        pairs = {
            (min(place, other), max(place, other))
            for place in range(self.size)
            for centre in (place, self.ideal[place])
            for other in self._unmet(place, around=centre, most=neighbours // 4)
        }
        return [(pair, self._cost(*pair)) for pair in sorted(pairs)] + self._bye_edges()

    def has_bye_as_expected(self, pairs: Iterable[Edge]) -> bool:
        return not self.byes or (self.byes[-1], self.size) in pairs

    def named(self, pairs: Iterable[Edge]) -> tuple[Pairs, EntrantId | None]:
        played, bye = [], None
        for low, high in sorted(pairs):
            if high == self.size:
                bye = self.order[low]
            else:
                played.append((self.order[low], self.order[high]))
        return played, bye

    def _cost(self, low: Place, high: Place) -> tuple[int, ...]:
        one, other = self.order[low], self.order[high]
        meetings = self.past.met[one][other]
        return (
            int(other in self.past.apart[one]),
            int(meetings > 0),
            0,
            meetings,
            (self.scores[low] - self.scores[high]) ** 2,
            self._float(low, high),
            (self.ideal[low] - high) ** 2 + (self.ideal[high] - low) ** 2,
        )

    def _float(self, low: Place, high: Place) -> int:
        if self.scores[low] == self.scores[high]:
            return 0
        from_end = self.last[self.scores[low]] - low
        from_start = high - self.first[self.scores[high]]
        return 2 * from_end + from_start  # who goes down weighs more than whom it meets

    def _bye_edges(self) -> list[tuple[Edge, tuple[int, ...]]]:
        return [((at, self.size), (0, 0, self.size - at, 0, 0, 0, 0)) for at in self.byes]

    def _unmet(self, place: Place, *, around: Place, most: int) -> Iterator[Place]:
        """The nearest ``most`` on either side of ``around`` that ``place`` may meet."""
        for side in (range(around, -1, -1), range(around + 1, self.size)):
            may_meet = (
                other
                for other in side
                if other != place and self.past.may_meet(self.order[place], self.order[other])
            )
            yield from islice(may_meet, most)

    def _ideal(self, partner: Partner) -> list[Place]:
        """Whom each would meet in a plain Swiss, where the last of an odd score group floats down.

        The one who is expected to have the bye is left out.
        """
        ideal = list(range(self.size))
        bye = self.byes[-1] if self.byes else None
        places = (place for place in range(self.size) if place != bye)
        floating: Place | None = None
        for _, members in groupby(places, key=self.scores.__getitem__):
            group = list(members)
            if floating is not None:
                first = group.pop(0)
                ideal[floating], ideal[first] = first, floating
            floating = group.pop() if len(group) % 2 else None
            for at, place in enumerate(group):
                ideal[place] = group[partner(at, len(group))]
        return ideal


def _whole(scores: Sequence[Number]) -> list[int]:
    """The same scores as small whole numbers; only their differences matter."""
    scale = lcm(*(score.denominator for score in scores))
    whole = [int(score * scale) for score in scores]
    step = gcd(*(higher - lower for higher, lower in pairwise(whole))) or 1
    return [(score - whole[-1]) // step for score in whole]


def _perfect(edges: Sequence[tuple[Edge, tuple[int, ...]]], nodes: int) -> set[Edge] | None:
    """The matching of least cost with everybody in it; None where somebody stays alone."""
    graph: rustworkx.PyGraph[None, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * nodes)
    graph.add_edges_from(
        [(*edge, -weight) for (edge, _), weight in zip(edges, _weights(edges, nodes), strict=True)]
    )
    matching = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    if 2 * len(matching) < nodes:
        return None
    return {(min(edge), max(edge)) for edge in matching}


def _weights(edges: Sequence[tuple[Edge, tuple[int, ...]]], nodes: int) -> list[int]:
    """Each cost as one number that keeps the order of importance for whole matchings."""
    weights = [0] * len(edges)
    for level in zip(*(cost for _, cost in edges), strict=True):
        scale = max(level) * (nodes // 2) + 1
        if max(weights) * scale + scale > _LARGEST_WEIGHT:
            break  # thousands of entrants in a complete graph: the last wishes have no room
        weights = [weight * scale + cost for weight, cost in zip(weights, level, strict=True)]
    return weights
