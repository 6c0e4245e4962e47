"""Who came where in the brackets of a stage."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tournaments.brackets.models import Match, Stage
from tournaments.engine import double_elimination, single_elimination
from tournaments.engine.formats import parse_spec
from tournaments.engine.progress import WINNER
from tournaments.engine.specs import DoubleEliminationSpec, SingleEliminationSpec, StageSpec
from tournaments.engine.types import (
    BYE,
    Bracket,
    EntrantId,
    LoserOf,
    MatchSpec,
    Outcome,
    Placement,
    Seed,
    Slot,
    Source,
    Structure,
    WinnerOf,
)

PLACEMENTS: dict[type[StageSpec], Callable[[Structure, Mapping[str, Outcome]], list[Placement]]] = {
    SingleEliminationSpec: single_elimination.placements,
    DoubleEliminationSpec: double_elimination.placements,
}


def bracket_places(stage: Stage) -> list[list[Placement]]:
    """The places that are certain by now in each bracket of ``stage``, best first."""
    place = PLACEMENTS[type(parse_spec(stage.spec))]
    seed = dict(stage.entries.values_list("entrant_id", "seed"))
    matches = stage.matches.select_related("round", "group").prefetch_related("sides")
    codes = {match.pk: _code(match) for match in matches}
    specs: dict[int, list[MatchSpec]] = {}
    outcomes: dict[int, dict[str, Outcome]] = {}
    for match in sorted(matches, key=lambda match: match.pk):
        number = match.group.number if match.group else 1
        specs.setdefault(number, []).append(_spec(match, codes, seed))
        found = outcomes.setdefault(number, {})
        if match.is_terminal:
            found[codes[match.pk]] = outcome_of(match)
    return [place(_linked(specs[number]), outcomes[number]) for number in sorted(specs)]


def order_of(stage: Stage) -> list[list[EntrantId]]:
    """The entrants of each bracket from best to worst; level ones by their seeds in the stage."""
    seed = dict(stage.entries.values_list("entrant_id", "seed"))
    return [
        [entrant for block in blocks for entrant in sorted(block.entrants, key=seed.__getitem__)]
        for blocks in bracket_places(stage)
    ]


def _code(match: Match) -> str:
    return match.code.removeprefix(f"G{match.group.number}-") if match.group else match.code


def _spec(match: Match, codes: Mapping[int, str], seed: Mapping[EntrantId, int]) -> MatchSpec:
    """What the engine drew, read back from the rows."""
    sources: list[Source] = []
    for side in match.sides.all():
        if side.from_match_id:
            takes = WinnerOf if side.takes == WINNER else LoserOf
            sources.append(takes(codes[side.from_match_id]))
        else:
            sources.append(Seed(seed[side.entrant_id]) if side.entrant_id else BYE)
    return MatchSpec(
        id=codes[match.pk],
        bracket=Bracket(match.round.bracket),
        group=None,
        round=match.round.number,
        number=match.number,
        sides=tuple(sources),
        best_of=match.best_of,
        if_needed=match.if_needed,
    )


def _linked(matches: Sequence[MatchSpec]) -> Structure:
    """The matches with the slots that they fill."""
    winner_to: dict[str, Slot] = {}
    loser_to: dict[str, Slot] = {}
    for match in matches:
        for number, source in enumerate(match.sides, start=1):
            if isinstance(source, WinnerOf | LoserOf):
                fills = winner_to if isinstance(source, WinnerOf) else loser_to
                fills[source.match] = Slot(match.id, number)
    return Structure(
        tuple(
            replace(each, winner_to=winner_to.get(each.id), loser_to=loser_to.get(each.id))
            for each in matches
        )
    )


def outcome_of(match: Match) -> Outcome:
    winner, losers = None, []
    for side in match.sides.all():
        if side.is_winner:
            winner = side.entrant_id
        elif side.entrant_id:
            losers.append(side.entrant_id)
    return Outcome(winner, tuple(losers))
