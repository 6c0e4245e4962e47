"""Recorded events for tests of the replay, and what comes of replaying them."""

import copy
import io
import json
from pathlib import Path

from django.core.management import call_command

DATA = Path(__file__).parents[3] / "tournaments" / "data"
WORLD_CUP = DATA / "world_cup_2022.json"
MAJOR = DATA / "cs_major_rio_2022.json"


def replay(path: Path, *options: str) -> tuple[int, str]:
    """Exit status and output of the command."""
    out = io.StringIO()
    try:
        call_command("replay", path, *options, stdout=out)
    except SystemExit as leaving:
        return leaving.code, out.getvalue()
    return 0, out.getvalue()


def written(tmp_path: Path, event: object) -> Path:
    path = tmp_path / "event.json"
    path.write_text(event if isinstance(event, str) else json.dumps(event), encoding="utf-8")
    return path


def differences(path: Path) -> list[str]:
    _status, output = replay(path, "--json")
    return json.loads(output)["differences"]


def recorded(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def group(name: str, teams: list[str], scores: dict, standing: list[str], **more) -> dict:
    """A group from ``{(team1, team2): (goals1, goals2)}``; the table names the order only."""
    return {
        "name": name,
        "teams": teams,
        "matches": [
            {"team1": one, "team2": other, "score": list(score)}
            for (one, other), score in scores.items()
        ],
        "final_standing": [{"team": team} for team in standing],
        **more,
    }


def groups(*given: dict, tiebreaks=("points", "goal_difference", "goals_for")) -> dict:
    return {
        "name": "Groups",
        "format": "round_robin",
        "points": {"win": 3, "draw": 1, "loss": 0},
        "tiebreaks": list(tiebreaks),
        "groups": list(given),
    }


def knockout(rounds: list[dict], **more) -> dict:
    return {"name": "Playoffs", "format": "single_elimination", "matches": rounds, **more}


def match(number: int, one: str, other: str, winner: str, **more) -> dict:
    score = [1, 0] if winner == one else [0, 1]
    return {"round": number, "team1": one, "team2": other, "winner": winner, "score": score} | more


def swiss(name: str, teams: list[str], *, seeds: range, **more) -> dict:
    """Eight teams until two wins or losses, in which the better seed always wins."""
    rounds = [
        [(1, 8), (2, 7), (3, 6), (4, 5)],
        [(1, 4), (2, 3), (5, 8), (6, 7)],
        # Of those with 1-1 the best would meet the worst; but 3 and 6 have met.
        [(3, 5), (4, 6)],
    ]
    table = [
        (2, 0, -1),
        (2, 0, -1),
        (2, 1, 0),
        (2, 1, 0),
        (1, 2, 0),
        (1, 2, 0),
        (0, 2, 1),
        (0, 2, 1),
    ]
    return {
        "name": name,
        "format": "swiss",
        "wins_to_advance": 2,
        "losses_to_eliminate": 2,
        "first_round": "fold",
        "pairing": "backtracking",
        "best_of": {"default": 1, "advancement_and_elimination": 3},
        "teams": [
            {"code": team, "name": f"Team {team}", "seed": seed}
            for team, seed in zip(teams, seeds, strict=True)
        ],
        "matches": [
            {
                "round": number,
                "team1": teams[other - 1],
                "team2": teams[one - 1],
                "winner": teams[one - 1],
                "games": [[5, 13]] * (1 if number == 1 else 2),
            }
            for number, pairs in enumerate(rounds, start=1)
            for one, other in pairs
        ],
        "final_standing": [
            {"code": team, "wins": wins, "losses": losses, "buchholz": buchholz}
            for team, (wins, losses, buchholz) in zip(teams, table, strict=True)
        ],
        **more,
    }


def small_major() -> dict:
    """Twelve teams: E to L play for four places beside A to D, and four of those a knockout."""
    last = knockout(
        [match(1, "A", "D", "A"), match(1, "B", "C", "B"), match(2, "A", "B", "A")],
        teams=[{"code": team, "seed": seed} for seed, team in enumerate("ABCD", start=1)],
        champion="A",
        runner_up="B",
    )
    stages = [
        swiss("Play-in", [*"EFGHIJKL"], seeds=range(5, 13)),
        swiss("Main stage", [*"ABCDEFGH"], seeds=range(1, 9)),
        last,
    ]
    return {"name": "Small Major", "game": "Counter-Strike", "stages": stages}


def without(event: dict, *path) -> dict:
    """A copy of ``event`` without what ``path`` leads to."""
    event = copy.deepcopy(event)
    part = event
    for step in path[:-1]:
        part = part[step]
    del part[path[-1]]
    return event


def changed(event: dict, value: object, *path) -> dict:
    event = copy.deepcopy(event)
    part = event
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return event
