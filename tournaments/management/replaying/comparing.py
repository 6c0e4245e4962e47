"""What the site computed, beside what the file records."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tournaments.brackets.models import Stage
from tournaments.brackets.places import bracket_places
from tournaments.brackets.standings import group_tables
from tournaments.core.models import Tournament
from tournaments.engine.formats import parse_stages
from tournaments.engine.graph import placing_order
from tournaments.management.replaying.comparing_matches import MatchComparison
from tournaments.management.replaying.comparing_tables import group_table, swiss_table
from tournaments.management.replaying.entries import Entries, entries_of
from tournaments.management.replaying.pairings import round_pairs
from tournaments.management.replaying.records import (
    RecordedEvent,
    RecordedGroups,
    RecordedKnockout,
    RecordedSwiss,
)
from tournaments.management.replaying.teams import entrants_by_team


class Comparison:
    """Reads the tournament's rows once; ``differences`` names everything that is not alike."""

    def __init__(self, event: RecordedEvent, tournament: Tournament) -> None:
        self.event = event
        self.tournament = tournament
        entrants = entrants_by_team(event, tournament)
        self.team_of = {entrant.pk: team for team, entrant in entrants.items()}
        self.stages = {stage.number: stage for stage in tournament.drawn_stages.all()}
        self.matches = MatchComparison(self.team_of, event)

    def differences(self) -> list[str]:
        return [*self._stages(), *self._honours()]

    def pairings(self, number: int) -> int:
        """How many pairings of a Swiss stage the site computed as they are in the file."""
        recorded = self.event.stages[number - 1]
        assert isinstance(recorded, RecordedSwiss)
        rounds = round_pairs(self.stages[number], recorded, self.team_of)
        return sum(len(each.site & each.file) for each in rounds)

    def _stages(self) -> Iterator[str]:
        for number, entries in enumerate(entries_of(self.event), start=1):
            stage, recorded = self.stages.get(number), entries.stage
            if stage is None or stage.drawn_at is None:
                yield f"{recorded.name}: the site did not draw it"
                return
            yield from self._entering(stage, entries)
            compare: Callable[[Stage, Any], Iterator[str]] = {
                RecordedGroups: self._groups,
                RecordedSwiss: self._swiss,
                RecordedKnockout: self._knockout,
            }[type(recorded)]
            yield from compare(stage, recorded)

    def _entering(self, stage: Stage, entries: Entries) -> Iterator[str]:
        """Who is in the stage; and their seeds, which the site took from the tables before."""
        entrants = stage.entries.order_by("seed").values_list("entrant_id", flat=True)
        site, file = [self.team_of[pk] for pk in entrants], entries.stage.teams
        name = entries.stage.name
        for team in sorted(set(site) - set(file)):
            yield f"{name}: {self._name(team)} is in by the site, and not in the file"
        for team in sorted(set(file) - set(site)):
            yield f"{name}: {self._name(team)} is in by the file, and not on the site"
        if entries.has_seeds and set(site) == set(file):
            for seed, (one, other) in enumerate(zip(site, file, strict=True), start=1):
                if one != other:
                    yield (
                        f"{name}: seed {seed} is {self._name(one)} by the site, "
                        f"{self._name(other)} by the file"
                    )

    def _groups(self, stage: Stage, recorded: RecordedGroups) -> Iterator[str]:
        tables = group_tables(stage)
        if len(tables) != len(recorded.groups):
            yield f"{recorded.name}: {len(tables)} groups, the file has {len(recorded.groups)}"
            return
        for table, group in zip(tables, recorded.groups, strict=True):
            yield from group_table(table, group, self.team_of, self.event)
            played = stage.matches.filter(group=table.group)
            yield from self.matches.differences(played, group.matches, group.name)

    def _swiss(self, stage: Stage, recorded: RecordedSwiss) -> Iterator[str]:
        """Round after round, up to the first one that is paired in another way."""
        rounds = {each.number: each for each in round_pairs(stage, recorded, self.team_of)}
        for number, matches in recorded.rounds:
            where = f"{recorded.name}, round {number}"
            if number not in rounds:
                yield f"{where}: the site did not pair it"
                return
            if rounds[number].differs:
                yield f"{recorded.name}, {rounds[number].sentence(self.event.names)}"
                return
            played = stage.matches.filter(round__number=number)
            yield from self.matches.differences(played, matches, where)
        [table] = group_tables(stage)
        if not table.is_over:
            yield f"{recorded.name}: the site has another round to pair, and the file has not"
        yield from swiss_table(table, recorded, self.team_of, self.event)

    def _knockout(self, stage: Stage, recorded: RecordedKnockout) -> Iterator[str]:
        ordinary = stage.matches.exclude(round__bracket="third_place")
        for number in sorted({match.round for match in recorded.rounds}):
            matches = [match for match in recorded.rounds if match.round == number]
            played = ordinary.filter(round__number=number)
            yield from self.matches.differences(played, matches, f"{recorded.name}, round {number}")
        if recorded.third_place_match:
            third = stage.matches.filter(round__bracket="third_place")
            where = f"{recorded.name}, third place"
            yield from self.matches.differences(third, [recorded.third_place_match], where)

    def _honours(self) -> Iterator[str]:
        """Champions and whoever comes next, of the tournament and of every other knockout."""
        specs = parse_stages(self.tournament.stages)
        for number, recorded in enumerate(self.event.stages, start=1):
            if not isinstance(recorded, RecordedKnockout):
                continue
            if number == placing_order(specs)[0]:
                placed = {
                    place.first: self.team_of[place.entrant_id]
                    for place in self.tournament.placements.all()
                    if place.first == place.last
                }
                yield from self._places(placed, recorded, "Place")
            elif number in self.stages:
                [blocks] = bracket_places(self.stages[number])
                alone = [block for block in blocks if block.first == block.last]
                placed = {block.first: self.team_of[block.entrants[0]] for block in alone}
                yield from self._places(placed, recorded, f"{recorded.name}, place")

    def _places(
        self, placed: Mapping[int, str], recorded: RecordedKnockout, where: str
    ) -> Iterator[str]:
        for place, team in enumerate(
            (recorded.champion, recorded.runner_up, recorded.third), start=1
        ):
            if team is not None and placed.get(place) != team:
                site = self._name(placed.get(place))
                yield f"{where} {place}: the site has {site}, the file has {self._name(team)}"

    def _name(self, team: str | None) -> str:
        return self.event.called(team)
