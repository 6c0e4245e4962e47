"""What the site computed, beside what the file records."""

from collections.abc import Iterator

from tournaments.brackets.models import Match, MatchSide, Stage
from tournaments.brackets.standings import GroupTable, group_tables
from tournaments.core.models import Tournament
from tournaments.engine.standings import Row
from tournaments.management.replaying.playing import entrants_by_team
from tournaments.management.replaying.records import (
    RecordedEvent,
    RecordedGroup,
    RecordedGroups,
    RecordedKnockout,
    RecordedMatch,
    RecordedRow,
)


class Comparison:
    """Reads the tournament's rows once; ``differences`` names everything that is not alike."""

    def __init__(self, event: RecordedEvent, tournament: Tournament) -> None:
        self.event = event
        self.tournament = tournament
        entrants = entrants_by_team(event, tournament)
        self.team_of = {entrant.pk: team for team, entrant in entrants.items()}
        self.stages = {stage.number: stage for stage in tournament.drawn_stages.all()}

    def differences(self) -> list[str]:
        return [*self._stages(), *self._honours()]

    def name(self, team: str | None) -> str:
        return self.event.names.get(team, team) if team else "nobody"

    def _stages(self) -> Iterator[str]:
        for number, recorded in enumerate(self.event.stages, start=1):
            stage = self.stages.get(number)
            if stage is None or stage.drawn_at is None:
                yield f"{recorded.name}: the site did not draw it"
                return
            yield from self._entering(stage, set(recorded.teams), recorded.name)
            if isinstance(recorded, RecordedGroups):
                yield from self._groups(stage, recorded)
            else:
                yield from self._knockout(stage, recorded)

    def _entering(self, stage: Stage, recorded: set[str], name: str) -> Iterator[str]:
        entered = {self.team_of[pk] for pk in stage.entries.values_list("entrant_id", flat=True)}
        for team in sorted(entered - recorded):
            yield f"{name}: {self.name(team)} is in by the site, and not in the file"
        for team in sorted(recorded - entered):
            yield f"{name}: {self.name(team)} is in by the file, and not on the site"

    def _groups(self, stage: Stage, recorded: RecordedGroups) -> Iterator[str]:
        tables = group_tables(stage)
        if len(tables) != len(recorded.groups):
            yield f"{recorded.name}: {len(tables)} groups, the file has {len(recorded.groups)}"
            return
        for table, group in zip(tables, recorded.groups, strict=True):
            yield from self._table(table, group)
            played = stage.matches.filter(group=table.group)
            yield from self._matches(played, list(group.matches), group.name)

    def _table(self, table: GroupTable, group: RecordedGroup) -> Iterator[str]:
        ranked = [self.team_of[row.entrant] for row in table.rows]
        recorded = [row.team for row in group.standing]
        if ranked != recorded:
            site, file = (", ".join(map(self.name, teams)) for teams in (ranked, recorded))
            yield f"{group.name}: the site ranks {site}; the file {file}"
        for row in table.rows:
            if row.tied:
                yield f"{group.name}: {self.name(self.team_of[row.entrant])} is level with another"
        rows = {self.team_of[row.entrant]: row for row in table.rows}
        for line in group.standing:
            if line.team in rows:
                yield from self._line(rows[line.team], line, group.name)

    def _line(self, row: Row, line: RecordedRow, group: str) -> Iterator[str]:
        for word in ("won", "drawn", "lost", "scored", "conceded", "points"):
            site, recorded = getattr(row, word), getattr(line, word)
            if recorded is not None and site != recorded:
                yield f"{group}, {self.name(line.team)}: {word} {site}, the file has {recorded}"

    def _knockout(self, stage: Stage, recorded: RecordedKnockout) -> Iterator[str]:
        ordinary = stage.matches.exclude(round__bracket="third_place")
        for number in sorted({match.round for match in recorded.rounds}):
            matches = [match for match in recorded.rounds if match.round == number]
            played = ordinary.filter(round__number=number)
            yield from self._matches(played, matches, f"{recorded.name}, round {number}")
        if recorded.third_place_match:
            third = stage.matches.filter(round__bracket="third_place")
            where = f"{recorded.name}, third place"
            yield from self._matches(third, [recorded.third_place_match], where)

    def _matches(self, played, recorded: list[RecordedMatch], where: str) -> Iterator[str]:
        """Pairings, games and winners; a pair may meet more than once."""
        real = played.exclude(status=Match.Status.VOID)
        site = sorted(self._facts(match) for match in real.prefetch_related("sides__games"))
        file = sorted(_recorded_facts(match) for match in recorded)
        for facts in site:
            if facts in file:
                file.remove(facts)
            else:
                yield f"{where}: the site has {self._sentence(facts)}, and the file does not"
        for facts in file:
            yield f"{where}: the file has {self._sentence(facts)}, and the site does not"

    def _facts(self, match: Match) -> tuple:
        sides = sorted(match.sides.all(), key=lambda side: self.team_of.get(side.entrant_id, ""))
        winner = next((self.team_of[side.entrant_id] for side in sides if side.is_winner), "")
        games = zip(*(_scores(side) for side in sides), strict=True)
        return tuple(self.team_of.get(side.entrant_id, "") for side in sides), winner, tuple(games)

    def _sentence(self, facts: tuple) -> str:
        (one, other), winner, games = facts
        scores = ", ".join(f"{home[0]}-{away[0]}" for home, away in games)
        return f"{self.name(one)} v {self.name(other)} {scores} (won by {self.name(winner)})"

    def _honours(self) -> Iterator[str]:
        last = self.event.stages[-1]
        if isinstance(last, RecordedGroups):
            return
        placed = {
            place.first: self.team_of[place.entrant_id]
            for place in self.tournament.placements.all()
            if place.first == place.last
        }
        recorded = {1: last.champion, 2: last.runner_up, 3: last.third}
        for place, team in recorded.items():
            if team is not None and placed.get(place) != team:
                site = self.name(placed.get(place))
                yield f"Place {place}: the site has {site}, the file has {self.name(team)}"


def _scores(side: MatchSide) -> list[tuple[int, int]]:
    return [
        (game.score, -1 if game.tiebreak is None else game.tiebreak) for game in side.games.all()
    ]


def _recorded_facts(match: RecordedMatch) -> tuple:
    one, other = sorted(match.sides)
    games = tuple(
        (
            (game.home, -1 if game.tiebreak_home is None else game.tiebreak_home),
            (game.away, -1 if game.tiebreak_away is None else game.tiebreak_away),
        )
        for game in match.games_for(one)
    )
    return (one, other), match.winner or "", games
