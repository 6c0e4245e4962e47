"""The stages of a recorded event, by their formats."""

from collections.abc import Callable
from typing import Any

from tournaments.engine.results import Game
from tournaments.engine.seeding import fold
from tournaments.management.replaying.parts import Fault, Part, whole
from tournaments.management.replaying.records import (
    RecordedGroup,
    RecordedGroups,
    RecordedKnockout,
    RecordedMatch,
    RecordedRow,
    RecordedStage,
)

# The file speaks of goals; the engine of whatever a game counts.
TIEBREAKS = {
    "points": "points",
    "wins": "wins",
    "goal_difference": "difference",
    "goals_for": "scored",
    "head_to_head_points": "head_to_head_points",
    "head_to_head_goal_difference": "head_to_head_difference",
    "head_to_head_goals_for": "head_to_head_scored",
    "manual": "manual",
}


def _groups(stage: Part, names: dict[str, str]) -> RecordedGroups:
    given = stage.part("points")
    tiebreaks = []
    for name in stage.items("tiebreaks"):
        if name not in TIEBREAKS:
            raise Fault(f"{stage.where}: there is no tiebreak “{name}”")
        tiebreaks.append(TIEBREAKS[name])
    groups = tuple(_group(group, stage, names) for group in stage.parts("groups"))
    if not groups:
        raise Fault(f"{stage.where}: it has no groups")
    _check_once([team for group in groups for team in group.teams], stage.where)
    points = {key: given.whole(key) for key in ("win", "draw", "loss")}
    return RecordedGroups(stage.text("name", longest=80), points, tuple(tiebreaks), groups)


def _group(group: Part, stage: Part, names: dict[str, str]) -> RecordedGroup:
    teams = tuple(_team(team, group.where, names) for team in group.items("teams"))
    matches = tuple(_match(match, teams) for match in group.parts("matches"))
    lots = [*group.items_or_empty("drawn_lots"), *stage.items_or_empty("drawn_lots")]
    keys = [_team(lot, group.where, {}) for lot in lots]
    return RecordedGroup(
        name=group.text("name"),
        teams=teams,
        matches=matches,
        standing=tuple(_row(row, teams) for row in group.parts("final_standing")),
        drawn_lots=tuple(dict.fromkeys(key for key in keys if key in teams)),
    )


def _row(row: Part, teams: tuple[str, ...]) -> RecordedRow:
    team = row.text("team" if row.has("team") else "code")
    _check_known(team, teams, row.where)
    numbers = [row.whole_or_none(key) for key in ("w", "d", "l", "gf", "ga", "points")]
    return RecordedRow(team, *numbers)


def _knockout(stage: Part, names: dict[str, str]) -> RecordedKnockout:
    is_seeded = not stage.has("first_round")
    first_round = _seeded(stage, names) if is_seeded else _given(stage, names)
    teams = tuple(team for pair in first_round for team in pair if team is not None)
    _check_once(list(teams), stage.where)
    rounds = tuple(sorted(_matches(stage, teams), key=lambda match: match.round or 0))
    third = (
        _match(stage.part("third_place_match"), teams) if stage.has("third_place_match") else None
    )
    honours = {key: stage.text_or_none(key) for key in ("champion", "runner_up", "third")}
    for team in honours.values():
        if team is not None:
            _check_known(team, teams, stage.where)
    best_of = stage.part("best_of").whole_or_none("default") if stage.has("best_of") else None
    return RecordedKnockout(
        name=stage.text("name", longest=80),
        first_round=first_round,
        is_seeded=is_seeded,
        best_of=best_of,
        rounds=rounds,
        third_place_match=third,
        **honours,
    )


def _matches(stage: Part, teams: tuple[str, ...]) -> list[RecordedMatch]:
    matches = [_match(match, teams) for match in stage.parts("matches")]
    for number, match in enumerate(matches, start=1):
        if match.round is None:
            raise Fault(f"{stage.where}: match {number} has no round")
    if not matches:
        raise Fault(f"{stage.where}: it has no matches")
    return matches


def _given(stage: Part, names: dict[str, str]) -> tuple[tuple[str | None, str | None], ...]:
    pairs = []
    for number, pair in enumerate(stage.items("first_round"), start=1):
        where = f"{stage.where}: pair {number} of the first round"
        if not isinstance(pair, list) or len(pair) != 2:
            raise Fault(f"{where} must be two teams")
        one, other = (None if team is None else _team(team, where, names) for team in pair)
        pairs.append((one, other))
    if not pairs or len(pairs) & (len(pairs) - 1):
        raise Fault(f"{stage.where}: the first round must have 1, 2, 4, 8 or so on pairs")
    return tuple(pairs)


def _seeded(stage: Part, names: dict[str, str]) -> tuple[tuple[str | None, str | None], ...]:
    seeded = sorted(
        (Part(team, f"{stage.where}: team {number}").whole("seed"), number, team)
        for number, team in enumerate(stage.items("teams"), start=1)
    )
    teams = [_team(team, stage.where, names) for _seed, _number, team in seeded]
    if len(teams) < 2:
        raise Fault(f"{stage.where}: it needs at least two teams")
    order = fold(1 << (len(teams) - 1).bit_length())
    slots = [teams[seed - 1] if seed <= len(teams) else None for seed in order]
    return tuple(zip(slots[::2], slots[1::2], strict=True))


def _team(given: Any, where: str, names: dict[str, str]) -> str:
    """The key of a team, by which matches name it; also notes what it is called."""
    if isinstance(given, str):
        given = Part({"team": given}, where).text("team")
        names.setdefault(given, given)
        return given
    team = Part(given, f"{where}: a team")
    name = team.text_or_none("name") or team.text("code")
    key = team.text_or_none("code") or name
    names[key] = name
    return key


def _match(match: Part, teams: tuple[str, ...]) -> RecordedMatch:
    sides = (match.text("team1"), match.text("team2"))
    for team in sides:
        _check_known(team, teams, match.where)
    if sides[0] == sides[1]:
        raise Fault(f"{match.where}: “{sides[0]}” meets itself")
    winner = match.text_or_none("winner")
    if winner is not None and winner not in sides:
        raise Fault(f"{match.where}: the winner “{winner}” is not one of its sides")
    games = _games(match)
    if winner is None:
        winner = _winner(games, sides)
    return RecordedMatch(
        round=match.whole_or_none("round"),
        sides=sides,
        games=_decisive_last(games, sides, winner),
        winner=winner,
        overtime=bool(match.given.get("extra_time")),
        date=match.text_or_none("date") or "",
    )


def _games(match: Part) -> tuple[Game, ...]:
    if match.has("games"):
        pairs = match.items("games")
        return tuple(Game(*_pair(pair, f"{match.where}: “games”")) for pair in pairs)
    score = _pair(match.items("score"), f"{match.where}: “score”")
    if match.has("penalties"):
        return (Game(*score, *_pair(match.items("penalties"), f"{match.where}: “penalties”")),)
    return (Game(*score),)


def _pair(given: Any, where: str) -> tuple[int, int]:
    if not isinstance(given, list) or len(given) != 2:
        raise Fault(f"{where} must be two numbers")
    return whole(given[0], where), whole(given[1], where)


def _winner(games: tuple[Game, ...], sides: tuple[str, str]) -> str | None:
    won = [sum(game.winner == side for game in games) for side in (1, 2)]
    return None if won[0] == won[1] else sides[won[1] > won[0]]


def _decisive_last(
    games: tuple[Game, ...], sides: tuple[str, str], winner: str | None
) -> tuple[Game, ...]:
    """The games with one that the winner won at the end: not every file keeps their order."""
    if winner is None or not games or games[-1].winner == sides.index(winner) + 1:
        return games
    won = [game for game in games if game.winner == sides.index(winner) + 1]
    if not won:
        return games
    rest = list(games)
    rest.remove(won[-1])
    return (*rest, won[-1])


def _check_known(team: str, teams: tuple[str, ...], where: str) -> None:
    if team not in teams:
        raise Fault(f"{where}: “{team}” is not one of the teams")


def _check_once(teams: list[str], where: str) -> None:
    for team in teams:
        if teams.count(team) > 1:
            raise Fault(f"{where}: “{team}” stands in it twice")


STAGES: dict[str, Callable[[Part, dict[str, str]], RecordedStage]] = {
    "round_robin": _groups,
    "single_elimination": _knockout,
}
