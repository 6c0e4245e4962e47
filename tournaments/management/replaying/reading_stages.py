"""The stages of a recorded event, by their formats."""

from collections.abc import Callable

from tournaments.engine.seeding import fold
from tournaments.management.replaying.parts import Fault, Part
from tournaments.management.replaying.reading_matches import (
    check_known,
    check_once,
    check_standing,
    read_match,
    read_rounds,
    read_seeded_teams,
    read_team,
)
from tournaments.management.replaying.reading_swiss import read_swiss
from tournaments.management.replaying.records import (
    RecordedGroup,
    RecordedGroups,
    RecordedKnockout,
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
        if not isinstance(name, str) or name not in TIEBREAKS:
            raise Fault(f"{stage.where}: there is no tiebreak “{name}”")
        tiebreaks.append(TIEBREAKS[name])
    groups = tuple(_group(group, stage, names) for group in stage.parts("groups"))
    if not groups:
        raise Fault(f"{stage.where}: it has no groups")
    check_once([team for group in groups for team in group.teams], stage.where)
    points = {key: given.whole(key) for key in ("win", "draw", "loss")}
    return RecordedGroups(stage.text("name", longest=80), points, tuple(tiebreaks), groups)


def _group(group: Part, stage: Part, names: dict[str, str]) -> RecordedGroup:
    teams = [read_team(team, group.where, names) for team in group.items("teams")]
    matches = tuple(read_match(match, teams) for match in group.parts("matches"))
    lots = [*group.items_or_empty("drawn_lots"), *stage.items_or_empty("drawn_lots")]
    keys = [read_team(lot, group.where, {}) for lot in lots]
    standing = tuple(_row(row, teams) for row in group.parts("final_standing"))
    check_standing([row.team for row in standing], teams, group.where)
    return RecordedGroup(
        name=group.text("name"),
        teams=tuple(teams),
        matches=matches,
        standing=standing,
        drawn_lots=tuple(dict.fromkeys(key for key in keys if key in teams)),
    )


def _row(row: Part, teams: list[str]) -> RecordedRow:
    team = row.text("team" if row.has("team") else "code")
    check_known(team, teams, row.where)
    numbers = [row.whole_or_none(key) for key in ("w", "d", "l", "gf", "ga", "points")]
    return RecordedRow(team, *numbers)


def _knockout(stage: Part, names: dict[str, str]) -> RecordedKnockout:
    is_seeded = not stage.has("first_round")
    if is_seeded:
        teams = read_seeded_teams(stage, names)
        first_round = _standard(teams)
    else:
        first_round = _given(stage, names)
        teams = [team for pair in first_round for team in pair if team is not None]
        check_once(teams, stage.where)
    third = (
        read_match(stage.part("third_place_match"), teams)
        if stage.has("third_place_match")
        else None
    )
    honours = {key: stage.text_or_none(key) for key in ("champion", "runner_up", "third")}
    rounds = tuple(read_rounds(stage, teams))
    for team in honours.values():
        if team is not None:
            check_known(team, teams, stage.where)
    best_of = stage.part("best_of").whole_or_none("default") if stage.has("best_of") else None
    return RecordedKnockout(
        name=stage.text("name", longest=80),
        teams=teams,
        first_round=first_round,
        is_seeded=is_seeded,
        best_of=best_of,
        rounds=rounds,
        third_place_match=third,
        **honours,
    )


def _given(stage: Part, names: dict[str, str]) -> tuple[tuple[str | None, str | None], ...]:
    pairs = []
    for number, pair in enumerate(stage.items("first_round"), start=1):
        where = f"{stage.where}: pair {number} of the first round"
        if not isinstance(pair, list) or len(pair) != 2:
            raise Fault(f"{where} must be two teams")
        one, other = (None if team is None else read_team(team, where, names) for team in pair)
        pairs.append((one, other))
    if not pairs or len(pairs) & (len(pairs) - 1):
        raise Fault(f"{stage.where}: the first round must have 1, 2, 4, 8 or so on pairs")
    return tuple(pairs)


def _standard(teams: list[str]) -> tuple[tuple[str | None, str | None], ...]:
    order = fold(1 << (len(teams) - 1).bit_length())
    slots = [teams[seed - 1] if seed <= len(teams) else None for seed in order]
    return tuple(zip(slots[::2], slots[1::2], strict=True))


STAGES: dict[str, Callable[[Part, dict[str, str]], RecordedStage]] = {
    "round_robin": _groups,
    "swiss": read_swiss,
    "single_elimination": _knockout,
}
