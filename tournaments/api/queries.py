"""A whole competition as rows: seven queries, however many stages and matches it has."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tournaments.brackets.models import (
    GameScore,
    Group,
    Match,
    MatchSide,
    Round,
    Stage,
    StageEntry,
)
from tournaments.core.models import Tournament


@dataclass(frozen=True, slots=True)
class DrawnStage:
    """A stage and all that hangs on it. ``sides`` are by match and ``games`` by side."""

    stage: Stage
    entries: list[StageEntry] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    sides: dict[int, list[MatchSide]] = field(default_factory=lambda: defaultdict(list))
    games: dict[int, list[GameScore]] = field(default_factory=lambda: defaultdict(list))


def drawn_stages(tournament: Tournament) -> list[DrawnStage]:
    """The stages that are drawn, in their order. Every match knows its round and group."""
    stages = list(tournament.drawn_stages.exclude(drawn_at=None).order_by("number"))
    drawn = {stage.pk: DrawnStage(stage) for stage in stages}
    entries = StageEntry.objects.filter(stage__in=stages).select_related("entrant")
    for entry in entries.order_by("seed"):
        drawn[entry.stage_id].entries.append(entry)
    groups = {row.pk: row for row in Group.objects.filter(stage__in=stages).order_by("number")}
    rounds = {row.pk: row for row in Round.objects.filter(stage__in=stages)}
    for group in groups.values():
        drawn[group.stage_id].groups.append(group)
    for round_ in rounds.values():
        drawn[round_.stage_id].rounds.append(round_)
    matches = _matches(stages, groups, rounds)
    for match in matches.values():
        drawn[match.stage_id].matches.append(match)
    for side in MatchSide.objects.filter(match__stage__in=stages).order_by("slot"):
        side.match = matches[side.match_id]
        side.from_match = matches.get(side.from_match_id)
        drawn[side.match.stage_id].sides[side.match_id].append(side)
    games = GameScore.objects.filter(side__match__stage__in=stages).select_related("side")
    for game in games.order_by("number"):
        drawn[matches[game.side.match_id].stage_id].games[game.side_id].append(game)
    return list(drawn.values())


def _matches(
    stages: Iterable[Stage], groups: dict[int, Group], rounds: dict[int, Round]
) -> dict[int, Match]:
    rows = Match.objects.filter(stage__in=stages)
    found = {match.pk: match for match in rows.order_by("round__number", "round_id", "number")}
    for match in found.values():
        match.round = rounds[match.round_id]
        match.group = groups.get(match.group_id)
    return found
