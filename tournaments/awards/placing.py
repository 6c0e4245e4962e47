"""Final places: from the stages' results to one block per entrant."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from tournaments.brackets.entering import specs_of, stages_of
from tournaments.brackets.models import Stage
from tournaments.brackets.places import bracket_places
from tournaments.brackets.standings import group_tables
from tournaments.core.models import Tournament
from tournaments.engine.graph import placing_order
from tournaments.engine.specs import StageSpec
from tournaments.engine.types import EntrantId, Placement

Placed: TypeAlias = tuple[int, tuple[EntrantId, ...]]


def final_placements(tournament: Tournament) -> list[Placement]:
    """All entrants in blocks of places, best first; entrants by their ids.

    A stage comes before those that feed it; whoever did not get that far follows by the place
    in the earlier one, level with those who have the same place in other groups.
    """
    blocks: list[tuple[EntrantId, ...]] = []
    placed: set[EntrantId] = set()
    stages = stages_of(tournament)
    specs = specs_of(tournament, list(stages.values()))
    for number in placing_order(specs):
        if number not in stages:
            continue
        for entrants in _blocks(stages[number], specs[number - 1]):
            left = tuple(entrant for entrant in entrants if entrant not in placed)
            placed.update(left)
            if left:
                blocks.append(left)
    result, first = [], 1
    for block in blocks:
        result.append(Placement(first, first + len(block) - 1, block))
        first += len(block)
    return result


def _blocks(stage: Stage, spec: StageSpec) -> list[tuple[EntrantId, ...]]:
    groups = (
        [[(row.rank, (row.entrant,)) for row in table.rows] for table in group_tables(stage)]
        if spec.is_table
        else [[(block.first, block.entrants) for block in group] for group in bracket_places(stage)]
    )
    return _level(groups)


def _level(
    groups: Iterable[Sequence[tuple[int, tuple[EntrantId, ...]]]],
) -> list[tuple[EntrantId, ...]]:
    """Those on the same place of different groups together, best first."""
    by_place: dict[int, list[EntrantId]] = {}
    for group in groups:
        for place, entrants in group:
            by_place.setdefault(place, []).extend(entrants)
    return [tuple(entrants) for _place, entrants in sorted(by_place.items())]
