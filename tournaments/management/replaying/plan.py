"""The settings that a recorded event needs, as an organizer would enter them in the editor."""

from collections.abc import Sequence
from typing import Any

from tournaments.engine.crossing import BYE_LABEL
from tournaments.engine.entering import group_name
from tournaments.management.replaying.parts import Fault
from tournaments.management.replaying.records import (
    RecordedEvent,
    RecordedGroups,
    RecordedKnockout,
    RecordedMatch,
    RecordedRow,
    RecordedStage,
)


def stage_blocks(event: RecordedEvent) -> list[tuple[str, dict[str, Any]]]:
    """The blocks of the page's ``stages``."""
    blocks = []
    for number, stage in enumerate(event.stages):
        following = event.stages[number + 1] if number + 1 < len(event.stages) else None
        before = event.stages[number - 1] if number else None
        if isinstance(stage, RecordedGroups):
            blocks.append(("round_robin", _groups(stage, following, is_first=before is None)))
        else:
            blocks.append(("single_elimination", _knockout(stage, before)))
    return blocks


def seeded_teams(event: RecordedEvent) -> list[str]:
    """The teams of the first stage in the order of their seeds."""
    return event.stages[0].teams


def _groups(
    stage: RecordedGroups, following: RecordedStage | None, *, is_first: bool
) -> dict[str, Any]:
    if not is_first:
        raise Fault(f"“{stage.name}”: groups can be replayed as the first stage only")
    seed = {team: number for number, team in enumerate(stage.teams, start=1)}
    advance, best_next = _advance(stage, following)
    return {
        "name": stage.name,
        "groups": len(stage.groups),
        "legs": str(_legs(stage)),
        "best_of": str(_best_of(stage.matches, is_knockout=False)),
        "as_usual": False,
        "draws": any(match.winner is None for match in stage.matches)
        or stage.points["draw"] > stage.points["loss"],
        "points_win": stage.points["win"],
        "points_draw": stage.points["draw"],
        "points_loss": stage.points["loss"],
        "tiebreaks": list(stage.tiebreaks),
        "advance": advance,
        "best_next": best_next,
        "fixed_groups": " / ".join(
            " ".join(str(seed[team]) for team in group.teams) for group in stage.groups
        ),
    }


def _knockout(stage: RecordedKnockout, before: RecordedStage | None) -> dict[str, Any]:
    by_round: dict[int, list[RecordedMatch]] = {}
    for match in stage.rounds:
        assert match.round is not None, "reading asks for it"
        by_round.setdefault(match.round, []).append(match)
    lengths = {
        number: max(_best_of(matches, is_knockout=True), stage.best_of or 1)
        for number, matches in by_round.items()
    }
    usual = stage.best_of or lengths[min(lengths)]
    return {
        "name": stage.name,
        "best_of": str(usual),
        "best_of_rounds": [
            {"round": number, "best_of": str(length)}
            for number, length in sorted(lengths.items())
            if length != usual
        ],
        "third_place": stage.third_place_match is not None,
        "first_round": _first_round(stage, before),
    }


def _first_round(stage: RecordedKnockout, before: RecordedStage | None) -> str:
    if before is None:
        labels = {team: str(number) for number, team in enumerate(stage.teams, start=1)}
    elif isinstance(before, RecordedGroups):
        labels = _labels(before, stage)
    else:
        raise Fault(f"“{stage.name}”: nobody advances from one knockout to another")
    return " ".join(
        "-".join(BYE_LABEL if team is None else labels[team] for team in pair)
        for pair in stage.first_round
    )


def _labels(before: RecordedGroups, stage: RecordedKnockout) -> dict[str, str]:
    """What each team of ``stage`` is by the recorded tables: a place, or one of the best next."""
    advance, best_next = _advance(before, stage)
    labels = {
        row.team: f"{group_name(number)}{place}"
        for number, group in enumerate(before.groups, start=1)
        for place, row in enumerate(group.standing[:advance], start=1)
    }
    if best_next:
        going = set(stage.teams)
        rows = [row for group in before.groups for row in group.standing[advance : advance + 1]]
        best = sorted((row for row in rows if row.team in going), key=_merit, reverse=True)
        first = advance * len(before.groups) + 1
        labels |= {row.team: str(seed) for seed, row in enumerate(best, start=first)}
    if strangers := [team for team in stage.teams if team not in labels]:
        raise Fault(f"“{stage.name}”: “{strangers[0]}” did not advance by the recorded tables")
    return labels


def _merit(row: RecordedRow) -> tuple[int, int, int]:
    scored = row.scored or 0
    return (row.points or 0, scored - (row.conceded or 0), scored)


def _advance(stage: RecordedGroups, following: RecordedStage | None) -> tuple[int, int]:
    """How many of each group go on, and how many of the best that follow."""
    return divmod(len(following.teams), len(stage.groups)) if following else (0, 0)


def _legs(stage: RecordedGroups) -> int:
    group = stage.groups[0]
    once = len(group.teams) * (len(group.teams) - 1) // 2
    return max(1, len(group.matches) // once) if once else 1


def _best_of(matches: Sequence[RecordedMatch], *, is_knockout: bool) -> int:
    """The length of series in which all of ``matches`` can have ended as they did."""
    if not is_knockout and any(match.winner is None for match in matches):
        # What ended level was played to its end, and the others are no longer.
        return max(1, *(len(match.games) for match in matches))
    longest = 1
    for match in matches:
        won = [sum(game.winner == side for game in match.games) for side in (1, 2)]
        longest = max(longest, 2 * max(won) - 1 if match.winner is not None else len(match.games))
    return longest
