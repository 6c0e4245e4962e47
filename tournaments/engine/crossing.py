"""From the places of earlier stages to the first round of a bracket.

The entrants that go on from groups are seeded by place: all group winners in the order of the
groups, then all second-placed, and so on, then the best of the next place. So with eight groups
A1 is seed 1, H1 seed 8 and A2 seed 9, and a first round of places is a first round of seeds.
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby

from tournaments.engine.entering import Entering, Origin, group_number
from tournaments.engine.knockout import Pair
from tournaments.engine.seeding import fold
from tournaments.engine.types import Invalid

BYE_LABEL = "bye"
_LABEL = re.compile(r"(?P<group>[A-Z]{0,2})(?P<number>[1-9][0-9]{0,3})")


def parse_first_round(
    given: str | Sequence[Sequence[str]], *, entrants: int, entering: Entering | None = None
) -> list[Pair]:
    """Read a first round into pairs of seeds, in bracket order.

    ``given`` is text such as "A1-B2 C1-D2", or pairs of labels. A label is a place ("A1"), a seed
    ("16") or "bye". Every one of the ``entrants`` must stand in it once. Places need ``entering``.
    """
    pairs = [_pair(pair) for pair in (given.split() if isinstance(given, str) else given)]
    if not pairs or len(pairs) & (len(pairs) - 1):
        raise Invalid(
            "The first round has {pairs} matches; it must have 1, 2, 4, 8 or so on.",
            code="not_a_power_of_two",
            pairs=len(pairs),
        )
    seen: set[int] = set()
    first_round = []
    for one, other in pairs:
        seeds = (_seed(one, entrants, entering), _seed(other, entrants, entering))
        if seeds == (None, None):
            raise Invalid("A match of the first round has two byes.", code="two_byes")
        for label, seed in zip((one, other), seeds, strict=True):
            if seed in seen:
                raise Invalid("{label} stands in it twice.", code="place_twice", label=label)
            if seed is not None:
                seen.add(seed)
        first_round.append(seeds)
    missing = [seed for seed in range(1, entrants + 1) if seed not in seen]
    if missing:
        label = entering.label(missing[0]) if entering else str(missing[0])
        raise Invalid("{label} is missing.", code="place_missing", label=label)
    return first_round


def check_label(label: str) -> None:
    """Refuse what is no label in any stage."""
    if label != BYE_LABEL and not _LABEL.fullmatch(label):
        raise Invalid(
            '{label!r} is neither a place such as "A1", nor a seed such as "16", nor "bye".',
            code="bad_label",
            label=label,
        )


def crossed(entering: Entering) -> list[Pair]:
    """The first round that keeps those from one group apart as long as possible.

    With two from each of 2, 4, 8 or so on groups it is the usual cross: winners meet the second
    of the neighbouring group (A1-B2 C1-D2 …, and B1-A2 D1-C2 … in the other half). Otherwise the
    seeds stand in standard order, byes going to the top, and within each place it is only chosen
    which group stands where. Who comes from the field, or from a stage without groups, stands
    where the seed does.
    """
    if groups := _groups_of_two(entering):
        upper = [(group, groups + group + 1) for group in range(1, groups, 2)]
        lower = [(group + 1, groups + group) for group in range(1, groups, 2)]
        return [*upper, *lower]
    order = fold(1 << (entering.count - 1).bit_length())
    slot_of = {seed: slot for slot, seed in enumerate(order)}
    seeds: dict[int, int] = {}
    mates: dict[Hashable, list[int]] = {}
    names_of = entering.mates
    for tier in tiers(entering):
        names = [names_of[seed - 1] for seed in tier]
        met = [mates.setdefault(name, []) if name else [] for name in names]
        for seed, own, slot in zip(tier, met, _apart(met, [slot_of[s] for s in tier]), strict=True):
            own.append(slot)
            seeds[slot] = seed
    slots = range(0, len(order), 2)
    return [(seeds.get(slot), seeds.get(slot + 1)) for slot in slots]


def tiers(entering: Entering) -> Iterator[list[int]]:
    """Seeds of the same worth, which may change places: those at one place of all groups."""

    def worth(seed: int) -> tuple[int, ...]:
        origin = entering.of(seed)
        alone = (seed,) if origin.group is None else ()
        return (origin.stage, origin.place, *alone)

    for _, tier in groupby(range(1, entering.count + 1), key=worth):
        yield list(tier)


def matched(open_to: Sequence[Sequence[int]]) -> list[int] | None:
    """One slot for each out of those open to it, or None (augmenting paths)."""
    taken: dict[int, int] = {}

    def find(one: int, tried: set[int]) -> bool:
        # A free slot first, so that all keep their order where nothing stands against it.
        for slot in sorted(open_to[one], key=lambda slot: slot in taken):
            if slot not in tried:
                tried.add(slot)
                if slot not in taken or find(taken[slot], tried):
                    taken[slot] = one
                    return True
        return False

    if not all(find(one, set()) for one in range(len(open_to))):
        return None
    slot_of = {one: slot for slot, one in taken.items()}
    return [slot_of[one] for one in range(len(open_to))]


def _groups_of_two(entering: Entering) -> int:
    """How many groups send their first two and nobody else, when a plain cross fits; else 0."""
    groups = entering.count // 2
    if groups < 2 or groups & (groups - 1):
        return 0
    stage = entering.of(1).stage
    plain = [Origin(stage, group + 1, place) for place in (1, 2) for group in range(groups)]
    return groups if list(entering.origins) == plain else 0


def _pair(given: str | Sequence[str]) -> tuple[str, str]:
    labels = given.split("-") if isinstance(given, str) else given
    if len(labels) != 2:
        raise Invalid(
            "A match of the first round has two sides, not {sides}.",
            code="not_a_pair",
            sides=len(labels),
        )
    one, other = labels
    for label in (one, other):
        check_label(label)
    return one, other


def _seed(label: str, entrants: int, entering: Entering | None) -> int | None:
    found = _LABEL.fullmatch(label)
    if found is None:
        return None
    number = int(found["number"])
    if not found["group"]:
        if number > entrants:
            raise Invalid("There is no seed {label}.", code="no_such_seed", label=label)
        return number
    group = group_number(found["group"])
    origins = entering.origins if entering else ()
    if not any(origin.group == group for origin in origins):
        raise Invalid("{label}: there is no such group.", code="no_such_group", label=label)
    seeds = [
        seed
        for seed, origin in enumerate(origins, start=1)
        if (origin.group, origin.place) == (group, number)
    ]
    if not seeds:
        raise Invalid("{label} does not advance.", code="no_such_place", label=label)
    if len(seeds) > 1:
        raise Invalid(
            "{label} comes from more than one stage: write the seed.",
            code="place_of_two_stages",
            label=label,
        )
    return seeds[0]


def _apart(mates: Sequence[Sequence[int]], slots: Sequence[int]) -> list[int]:
    """A slot for each, such that the first meeting with a mate comes as late as possible.

    ``mates`` are the slots of each one's mates, as far as they have any.
    """
    latest = max(slots).bit_length() + 1
    for meeting in range(latest, 0, -1):
        open_to = [
            [slot for slot in slots if all(_meet(slot, mate) >= meeting for mate in group)]
            for group in mates
        ]
        chosen = matched(open_to)
        if chosen is not None:
            return chosen
    raise AssertionError("any two slots meet in the first round or later")


def _meet(slot: int, other: int) -> int:
    """The round in which two slots of a bracket can meet."""
    return (slot ^ other).bit_length()
