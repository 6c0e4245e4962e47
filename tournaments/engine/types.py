"""The words that every format shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final, TypeAlias

EntrantId: TypeAlias = int
Number: TypeAlias = int | Fraction


class Invalid(ValueError):
    """Something an organizer or an official entered cannot be.

    ``message`` is English. Callers that translate use ``code`` and ``params`` instead.
    """

    def __init__(self, message: str, *, code: str, **params: object) -> None:
        self.message = message.format(**params)
        self.code = code
        self.params = params
        super().__init__(self.message)


class Bracket(StrEnum):
    WINNERS = "winners"
    LOSERS = "losers"
    FINAL = "final"
    THIRD_PLACE = "third_place"
    GROUP = "group"


class Kind(StrEnum):
    """How a match was decided."""

    PLAYED = "played"
    FORFEIT = "forfeit"
    DOUBLE_FORFEIT = "double_forfeit"
    WALKOVER = "walkover"
    DISQUALIFICATION = "disqualification"
    BYE = "bye"


@dataclass(frozen=True, slots=True)
class Seed:
    """The entrant with this seed in the stage, from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class WinnerOf:
    match: str


@dataclass(frozen=True, slots=True)
class LoserOf:
    match: str


@dataclass(frozen=True, slots=True)
class Bye:
    """Nobody, for ever: the other side goes on without playing."""


BYE: Final = Bye()

Source: TypeAlias = Seed | WinnerOf | LoserOf | Bye


@dataclass(frozen=True, slots=True)
class Slot:
    """A side of a match, 1 or 2, that an earlier match fills."""

    match: str
    side: int


@dataclass(frozen=True, slots=True)
class MatchSpec:
    """A match before anybody is in it. ``round`` and ``number`` count from 1.

    It has two sides, or more in a lobby of a free-for-all. ``if_needed`` is a second final: it is
    played only when side 2 wins the match that feeds it.
    """

    id: str
    bracket: Bracket
    group: int | None
    round: int
    number: int
    sides: tuple[Source, ...]
    best_of: int
    winner_to: Slot | None = None
    loser_to: Slot | None = None
    if_needed: bool = False

    @property
    def is_bye(self) -> bool:
        return BYE in self.sides


@dataclass(frozen=True, slots=True)
class Structure:
    """All matches of a stage, each after the matches that feed it."""

    matches: tuple[MatchSpec, ...]
    by_id: Mapping[str, MatchSpec] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = MappingProxyType({match.id: match for match in self.matches})
        object.__setattr__(self, "by_id", by_id)

    @property
    def rounds(self) -> int:
        return max((match.round for match in self.matches), default=0)

    @property
    def entrants(self) -> int:
        """How many entrants the stage takes."""
        return len({s.number for match in self.matches for s in match.sides if isinstance(s, Seed)})


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who goes on from a decided match, and who lost it.

    ``winner`` is None after a double forfeit (both are losers) and where nobody came at all.
    A walkover against an empty side has a winner and no loser.
    """

    winner: EntrantId | None
    losers: tuple[EntrantId, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """A block of places that its entrants share: 1, 2, 3-4, 5-8."""

    first: int
    last: int
    entrants: tuple[EntrantId, ...]
