"""The engine against an event that was really played."""

import json
from pathlib import Path

import pytest

from tournaments import engine
from tournaments.engine import formats
from tournaments.engine.results import Game, Result, check_games
from tournaments.engine.single_elimination import placements
from tournaments.engine.stages import advancing, entering
from tournaments.engine.standings import table
from tournaments.engine.tallies import Points
from tournaments.engine.types import LoserOf, Outcome, Seed, WinnerOf

DATA = Path(engine.__file__).parents[1] / "data"
WORLD_CUP = json.loads((DATA / "world_cup_2022.json").read_text())
GROUPS, KNOCKOUT = WORLD_CUP["stages"]
TEAMS = {
    name: number
    for number, name in enumerate(
        (team for group in GROUPS["groups"] for team in group["teams"]), start=1
    )
}
NAMES = {number: name for name, number in TEAMS.items()}
FOOTBALL = {"goal_difference": "difference", "goals_for": "scored"}


def tiebreaks():
    def ours(name):
        for theirs, word in FOOTBALL.items():
            name = name.replace(theirs, word)
        return name

    return [ours(name) for name in GROUPS["tiebreaks"]]


def group_table(group):
    results = []
    for match in group["matches"]:
        series = check_games([Game(*match["score"])], best_of=1, draws=True)
        home, away = TEAMS[match["team1"]], TEAMS[match["team2"]]
        winner = {1: home, 2: away, None: None}[series.winner]
        results.append(Result(home, away, *series.score, winner))
    seeds = {TEAMS[name]: TEAMS[name] for name in group["teams"]}
    return table(seeds, results, points=Points(**GROUPS["points"]), tiebreaks=tiebreaks())


@pytest.mark.parametrize("group", GROUPS["groups"], ids=lambda group: group["name"])
def test_table_is_the_one_the_world_cup_ended_with(group):
    rows = [
        {
            "team": NAMES[row.entrant],
            "w": row.won,
            "d": row.drawn,
            "l": row.lost,
            "gf": row.scored,
            "ga": row.conceded,
            "gd": row.difference,
            "points": row.points,
        }
        for row in group_table(group)
    ]

    assert rows == group["final_standing"]


def test_knockout_ends_as_the_world_cup_did():
    spec = formats.parse_spec({"format": "single_elimination", "third_place": True})
    groups = formats.parse_spec({"format": "round_robin", "groups": 8, "advance": 2})
    entered = advancing([group_table(group) for group in GROUPS["groups"]], per_group=2)
    bracket = formats.build(spec, 16, entering=entering([groups, spec], 2, 32))
    played = {
        frozenset((match["team1"], match["team2"])): match
        for match in [*KNOCKOUT["matches"], KNOCKOUT["third_place_match"]]
    }
    results: dict[str, Outcome] = {}

    def who(source):
        match source:
            case Seed(number):
                return entered[number - 1]
            case WinnerOf(match):
                return results[match].winner
            case LoserOf(match):
                return results[match].losers[0]

    for match in bracket.matches:
        sides = tuple(who(source) for source in match.sides)
        fact = played.pop(frozenset(NAMES[side] for side in sides))
        series = check_games(
            [Game(*fact["score"], *fact.get("penalties", ()))], best_of=match.best_of, draws=False
        )
        facts = TEAMS[fact["team1"]], TEAMS[fact["team2"]]
        winner, loser = facts if series.winner == 1 else facts[::-1]
        results[match.id] = Outcome(winner, (loser,))

    first_round = [
        [NAMES[who(source)] for source in match.sides]
        for match in bracket.matches
        if match.round == 1
    ]
    best = [
        (place.first, place.last, [NAMES[entrant] for entrant in place.entrants])
        for place in placements(bracket, results)[:4]
    ]
    assert played == {}
    assert first_round == KNOCKOUT["first_round"]
    assert best == [
        (1, 1, ["Argentina"]),
        (2, 2, ["France"]),
        (3, 3, ["Croatia"]),
        (4, 4, ["Morocco"]),
    ]
