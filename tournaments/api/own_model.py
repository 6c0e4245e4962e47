"""A competition in our own words, with the names that ``manage.py draw --json`` gives them."""

from collections.abc import Sequence

from tournaments.api.queries import DrawnStage
from tournaments.brackets.models import Match, MatchSide
from tournaments.core.models import Tournament

WINNER = MatchSide.Takes.WINNER


def own_model(tournament: Tournament, stages: Sequence[DrawnStage]) -> dict:
    entrants = {entry.entrant_id: entry.entrant for each in stages for entry in each.entries}
    return {
        "tournament": tournament.slug,
        "entrants": [
            {"id": entrant.pk, "name": entrant.name, "seed": entrant.seed}
            for entrant in entrants.values()
        ],
        "stages": [_stage(each) for each in stages],
    }


def _stage(drawn: DrawnStage) -> dict:
    leads_to: dict[tuple[int, str], dict] = {}
    for sides in drawn.sides.values():
        for side in sides:
            if side.from_match:
                target = {"match": side.match.code, "side": side.slot}
                leads_to[side.from_match_id, side.takes] = target
    seeds = {entry.entrant_id: entry.seed for entry in drawn.entries}
    return {
        "number": drawn.stage.number,
        "name": drawn.stage.name,
        "format": drawn.stage.format,
        "groups": [{"number": group.number, "name": group.name} for group in drawn.groups],
        "rounds": [
            {"bracket": each.bracket, "number": each.number, "best_of": each.best_of}
            for each in drawn.rounds
        ],
        "matches": [
            _match(match, drawn)
            | {"sides": [_side(side, drawn, seeds) for side in drawn.sides[match.pk]]}
            | {"winner_to": leads_to.get((match.pk, WINNER))}
            | {"loser_to": leads_to.get((match.pk, MatchSide.Takes.LOSER))}
            for match in drawn.matches
        ],
    }


def _match(match: Match, drawn: DrawnStage) -> dict:
    return {
        "id": match.code,
        "bracket": match.round.bracket,
        "group": match.group.number if match.group else None,
        "round": match.round.number,
        "number": match.number,
        "best_of": match.best_of,
        "if_needed": match.if_needed,
        "status": match.status,
        "decided_by": match.decided_by,
    }


def _side(side: MatchSide, drawn: DrawnStage, seeds: dict[int, int]) -> dict:
    shown = {
        **_source(side, seeds),
        "entrant": side.entrant_id,
        "is_winner": side.is_winner,
        "score": side.score,
        "games": [game.score for game in drawn.games[side.pk]],
    }
    if side.place is not None:
        shown |= {"place": side.place, "kills": side.kills}
    return shown


def _source(side: MatchSide, seeds: dict[int, int]) -> dict:
    """Where the side comes from; a bye that has come up there is said beside it."""
    source: dict = {"bye": True} if side.is_bye else {}
    if side.from_match:
        name = "winner_of" if side.takes == WINNER else "loser_of"
        source[name] = side.from_match.code
    elif side.entrant_id:
        source["seed"] = seeds[side.entrant_id]
    return source
