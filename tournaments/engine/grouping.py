"""Who is in which group, and several copies of a structure side by side."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from tournaments.engine.crossing import crossed, matched, tiers
from tournaments.engine.entering import Entering, Origin
from tournaments.engine.round_robin import distribute
from tournaments.engine.seeding import fold
from tournaments.engine.types import (
    Invalid,
    LoserOf,
    MatchSpec,
    Seed,
    Slot,
    Source,
    Structure,
    WinnerOf,
)


class Distribution(StrEnum):
    """How the seeds are dealt into groups."""

    SNAKE = "snake"
    BRACKET = "bracket"


def dealt(
    entrants: int,
    groups: int,
    *,
    distribution: Distribution = Distribution.SNAKE,
    advance: int = 0,
    entering: Entering | None = None,
) -> list[list[int]]:
    """The seeds of each group. Those who come from one earlier group are spread over the groups.

    A snake makes the groups equally strong (1-2-3, 6-5-4). Dealt for the bracket, each seed goes
    where the bracket of those who ``advance`` (two, when nobody is said to) will have its place:
    as long as the better seed wins, the groups lead into the bracket of the standard order, where
    1 and 2 meet in the final only. Whoever cannot advance is dealt as a snake.
    """
    snake = distribute(entrants, groups)
    if distribution is Distribution.BRACKET:
        snake = _for_bracket(entrants, groups, min(advance or 2, entrants // groups))
    return spread(snake, entering) if entering else snake


def side_by_side(parts: Sequence[tuple[Sequence[int], Structure]]) -> Structure:
    """One stage out of the structures of its groups, each with the stage seeds it is for.

    A single one keeps its ids. Among several the matches of group 2 are "G2-W1-1" and so on, and
    every match keeps the bracket it has within its group.
    """
    if len(parts) == 1:
        ((seeds, structure),) = parts
        return reseeded(structure, seeds)
    return Structure(
        tuple(
            _in_group(match, number)
            for number, (seeds, structure) in enumerate(parts, start=1)
            for match in reseeded(structure, seeds).matches
        )
    )


def reseeded(structure: Structure, seeds: Sequence[int]) -> Structure:
    """The same matches, with ``seeds`` in the places of the seeds 1, 2, 3 and so on."""
    if list(seeds) == list(range(1, len(seeds) + 1)):
        return structure
    return Structure(
        tuple(
            replace(
                match,
                sides=tuple(
                    Seed(seeds[side.number - 1]) if isinstance(side, Seed) else side
                    for side in match.sides
                ),
            )
            for match in structure.matches
        )
    )


def mates_unpaired(structure: Structure, entering: Entering) -> Structure:
    """The same single round, where seeds of a tier change places so that no two mates meet.

    Where that cannot be, the tier stays as it is.
    """
    opponent: dict[int, int] = {}
    for match in structure.matches:
        one, other = (side.number if isinstance(side, Seed) else 0 for side in match.sides)
        opponent |= {one: other, other: one}
    names = entering.mates
    held: dict[int, int] = {}

    def may_stand(seed: int, place: int) -> bool:
        met = held.get(opponent[place])
        return met is None or names[seed - 1] is None or names[seed - 1] != names[met - 1]

    for tier in tiers(entering):
        open_to = [[place for place in tier if may_stand(seed, place)] for seed in tier]
        held |= zip(matched(open_to) or tier, tier, strict=True)
    return reseeded(structure, [held[place] for place in sorted(held)])


def check_advance(groups: Sequence[Sequence[int]], advance: int, *, best_next: int = 0) -> None:
    """Refuse when a group is too small to let ``advance`` go on, and one more to compare."""
    smallest = min(len(group) for group in groups)
    needed = advance + (1 if best_next else 0)
    if needed > smallest:
        raise Invalid(
            "{needed} of each group cannot go on: the smallest has {smallest}.",
            code="advance_too_many",
            needed=needed,
            smallest=smallest,
        )


def _for_bracket(entrants: int, groups: int, advance: int) -> list[list[int]]:
    places = range(1, advance + 1)
    entering = Entering(
        tuple(Origin(1, group + 1, place) for place in places for group in range(groups))
    )
    standing = [side for pair in crossed(entering) for side in pair]
    by_group: list[list[int]] = [[] for _ in range(groups)]
    for seed, stands in zip(fold(len(standing)), standing, strict=True):
        if stands is not None:
            by_group[(stands - 1) % groups].append(seed)
    order = sorted(by_group, key=min)
    for group in by_group:
        group.sort()
    for at, seed in enumerate(range(groups * advance + 1, entrants + 1)):
        lap, step = divmod(at, groups)
        turned = (lap + advance) % 2
        order[groups - 1 - step if turned else step].append(seed)
    return by_group


def spread(groups: list[list[int]], entering: Entering) -> list[list[int]]:
    """Within a tier, the seeds change groups until as few mates as possible are together."""
    names = entering.mates
    group_of = {seed: group for group, seeds in enumerate(groups) for seed in seeds}
    together: list[Counter[Origin | None]] = [Counter() for _ in groups]
    for tier in tiers(entering):
        held = [group_of[seed] for seed in tier]
        most = 0
        chosen = None
        while chosen is None:
            open_to = [
                [
                    at
                    for at, group in enumerate(held)
                    if names[seed - 1] is None or together[group][names[seed - 1]] <= most
                ]
                for seed in tier
            ]
            chosen = matched(open_to)
            most += 1
        for seed, at in zip(tier, chosen, strict=True):
            group_of[seed] = held[at]
            together[held[at]][names[seed - 1]] += 1
    return [
        sorted(seed for seed in group_of if group_of[seed] == group) for group in range(len(groups))
    ]


def _in_group(match: MatchSpec, group: int) -> MatchSpec:
    return replace(
        match,
        id=_id(match.id, group),
        group=group,
        sides=tuple(_source(side, group) for side in match.sides),
        winner_to=_slot(match.winner_to, group),
        loser_to=_slot(match.loser_to, group),
    )


def _id(match: str, group: int) -> str:
    return f"G{group}-{match}"


def _source(source: Source, group: int) -> Source:
    match source:
        case WinnerOf(id_):
            return WinnerOf(_id(id_, group))
        case LoserOf(id_):
            return LoserOf(_id(id_, group))
        case _:
            return source


def _slot(slot: Slot | None, group: int) -> Slot | None:
    return Slot(_id(slot.match, group), slot.side) if slot else None
