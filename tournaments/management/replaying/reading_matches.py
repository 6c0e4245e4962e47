"""Teams and matches of a recorded event, as every format writes them."""

from itertools import pairwise

from tournaments.engine.results import Game
from tournaments.management.replaying.parts import Fault, Part, whole
from tournaments.management.replaying.records import RecordedMatch


def read_team(given: object, where: str, names: dict[str, str]) -> str:
    """The key of a team, by which matches name it; also notes what it is called."""
    if isinstance(given, str):
        given = Part({"team": given}, where).text("team")
        names.setdefault(given, given)
        return given
    team = Part(given, f"{where}: a team")
    name = team.text_or_none("name") or team.text("code")
    key = team.text_or_none("code") or name
    if key not in names or team.has("name"):
        names[key] = name
    return key


def read_seeded_teams(stage: Part, names: dict[str, str]) -> list[str]:
    """The teams of ``stage`` by their seeds, which need not begin at 1."""
    seeded = sorted(
        (Part(team, f"{stage.where}: team {number}").whole("seed"), number, team)
        for number, team in enumerate(stage.items("teams"), start=1)
    )
    if len(seeded) < 2:
        raise Fault(f"{stage.where}: it needs at least two teams")
    for (seed, _number, _team), (other, *_) in pairwise(seeded):
        if seed == other:
            raise Fault(f"{stage.where}: two teams have the seed {seed}")
    teams = [read_team(team, stage.where, names) for _seed, _number, team in seeded]
    check_once(teams, stage.where)
    return teams


def read_rounds(stage: Part, teams: list[str]) -> list[RecordedMatch]:
    """The matches of ``stage``, round after round."""
    matches = [read_match(match, teams) for match in stage.parts("matches")]
    for number, match in enumerate(matches, start=1):
        if match.round is None:
            raise Fault(f"{stage.where}: match {number} has no round")
    if not matches:
        raise Fault(f"{stage.where}: it has no matches")
    return sorted(matches, key=lambda match: match.round or 0)


def read_match(match: Part, teams: list[str]) -> RecordedMatch:
    sides = (match.text("team1"), match.text("team2"))
    for team in sides:
        check_known(team, teams, match.where)
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


def check_known(team: str, teams: list[str], where: str) -> None:
    if team not in teams:
        raise Fault(f"{where}: “{team}” is not one of the teams")


def check_once(teams: list[str], where: str) -> None:
    for team in teams:
        if teams.count(team) > 1:
            raise Fault(f"{where}: “{team}” stands in it twice")


def check_standing(listed: list[str], teams: list[str], where: str) -> None:
    """Refuse a table that does not name each of ``teams`` once."""
    for team in listed:
        if listed.count(team) > 1:
            raise Fault(f"{where}: “{team}” stands in the final standing twice")
    for team in teams:
        if team not in listed:
            raise Fault(f"{where}: “{team}” is missing from the final standing")


def _games(match: Part) -> tuple[Game, ...]:
    if match.has("games"):
        pairs = match.items("games")
        return tuple(Game(*_pair(pair, f"{match.where}: “games”")) for pair in pairs)
    score = _pair(match.items("score"), f"{match.where}: “score”")
    if match.has("penalties"):
        return (Game(*score, *_pair(match.items("penalties"), f"{match.where}: “penalties”")),)
    return (Game(*score),)


def _pair(given: object, where: str) -> tuple[int, int]:
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
