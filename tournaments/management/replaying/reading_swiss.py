"""A recorded Swiss stage."""

from collections import Counter

from tournaments.management.replaying.parts import Fault, Part
from tournaments.management.replaying.reading_matches import (
    check_known,
    check_standing,
    read_rounds,
    read_seeded_teams,
)
from tournaments.management.replaying.records import RecordedMatch, RecordedSwiss, SwissRow

# What the file calls them, and what the engine does.
PAIRINGS = {"backtracking": "backtracking", "priority-table": "priority_table"}
FIRST_ROUNDS = {"fold": "fold", "slide": "slide"}


def read_swiss(stage: Part, names: dict[str, str]) -> RecordedSwiss:
    teams = read_seeded_teams(stage, names)
    matches = read_rounds(stage, teams)
    _check_rounds(matches, stage.where)
    standing = tuple(_row(row, teams) for row in stage.parts("final_standing"))
    check_standing([row.team for row in standing], teams, stage.where)
    best_of, best_of_decider = _lengths(stage)
    return RecordedSwiss(
        name=stage.text("name", longest=80),
        teams=teams,
        wins=stage.whole("wins_to_advance"),
        losses=stage.whole("losses_to_eliminate"),
        best_of=best_of,
        best_of_decider=best_of_decider,
        first_round=_word(stage, "first_round", FIRST_ROUNDS),
        pairing=_word(stage, "pairing", PAIRINGS),
        matches=matches,
        standing=standing,
    )


def _row(row: Part, teams: list[str]) -> SwissRow:
    team = row.text("code" if row.has("code") else "team")
    check_known(team, teams, row.where)
    return SwissRow(team, row.whole("wins"), row.whole("losses"), row.signed("buchholz"))


def _lengths(stage: Part) -> tuple[int, int | None]:
    """Of most matches, and of those that can send a team on or out."""
    if not isinstance(stage.given.get("best_of"), dict):
        return stage.whole("best_of"), None
    lengths = stage.part("best_of")
    return lengths.whole("default"), lengths.whole_or_none("advancement_and_elimination")


def _word(stage: Part, key: str, words: dict[str, str]) -> str:
    word = stage.text(key)
    if word not in words:
        raise Fault(f"{stage.where}: “{key}” is one of {', '.join(words)}, not “{word}”")
    return words[word]


def _check_rounds(matches: list[RecordedMatch], where: str) -> None:
    """Refuse a round without matches, a team twice in one, and a match that nobody won."""
    for number in range(1, (matches[-1].round or 0) + 1):
        played = [match for match in matches if match.round == number]
        if not played:
            raise Fault(f"{where}: round {number} has no matches")
        for team, times in Counter(side for match in played for side in match.sides).items():
            if times > 1:
                raise Fault(f"{where}: “{team}” plays twice in round {number}")
        for match in played:
            if match.winner is None:
                pair = " and ".join(f"“{side}”" for side in match.sides)
                raise Fault(f"{where}: nobody won the match of {pair} in round {number}")
    if matches[0].round == 0:
        raise Fault(f"{where}: rounds are counted from 1")
