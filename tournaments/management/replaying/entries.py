"""Where the teams of each recorded stage come from: the field, or places of earlier stages.

A file does not say so. Who was in no stage before comes from the field; everybody else from the
last stage that the team was in, by the place in its recorded table.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from tournaments.engine.entering import FIELD, Entering, Inlet, Origin
from tournaments.engine.graph import through
from tournaments.management.replaying.parts import Fault
from tournaments.management.replaying.records import (
    RecordedEvent,
    RecordedGroups,
    RecordedStage,
    RecordedSwiss,
)


def field_of(event: RecordedEvent) -> list[str]:
    """All teams in the order of their seeds in the field.

    Who enters later is seeded higher, as at an event where the best skip the first stage.
    """
    entering = [
        [team for team in stage.teams if sources[team] == FIELD]
        for stage, sources in zip(event.stages, _sources(event), strict=True)
    ]
    return [team for teams in reversed(entering) for team in teams]


def entries_of(event: RecordedEvent) -> "list[Entries]":
    field = {team: seed for seed, team in enumerate(field_of(event), start=1)}
    return [
        Entries(event, stage, sources, field)
        for stage, sources in zip(event.stages, _sources(event), strict=True)
    ]


def _sources(event: RecordedEvent) -> list[dict[str, int]]:
    """For each stage the number of the stage that each team comes from."""
    last: dict[str, int] = {}
    sources = []
    for number, stage in enumerate(event.stages, start=1):
        sources.append({team: last.get(team, FIELD) for team in stage.teams})
        last |= dict.fromkeys(stage.teams, number)
    return sources


@dataclass(frozen=True)
class Entries:
    """Who enters ``stage``. ``sources`` are the stages they come from, ``field`` its seeds."""

    event: RecordedEvent
    stage: RecordedStage
    sources: Mapping[str, int]
    field: Mapping[str, int]

    @cached_property
    def inlets(self) -> list[Inlet]:
        """In the order of the seeds that the file gives; without any, the field comes first."""
        for number in sorted({*self.sources.values()} - {FIELD}):
            self._check_went_on(number)
        order = self.stage.teams
        if not self.stage.is_seeded:
            order = sorted(order, key=self.sources.__getitem__)
        return [
            inlet
            for number, teams in groupby(order, key=self.sources.__getitem__)
            for inlet in self._through(number, list(teams))
        ]

    @cached_property
    def seeds(self) -> dict[str, int]:
        """The seed in the stage that each team has by the recorded tables."""
        seeds: dict[Origin, list[int]] = {}
        for seed, origin in enumerate(self.entering.origins, start=1):
            seeds.setdefault(origin, []).append(seed)
        by_merit = sorted(self.stage.teams, key=self._merit, reverse=True)
        return {team: seeds[self._origin(team)].pop(0) for team in by_merit}

    @cached_property
    def entering(self) -> Entering:
        sizes = {FIELD: [len(self.field)]} | {
            number: [len(ranking) for ranking in self._source(number).ranking]
            for number in {*self.sources.values()} - {FIELD}
        }
        return through(self.inlets, sizes)

    def label(self, team: str) -> str:
        """ "A1" for the first of group A, else the number of the seed."""
        seed = self.seeds[team]
        is_plain = len({*self.sources.values()}) == 1
        return self.entering.label(seed) if is_plain else str(seed)

    @property
    def has_seeds(self) -> bool:
        """Whether the site must come to the seeds of the file.

        Behind several groups the first round of a knockout is written out instead: which of
        their winners is seed 1 is a matter of each event.
        """
        if isinstance(self.stage, RecordedSwiss):
            return True
        return self.stage.is_seeded and not self._comes_from_groups

    @property
    def _comes_from_groups(self) -> bool:
        """Whether some come from a stage of several groups."""
        return any(
            len(self._source(number).ranking) > 1 for number in {*self.sources.values()} - {FIELD}
        )

    def _source(self, number: int) -> RecordedStage:
        return self.event.stages[number - 1]

    def _from(self, number: int) -> list[str]:
        return [team for team in self.stage.teams if self.sources[team] == number]

    def _place(self, team: str) -> tuple[int, int]:
        """The group and the place of a team in the stage that it comes from."""
        return next(
            (group, ranking.index(team) + 1)
            for group, ranking in enumerate(self._source(self.sources[team]).ranking, start=1)
            if team in ranking
        )

    def _places(self, number: int, teams: Iterable[str]) -> dict[int, bool]:
        """The places that ``teams`` have in stage ``number``; whether those of all groups go."""
        going = Counter(self._place(team)[1] for team in teams)
        rankings = self._source(number).ranking
        return {
            place: going[place] == sum(len(ranking) >= place for ranking in rankings)
            for place in sorted(going)
        }

    def _origin(self, team: str) -> Origin:
        number = self.sources[team]
        if number == FIELD:
            return Origin(FIELD, None, self.field[team])
        group, place = self._place(team)
        is_whole = self._places(number, self._from(number))[place]
        return Origin(number, group if is_whole else None, place)

    def _merit(self, team: str) -> tuple[int, ...]:
        """By which the best at one place of several groups are told."""
        source = self._source(self.sources[team]) if self.sources[team] != FIELD else None
        if not isinstance(source, RecordedGroups):
            return ()
        return next(
            row.merit for group in source.groups for row in group.standing if row.team == team
        )

    def _through(self, number: int, teams: list[str]) -> list[Inlet]:
        if number == FIELD:
            return [Inlet(FIELD, first, last) for first, last in _ranges(map(self._seed, teams))]
        places = self._places(number, teams)
        whole = [place for place, is_whole in places.items() if is_whole]
        best = [place for place, is_whole in places.items() if not is_whole]
        going = Counter(self._place(team)[1] for team in teams)
        return [
            *(Inlet(number, first, last) for first, last in _ranges(whole)),
            *(Inlet(number, place, place, going[place]) for place in best),
        ]

    def _seed(self, team: str) -> int:
        return self.field[team]

    def _check_went_on(self, number: int) -> None:
        """Refuse who goes on past somebody with a better place, or after being eliminated."""
        source, going = self._source(number), self._from(number)
        if isinstance(source, RecordedSwiss):
            out = [team for team in going if team in source.eliminated]
            if 0 < len(out) < len(going) < len(source.teams):
                raise Fault(
                    f"“{self.stage.name}”: “{out[0]}” goes on, but it was eliminated in "
                    f"“{source.name}”"
                )
        places = self._places(number, going)
        *before, last = places
        for place in range(min(places), last):
            if place not in before or not places[place]:
                stranger = max(going, key=lambda team: self._place(team)[1])
                raise Fault(
                    f"“{self.stage.name}”: “{stranger}” did not advance by the recorded tables"
                )


def _ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last of each run of ``numbers`` that follow each other."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges
