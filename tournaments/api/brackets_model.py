"""A competition in the data model of brackets-viewer.js (npm ``brackets-model`` 1.7).

The plural keys are what the viewer's ``render`` takes (its ``ViewerData``), the singular ones the
same rows as brackets-manager keeps them (``Database``), with groups and rounds. Ids of stages,
matches and participants are those of our rows; a text is an id that only this form has: of a
group, a round, a game, or a match that is nothing but byes.

Single and double elimination and round robin have an equivalent there. Swiss, free-for-all and
ladder have none, so their stages are left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from tournaments.api import places
from tournaments.api.places import Place
from tournaments.api.queries import DrawnStage
from tournaments.brackets.models import GameScore, Match, MatchSide
from tournaments.core.models import Tournament
from tournaments.engine.types import Bracket

Row: TypeAlias = dict[str, object]

LOCKED, WAITING, READY, RUNNING, COMPLETED, ARCHIVED = range(6)
STATUS = {
    Match.Status.READY: READY,
    Match.Status.LIVE: RUNNING,
    Match.Status.REPORTED: RUNNING,
    Match.Status.DISPUTED: RUNNING,
    Match.Status.COMPLETED: COMPLETED,
    Match.Status.VOID: LOCKED,
}
ELIMINATIONS = {
    "single_elimination": places.single_elimination,
    "double_elimination": places.double_elimination,
}
ROUND_ROBIN = "round_robin"


def brackets_model(tournament: Tournament, stages: Sequence[DrawnStage]) -> dict[str, list[Row]]:
    shown = [each for each in stages if each.stage.format in {ROUND_ROBIN, *ELIMINATIONS}]
    tables: dict[str, list[Row]] = {
        name: [] for name in ("stage", "group", "round", "match", "match_game", "participant")
    }
    for drawn in shown:
        for part, row, found in _parts(drawn):
            tables["stage"].append(row | {"tournament_id": tournament.pk})
            _write(tables, drawn, part, found)
    names = {entry.entrant_id: entry.entrant.name for each in shown for entry in each.entries}
    tables["participant"] = [
        {"id": pk, "tournament_id": tournament.pk, "name": name} for pk, name in names.items()
    ]
    return {
        "stages": tables["stage"],
        "matches": tables["match"],
        "matchGames": tables["match_game"],
        "participants": tables["participant"],
        **tables,
    }


def _parts(drawn: DrawnStage) -> Iterator[tuple[int | str, Row, list[Place]]]:
    """The stages that the viewer draws: ours, or each group of an elimination in groups."""
    stage = drawn.stage
    seeds = {entry.entrant_id: entry.seed for entry in drawn.entries}
    row = {"name": stage.name, "type": stage.format, "number": stage.number}
    if stage.format == ROUND_ROBIN:
        settings = _settings(drawn.matches) | {
            "size": len(drawn.entries),
            "groupCount": len(drawn.groups),
            "roundRobinMode": "double" if stage.spec.get("legs") == 2 else "simple",
        }
        found = _round_robin(drawn, seeds)
        yield stage.pk, {"id": stage.pk, **row, "settings": settings}, found
        return
    for group in drawn.groups or [None]:
        matches = [match for match in drawn.matches if match.group == group]
        found = list(ELIMINATIONS[stage.format](matches, drawn.sides, seeds))
        part = f"{stage.pk}-{group.number}" if group else stage.pk
        name = f"{stage.name}: {group.name}" if group else stage.name
        settings = _settings(matches) | _elimination_settings(stage.format, matches, found)
        yield part, {"id": part, **row, "name": name, "settings": settings}, found


def _settings(matches: Sequence[Match]) -> Row:
    lengths = {match.best_of for match in matches}
    return {"matchesChildCount": _child_count(lengths.pop()) if len(lengths) == 1 else 0}


def _elimination_settings(name: str, matches: Sequence[Match], found: Sequence[Place]) -> Row:
    in_first_round = [each for each in found if (each.group, each.round) == (places.WINNERS, 1)]
    size = {"size": 2 * len(in_first_round)}
    brackets = {match.round.bracket for match in matches}
    if name == "single_elimination":
        return size | {"consolationFinal": Bracket.THIRD_PLACE in brackets}
    has_finals = any(place.group == places.FINALS for place in found)
    can_reset = any(match.if_needed for match in matches)
    return size | {"grandFinal": ("double" if can_reset else "simple") if has_finals else "none"}


def _round_robin(drawn: DrawnStage, seeds: Mapping[int, int]) -> list[Place]:
    matches = sorted(
        drawn.matches,
        key=lambda each: (each.group.number if each.group else 1, each.round.number, each.number),
    )
    return [
        Place(
            group=match.group.number if match.group else 1,
            round=match.round.number,
            number=match.number,
            match=match,
            sides=tuple(drawn.sides[match.pk]),
            positions=tuple(seeds.get(side.entrant_id) for side in drawn.sides[match.pk]),
        )
        for match in matches
    ]


def _write(
    tables: dict[str, list[Row]], drawn: DrawnStage, part: int | str, found: Iterable[Place]
) -> None:
    """Write groups, rounds, matches and games of one stage."""
    passed = {
        side.from_match_id
        for sides in drawn.sides.values()
        for side in sides
        if side.match.status == Match.Status.COMPLETED
    }
    for group, in_group in groupby(found, key=lambda place: place.group):
        group_id = f"{part}-{group}"
        in_stage = {"stage_id": part, "group_id": group_id}
        tables["group"].append({"id": group_id, "stage_id": part, "number": group})
        for number, in_round in groupby(in_group, key=lambda place: place.round):
            round_id = f"{group_id}-{number}"
            tables["round"].append({"id": round_id, **in_stage, "number": number})
            for place in in_round:
                match_id = place.match.pk if place.match else f"{round_id}-{place.number}"
                row = {"id": match_id, **in_stage, "round_id": round_id, "number": place.number}
                tables["match"].append(row | _match(place, passed))
                tables["match_game"] += _games(place, part, drawn.games)


def _match(place: Place, passed: set[int]) -> Row:
    """``passed`` are the matches that a later completed one follows from."""
    match = place.match
    status = LOCKED
    if match:
        known = any(side and side.entrant_id for side in place.sides)
        status = STATUS.get(match.status, WAITING if known else LOCKED)
        if status == COMPLETED and match.pk in passed:
            status = ARCHIVED
    one, other = (
        _opponent(place, side, position)
        for side, position in zip(place.sides, place.positions, strict=True)
    )
    return {
        "child_count": _child_count(match.best_of) if match else 0,
        "status": status,
        "opponent1": one,
        "opponent2": other,
    }


def _child_count(best_of: int) -> int:
    return best_of if best_of > 1 else 0


def _opponent(place: Place, side: MatchSide | None, position: int | None) -> Row | None:
    if side is None or side.is_bye:
        return None
    row: Row = {"id": side.entrant_id}
    if position is not None:
        row["position"] = position
    if place.match is None:
        return row | ({"result": "win"} if side.entrant_id else {})
    if side.score is not None:
        row["score"] = side.score
    return row | _outcome(place, side)


def _outcome(place: Place, side: MatchSide) -> Row:
    match = place.match
    if side.is_winner:
        return {"result": "win"}
    if match.status != Match.Status.COMPLETED:
        return {}
    if match.decided_by == Match.DecidedBy.DOUBLE_FORFEIT:
        return {"forfeit": True}
    if not any(each and each.is_winner for each in place.sides):
        return {"result": "draw"}
    if match.decided_by == Match.DecidedBy.PLAYED:
        return {"result": "loss"}
    return {"result": "loss", "forfeit": True}


def _games(
    place: Place, part: int | str, games: Mapping[int, Sequence[GameScore]]
) -> Iterator[Row]:
    """The games of a series; of a match of one game the score is the match's own."""
    if place.match is None or place.match.best_of == 1 or None in place.sides:
        return
    one, other = place.sides
    for first, second in zip(games[one.pk], games[other.pk], strict=True):
        yield {
            "id": f"{place.match.pk}-{first.number}",
            "stage_id": part,
            "parent_id": place.match.pk,
            "number": first.number,
            "status": COMPLETED,
            "opponent1": {"id": one.entrant_id, **_game(first, second)},
            "opponent2": {"id": other.entrant_id, **_game(second, first)},
        }


def _game(own: GameScore, other: GameScore) -> Row:
    mine, theirs = ((each.score, each.tiebreak or 0) for each in (own, other))
    result = "draw" if mine == theirs else "win" if mine > theirs else "loss"
    return {"score": own.score, "result": result}
