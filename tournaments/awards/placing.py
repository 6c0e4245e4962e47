"""Final places: from the stages' results to one block per entrant."""

from collections import defaultdict
from collections.abc import Iterable

from tournaments.brackets.models import Match, Stage
from tournaments.brackets.standings import group_tables
from tournaments.core.models import Tournament
from tournaments.engine.crossing import Qualifiers
from tournaments.engine.formats import build, parse_spec
from tournaments.engine.single_elimination import placements
from tournaments.engine.stages import RoundRobinSpec, SingleEliminationSpec
from tournaments.engine.types import Outcome, Placement


def final_placements(tournament: Tournament) -> list[Placement]:
    """All entrants in blocks of places, best first; entrants by their ids.

    The last stage comes first; whoever did not get that far follows by the rank in the
    group, level with the same rank of the other groups.
    """
    blocks: list[tuple[int, ...]] = []
    placed: set[int] = set()
    for stage in tournament.drawn_stages.order_by("-number"):
        for entrants in _blocks(stage):
            left = tuple(entrant for entrant in entrants if entrant not in placed)
            placed.update(left)
            if left:
                blocks.append(left)
    result, first = [], 1
    for block in blocks:
        result.append(Placement(first, first + len(block) - 1, block))
        first += len(block)
    return result


def _blocks(stage: Stage) -> Iterable[tuple[int, ...]]:
    spec = parse_spec(stage.spec)
    if isinstance(spec, RoundRobinSpec):
        return _by_rank(stage)
    return _by_round(stage, spec)


def _by_rank(stage: Stage) -> Iterable[tuple[int, ...]]:
    ranks: dict[int, list[int]] = defaultdict(list)
    for table in group_tables(stage):
        for row in table.rows:
            ranks[row.rank].append(row.entrant)
    return [tuple(entrants) for _rank, entrants in sorted(ranks.items())]


def _by_round(stage: Stage, spec: SingleEliminationSpec) -> Iterable[tuple[int, ...]]:
    structure = build(spec, stage.entries.count(), after=_qualifiers_before(stage))
    outcomes = {
        match.code: _outcome(match)
        for match in stage.matches.prefetch_related("sides")
        if match.is_terminal
    }
    return [block.entrants for block in placements(structure, outcomes)]


def _qualifiers_before(stage: Stage) -> Qualifiers | None:
    previous = stage.tournament.drawn_stages.filter(number=stage.number - 1).first()
    return parse_spec(previous.spec).qualifiers if previous else None


def _outcome(match: Match) -> Outcome:
    winner, losers = None, []
    for side in match.sides.all():
        if side.is_winner:
            winner = side.entrant_id
        elif side.entrant_id:
            losers.append(side.entrant_id)
    return Outcome(winner, tuple(losers))
