"""The competition of a tournament as its page shows it: brackets and tables of all stages."""

from dataclasses import dataclass, field

from tournaments.brackets.entering import specs_of, stages_of
from tournaments.brackets.group_views import GroupView
from tournaments.brackets.models import Stage, StageEntry
from tournaments.brackets.preview import planned_brackets
from tournaments.brackets.queries import brackets, groups
from tournaments.brackets.rules import is_open_ladder
from tournaments.brackets.tree import BracketView
from tournaments.core.models import Tournament
from tournaments.core.operations import tournament_topic
from tournaments.core.versions import current_versions
from tournaments.engine.graph import entering, feeders
from tournaments.engine.specs import StageSpec


@dataclass(frozen=True, slots=True)
class GroupStageView:
    name: str
    groups: list[GroupView]
    takes_challenges: bool = False


@dataclass(frozen=True, slots=True)
class Competition:
    """``version`` is that of the tournament before anything was read; ``random_seeds`` are those
    of the stages that are drawn, by number.
    """

    version: int
    brackets: list[BracketView] = field(default_factory=list)
    group_stages: list[GroupStageView] = field(default_factory=list)
    random_seeds: dict[int, int] = field(default_factory=dict)

    @property
    def is_in_groups(self) -> bool:
        """Whether the tables are what matters now: every bracket is only planned."""
        return bool(self.group_stages) and all(shown.is_planned for shown in self.brackets)


def competition_version(tournament: Tournament) -> int:
    topic = tournament_topic(tournament.pk)
    return current_versions([topic])[topic]


def competition(tournament: Tournament) -> Competition:
    """Every drawn stage, and the brackets that are planned behind them."""
    shown = Competition(version=competition_version(tournament))
    stages = stages_of(tournament)
    specs = specs_of(tournament, list(stages.values()))
    drawn = {number: stage for number, stage in stages.items() if stage.drawn_at}
    for number, stage in drawn.items():
        shown.random_seeds[number] = stage.random_seed
        if specs[number - 1].is_table:
            gone_on = _gone_on(number, specs, drawn)
            shown.group_stages.append(
                GroupStageView(
                    stage.name,
                    groups(stage, gone_on=gone_on),
                    takes_challenges=tournament.status == Tournament.Status.LIVE
                    and is_open_ladder(stage),
                )
            )
        else:
            shown.brackets.extend(brackets(stage))
    for number, spec in enumerate(specs, start=1):
        if drawn and number not in drawn and not spec.is_table and feeders(specs, number):
            entrants = tournament.entrants.count()
            origins = entering(specs, number, entrants)
            shown.brackets.extend(planned_brackets(spec, entering=origins, number=number))
    return shown


def _gone_on(number: int, specs: list[StageSpec], drawn: dict[int, Stage]) -> frozenset[int] | None:
    """The entrants of the stages behind stage ``number``; None before all of them are drawn."""
    behind = [each for each in range(1, len(specs) + 1) if number in feeders(specs, each)]
    if not behind or not drawn.keys() >= set(behind):
        return None
    entries = StageEntry.objects.filter(stage__in=[drawn[each] for each in behind])
    return frozenset(entries.values_list("entrant", flat=True))
