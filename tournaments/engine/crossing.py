"""From the places of groups to the first round of a bracket.

The entrants that go on are seeded by place: all group winners in the order of the groups, then
all second-placed, and so on, then the best of the next place. So with eight groups A1 is
seed 1, H1 seed 8 and A2 seed 9, and a first round of places is a first round of seeds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tournaments.engine.knockout import Pair
from tournaments.engine.seeding import fold
from tournaments.engine.types import Invalid

BYE_LABEL = "bye"
_LABEL = re.compile(r"(?P<group>[A-Z]{0,2})(?P<number>[1-9][0-9]{0,3})")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a group of the previous stage. Both count from 1; the first group is A."""

    group: int
    place: int

    @property
    def label(self) -> str:
        return f"{group_name(self.group)}{self.place}"

    def seed(self, groups: int) -> int:
        return (self.place - 1) * groups + self.group


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """Who comes out of a stage of groups: ``per_group`` of each, and the best that follow."""

    groups: int
    per_group: int
    best_next: int = 0

    @property
    def count(self) -> int:
        return self.groups * self.per_group + self.best_next

    def place(self, seed: int) -> Place | None:
        """Where the seed comes from; None for one of the best next, whose group is open."""
        if seed > self.groups * self.per_group:
            return None
        place, group = divmod(seed - 1, self.groups)
        return Place(group + 1, place + 1)


def group_name(number: int) -> str:
    """A to Z, then AA, AB and so on."""
    name = ""
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def parse_first_round(
    given: str | Sequence[Sequence[str]], *, entrants: int, after: Qualifiers | None = None
) -> list[Pair]:
    """Read a first round into pairs of seeds, in bracket order.

    ``given`` is text such as "A1-B2 C1-D2", or pairs of labels. A label is a place ("A1"), a seed
    ("16") or "bye". Every one of the ``entrants`` must stand in it once. Places need ``after``.
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
        seeds = (_seed(one, entrants, after), _seed(other, entrants, after))
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
        label = _name(missing[0], after)
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


def crossed(qualifiers: Qualifiers) -> list[Pair]:
    """The first round that keeps those from one group apart as long as possible.

    With two from each of 2, 4, 8 or so on groups it is the usual cross: winners meet the second
    of the neighbouring group (A1-B2 C1-D2 …, and B1-A2 D1-C2 … in the other half). Otherwise the
    seeds stand in standard order, byes going to the top, and within each place it is only chosen
    which group stands where.
    """
    groups = qualifiers.groups
    is_power_of_two = groups > 1 and not groups & (groups - 1)
    if is_power_of_two and (qualifiers.per_group, qualifiers.best_next) == (2, 0):
        upper = [(group, groups + group + 1) for group in range(1, groups, 2)]
        lower = [(group + 1, groups + group) for group in range(1, groups, 2)]
        return [*upper, *lower]
    order = fold(1 << (qualifiers.count - 1).bit_length())
    slot_of = {seed: slot for slot, seed in enumerate(order)}
    seeds: dict[int, int] = {}
    mates: list[list[int]] = [[] for _ in range(groups)]
    for place in range(qualifiers.per_group):
        tier = range(place * groups + 1, (place + 1) * groups + 1)
        chosen = _apart(mates, [slot_of[seed] for seed in tier])
        for group, slot in enumerate(chosen):
            mates[group].append(slot)
            seeds[slot] = Place(group + 1, place + 1).seed(groups)
    for seed in range(groups * qualifiers.per_group + 1, qualifiers.count + 1):
        seeds[slot_of[seed]] = seed
    slots = range(0, len(order), 2)
    return [(seeds.get(slot), seeds.get(slot + 1)) for slot in slots]


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


def _seed(label: str, entrants: int, after: Qualifiers | None) -> int | None:
    found = _LABEL.fullmatch(label)
    if found is None:
        return None
    number = int(found["number"])
    if not found["group"]:
        if number > entrants:
            raise Invalid("There is no seed {label}.", code="no_such_seed", label=label)
        return number
    group = _group_number(found["group"])
    if after is None or group > after.groups:
        raise Invalid("{label}: there is no such group.", code="no_such_group", label=label)
    if number > after.per_group:
        raise Invalid("{label} does not advance.", code="no_such_place", label=label)
    return Place(group, number).seed(after.groups)


def _group_number(name: str) -> int:
    number = 0
    for letter in name:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _name(seed: int, after: Qualifiers | None) -> str:
    place = after.place(seed) if after else None
    return place.label if place else str(seed)


def _apart(mates: Sequence[Sequence[int]], slots: Sequence[int]) -> list[int]:
    """A slot for each group, such that the first meeting of mates comes as late as possible."""
    latest = max(slots).bit_length() + 1
    for meeting in range(latest, 0, -1):
        open_to = [
            [slot for slot in slots if all(_meet(slot, mate) >= meeting for mate in group)]
            for group in mates
        ]
        chosen = _matched(open_to)
        if chosen is not None:
            return chosen
    raise AssertionError("any two slots meet in the first round or later")


def _meet(slot: int, other: int) -> int:
    """The round in which two slots of a bracket can meet."""
    return (slot ^ other).bit_length()


def _matched(open_to: Sequence[Sequence[int]]) -> list[int] | None:
    """One slot for each group out of those open to it, or None (augmenting paths)."""
    taken: dict[int, int] = {}

    def find(group: int, tried: set[int]) -> bool:
        # A free slot first, so that groups keep their order where nothing stands against it.
        for slot in sorted(open_to[group], key=lambda slot: slot in taken):
            if slot not in tried:
                tried.add(slot)
                if slot not in taken or find(taken[slot], tried):
                    taken[slot] = group
                    return True
        return False

    if not all(find(group, set()) for group in range(len(open_to))):
        return None
    by_group = {group: slot for slot, group in taken.items()}
    return [by_group[group] for group in range(len(open_to))]
