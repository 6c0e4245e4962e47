"""A structure being played, in memory: what planners, checks and tests move matches on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tournaments.engine.progress import LOSER, WINNER, State, amend, pass_on, reopen, settle
from tournaments.engine.types import (
    Bye,
    EntrantId,
    Kind,
    LoserOf,
    MatchSpec,
    Outcome,
    Seed,
    Source,
    Structure,
    WinnerOf,
)


@dataclass(slots=True)
class Place:
    """A side of a match; what it is worth changes as matches are decided."""

    entrant: EntrantId | None = None
    is_bye: bool = False
    is_winner: bool = False
    takes: str = ""


@dataclass(slots=True, eq=False)
class Cell:
    """A match on the board."""

    spec: MatchSpec
    sides: list[Place]
    status: str = State.PENDING
    decided_by: str = ""

    @property
    def if_needed(self) -> bool:
        return self.spec.if_needed

    @property
    def is_open(self) -> bool:
        return self.status in (State.PENDING, State.READY)


@dataclass(slots=True)
class Board:
    """All matches of ``structure`` with ``entrants`` in the order of their seeds."""

    structure: Structure
    entrants: Sequence[EntrantId]
    left: set[EntrantId] = field(default_factory=set)
    cells: dict[str, Cell] = field(init=False, default_factory=dict)
    _feeds: dict[str, list[tuple[Cell, Place]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for spec in self.structure.matches:
            cell = Cell(spec, [self._place(source) for source in spec.sides])
            self.cells[spec.id] = cell
            for source, place in zip(spec.sides, cell.sides, strict=True):
                if isinstance(source, WinnerOf | LoserOf):
                    self._feeds.setdefault(source.match, []).append((cell, place))
        for cell in self.cells.values():
            settle(cell, self)

    def sides_of(self, match: Cell) -> Sequence[Place]:
        return match.sides

    def fed_by(self, match: Cell) -> Iterable[tuple[Cell, Place]]:
        return self._feeds.get(match.spec.id, ())

    def has_left(self, entrant: EntrantId) -> bool:
        return entrant in self.left

    def note(self, match: Cell) -> None:
        """Nothing is written, so there is nothing to remember."""

    def wipe(self, match: Cell) -> None:
        """The board keeps no games."""

    @property
    def ready(self) -> list[str]:
        """The matches that can be played now."""
        return [key for key, cell in self.cells.items() if cell.status == State.READY]

    @property
    def is_over(self) -> bool:
        return not any(cell.is_open for cell in self.cells.values())

    def decide(self, match: str, winner: int | None, kind: Kind = Kind.PLAYED) -> None:
        """Decide a ready match for side ``winner``, 1 or 2; None is a draw or a double forfeit."""
        cell = self.cells[match]
        assert cell.status == State.READY, f"{match} is {cell.status}"
        self._decide(cell, winner, kind)
        pass_on(cell, self)

    def correct(self, match: str, winner: int | None, kind: Kind = Kind.PLAYED) -> None:
        """Give a decided match another outcome; what follows from the old one is taken back."""
        cell = self.cells[match]
        assert cell.status == State.COMPLETED, f"{match} is {cell.status}"
        self._decide(cell, winner, kind)
        amend(cell, self)

    def reopen(self, match: str) -> None:
        reopen(self.cells[match], self)

    def leave(self, entrant: EntrantId) -> None:
        """Withdraw an entrant: open matches go to the others, and so will those to come."""
        self.left.add(entrant)
        for cell in self.cells.values():
            if cell.is_open and any(place.entrant == entrant for place in cell.sides):
                settle(cell, self)

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """Of the matches that are over."""
        return {key: _outcome(cell) for key, cell in self.cells.items() if not cell.is_open}

    def facts(self) -> dict[str, tuple[object, ...]]:
        """Everything that can change, as values to compare."""
        return {
            key: (
                cell.status,
                cell.decided_by,
                tuple((place.entrant, place.is_bye, place.is_winner) for place in cell.sides),
            )
            for key, cell in self.cells.items()
        }

    def _decide(self, cell: Cell, winner: int | None, kind: Kind) -> None:
        cell.status, cell.decided_by = State.COMPLETED, kind
        for slot, place in enumerate(cell.sides, start=1):
            place.is_winner = slot == winner

    def _place(self, source: Source) -> Place:
        match source:
            case Seed(number):
                return Place(entrant=self.entrants[number - 1])
            case Bye():
                return Place(is_bye=True)
            case WinnerOf():
                return Place(takes=WINNER)
            case LoserOf():
                return Place(takes=LOSER)


def _outcome(cell: Cell) -> Outcome:
    winner = next((place.entrant for place in cell.sides if place.is_winner), None)
    losers = [p.entrant for p in cell.sides if p.entrant is not None and not p.is_winner]
    return Outcome(winner, tuple(losers))
