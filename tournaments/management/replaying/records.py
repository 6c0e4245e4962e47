"""A recorded event as values."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    def teams(self) -> list[str]:
        return [team for group in self.groups for team in group.teams]

    @property
    def matches(self) -> list[RecordedMatch]:
        """In playing order: by date where the file has dates."""
        matches = [match for group in self.groups for match in group.matches]
        return sorted(matches, key=lambda match: match.date)


@dataclass(frozen=True, slots=True)
class RecordedKnockout:
    """A single elimination. ``first_round`` is in bracket order; None is a bye."""

    name: str
    first_round: tuple[tuple[str | None, str | None], ...]
    is_seeded: bool
    best_of: int | None
    rounds: tuple[RecordedMatch, ...]
    third_place_match: RecordedMatch | None
    champion: str | None
    runner_up: str | None
    third: str | None

    @property
    def teams(self) -> list[str]:
        return [team for pair in self.first_round for team in pair if team is not None]

    @property
    def matches(self) -> list[RecordedMatch]:
        """In playing order; the match for third place comes before the final."""
        before = [*self.rounds[:-1]]
        if self.third_place_match:
            before.append(self.third_place_match)
        return [*before, *self.rounds[-1:]]


RecordedStage = RecordedGroups | RecordedKnockout


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    name: str
    game: str | None
    names: Mapping[str, str]  # what each team is called, by the key that the matches use
    stages: tuple[RecordedStage, ...]
