"""A recorded event as values.

A stage of any format has its ``teams`` (by seed where ``is_seeded``), its ``matches`` in playing
order and the ``ranking`` of each of its groups, best first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from tournaments.engine.results import Game


@dataclass(frozen=True, slots=True)
class RecordedMatch:
    """A match as it was played. ``winner`` is None after a draw."""

    round: int | None
    sides: tuple[str, str]
    games: tuple[Game, ...]
    winner: str | None
    overtime: bool
    date: str

    @property
    def loser(self) -> str | None:
        return next((side for side in self.sides if self.winner and side != self.winner), None)

    def games_for(self, first: str) -> list[Game]:
        """The games with ``first`` as their home side."""
        if first == self.sides[0]:
            return list(self.games)
        return [
            Game(game.away, game.home, game.tiebreak_away, game.tiebreak_home)
            for game in self.games
        ]


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """A line of a recorded table; a number that the file does not give is None."""

    team: str
    won: int | None
    drawn: int | None
    lost: int | None
    scored: int | None
    conceded: int | None
    points: int | None

    @property
    def merit(self) -> tuple[int, int, int]:
        """What it is worth against rows of other groups; more is better."""
        scored = self.scored or 0
        return (self.points or 0, scored - (self.conceded or 0), scored)


@dataclass(frozen=True, slots=True)
class RecordedGroup:
    name: str
    teams: tuple[str, ...]
    matches: tuple[RecordedMatch, ...]
    standing: tuple[RecordedRow, ...]
    drawn_lots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordedGroups:
    """A stage of groups in which everybody meets everybody."""

    name: str
    points: Mapping[str, int]
    tiebreaks: tuple[str, ...]
    groups: tuple[RecordedGroup, ...]

    @property
    def is_seeded(self) -> bool:
        return False

    @property
    def teams(self) -> list[str]:
        return [team for group in self.groups for team in group.teams]

    @property
    def matches(self) -> list[RecordedMatch]:
        """By date where the file has dates."""
        matches = [match for group in self.groups for match in group.matches]
        return sorted(matches, key=lambda match: match.date)

    @property
    def ranking(self) -> list[list[str]]:
        return [[row.team for row in group.standing] for group in self.groups]


@dataclass(frozen=True, slots=True)
class SwissRow:
    """A line of the table in which a Swiss stage ended."""

    team: str
    wins: int
    losses: int
    buchholz: int

    @property
    def merit(self) -> tuple[int, int, int]:
        """What ranks it before its seed does; more is better."""
        return (self.wins, -self.losses, self.buchholz)


@dataclass(frozen=True, slots=True)
class RecordedSwiss:
    """A Swiss stage that teams leave with so many ``wins`` or ``losses``; ``teams`` by seed."""

    name: str
    teams: list[str]
    wins: int
    losses: int
    best_of: int
    best_of_decider: int | None
    first_round: str
    pairing: str
    matches: list[RecordedMatch]
    standing: tuple[SwissRow, ...]

    @property
    def is_seeded(self) -> bool:
        return True

    @property
    def rounds(self) -> Iterator[tuple[int, list[RecordedMatch]]]:
        for number, matches in groupby(self.matches, key=lambda match: match.round or 0):
            yield number, list(matches)

    @property
    def is_by_rank(self) -> bool:
        """Whether the file lists the table from the best team down."""
        merits = [row.merit for row in self.standing]
        return merits == sorted(merits, reverse=True)

    @property
    def ranking(self) -> list[list[str]]:
        rows = self.standing
        if not self.is_by_rank:
            by_seed = sorted(rows, key=lambda row: self.teams.index(row.team))
            rows = tuple(sorted(by_seed, key=lambda row: row.merit, reverse=True))
        return [[row.team for row in rows]]

    @property
    def eliminated(self) -> list[str]:
        lost = [match.loser for match in self.matches]
        return [team for team in self.teams if lost.count(team) >= self.losses]


@dataclass(frozen=True, slots=True)
class RecordedKnockout:
    """A single elimination. ``first_round`` is in bracket order; None is a bye.

    ``teams`` are by seed, or in bracket order where the file has no seeds.
    """

    name: str
    teams: list[str]
    first_round: tuple[tuple[str | None, str | None], ...]
    is_seeded: bool
    best_of: int | None
    rounds: tuple[RecordedMatch, ...]
    third_place_match: RecordedMatch | None
    champion: str | None
    runner_up: str | None
    third: str | None

    @property
    def matches(self) -> list[RecordedMatch]:
        """The match for third place comes before the final."""
        before = [*self.rounds[:-1]]
        if self.third_place_match:
            before.append(self.third_place_match)
        return [*before, *self.rounds[-1:]]

    @property
    def ranking(self) -> list[list[str]]:
        """Who lost in the same round stands in the order of ``teams``, as on the site."""
        left_in = {match.loser: match.round or 0 for match in self.rounds}
        third = self.third_place_match.winner if self.third_place_match else None
        last = len(self.rounds) + 1
        return [
            sorted(self.teams, key=lambda team: (-left_in.get(team, last), team != third)),
        ]


RecordedStage = RecordedGroups | RecordedSwiss | RecordedKnockout


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    name: str
    game: str | None
    names: Mapping[str, str]  # what each team is called, by the key that the matches use
    stages: tuple[RecordedStage, ...]

    def called(self, team: str | None) -> str:
        return self.names.get(team, team) if team else "nobody"
