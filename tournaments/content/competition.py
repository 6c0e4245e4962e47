"""The competition of a tournament as its page shows it: brackets and tables of all stages."""

from dataclasses import dataclass, field

from tournaments.brackets.models import Stage, StageEntry
from tournaments.brackets.preview import planned_bracket
from tournaments.brackets.queries import GroupView, bracket, groups
from tournaments.brackets.tree import BracketView
from tournaments.core.models import Tournament
from tournaments.core.operations import tournament_topic
from tournaments.core.versions import current_versions
from tournaments.engine.formats import parse_spec

ROUND_ROBIN = "round_robin"


@dataclass(frozen=True, slots=True)
class GroupStageView:
    name: str
    groups: list[GroupView]


@dataclass(frozen=True, slots=True)
class Competition:
    """``version`` is that of the tournament before anything was read."""

    version: int
    brackets: list[BracketView] = field(default_factory=list)
    group_stages: list[GroupStageView] = field(default_factory=list)

    @property
    def is_in_groups(self) -> bool:
        """Whether the tables are what matters now: every bracket is only planned."""
        return bool(self.group_stages) and all(shown.is_planned for shown in self.brackets)


def competition_version(tournament: Tournament) -> int:
    topic = tournament_topic(tournament.pk)
    return current_versions([topic])[topic]


def competition(tournament: Tournament) -> Competition:
    """Every drawn stage, and the bracket that is planned behind the groups."""
    shown = Competition(version=competition_version(tournament))
    stages = list(tournament.drawn_stages.exclude(drawn_at=None).order_by("number"))
    for place, stage in enumerate(stages):
        if stage.format == ROUND_ROBIN:
            following = stages[place + 1] if place + 1 < len(stages) else None
            shown.group_stages.append(
                GroupStageView(stage.name, groups(stage, gone_on=_entrants(following)))
            )
        else:
            shown.brackets.append(bracket(stage))
    if planned := _planned(tournament, stages):
        shown.brackets.append(planned)
    return shown


def _entrants(stage: Stage | None) -> frozenset[int] | None:
    if stage is None:
        return None
    return frozenset(StageEntry.objects.filter(stage=stage).values_list("entrant", flat=True))


def _planned(tournament: Tournament, stages: list[Stage]) -> BracketView | None:
    """The next stage, while the groups before it are being played."""
    if not stages or stages[-1].format != ROUND_ROBIN:
        return None
    following = tournament.stages[stages[-1].number :]
    if not following or following[0]["format"] == ROUND_ROBIN:
        return None
    return planned_bracket(
        following[0],
        after=parse_spec(stages[-1].spec).qualifiers,
        number=stages[-1].number + 1,
    )
