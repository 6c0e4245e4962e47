"""How matches follow from each other: who is ready to play, and who goes on without playing.

A bye is a state of a slot. Where one side is empty for good the other goes on, and where both
are, emptiness goes on: so no match waits for ever, at the draw, after a double forfeit and after
a withdrawal alike. The same rules move matches in memory and matches in a database: a ``Board``
says where they are.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from tournaments.engine.types import Kind


class State(StrEnum):
    """Of a match. Those in which it is being played or argued about are not for the engine."""

    PENDING = "pending"
    READY = "ready"
    COMPLETED = "completed"
    VOID = "void"


WINNER = "winner"
LOSER = "loser"


class Side(Protocol):
    """A side of a match: an entrant, a bye, or still open. ``takes`` is winner, loser or empty."""

    entrant: Any
    is_bye: bool
    is_winner: bool
    takes: str


class Match(Protocol):
    status: str
    decided_by: str

    @property
    def if_needed(self) -> bool: ...


M = TypeVar("M", bound=Match)


class Board(Protocol[M]):
    """Where matches are looked up, and changes are noted."""

    def sides_of(self, match: M) -> Sequence[Side]: ...

    def fed_by(self, match: M) -> Iterable[tuple[M, Side]]:
        """The sides that wait for the winner or the loser of ``match``, with their matches."""
        ...

    def has_left(self, entrant: Any) -> bool:
        """Whether the entrant withdrew or was disqualified."""
        ...

    def note(self, match: M) -> None:
        """Remember that ``match`` and its sides changed."""
        ...

    def wipe(self, match: M) -> None:
        """Forget what was played in ``match``: games, scores and when it ended."""
        ...


def settle(match: M, board: Board[M]) -> None:
    """Give ``match`` the status that its sides ask for; pass on who goes on unplayed.

    Where one of two has left, the other wins by a walkover; where both have, nobody does.
    """
    sides = board.sides_of(match)
    if any(side.entrant is None and not side.is_bye for side in sides):
        return
    board.note(match)
    staying = [side for side in sides if side.entrant is not None and not _left(side, board)]
    is_met = all(side.entrant is not None for side in sides)
    if is_met and (len(staying) == len(sides) or len(sides) > 2):
        match.status = State.READY
        return
    match.status = State.COMPLETED if is_met else State.VOID
    if is_met:
        match.decided_by = Kind.WALKOVER if staying else Kind.DOUBLE_FORFEIT
    for side in staying:
        side.is_winner = True
    pass_on(match, board)


def pass_on(match: M, board: Board[M]) -> None:
    """Fill the sides that wait for ``match``, which is decided, and settle their matches."""
    for fed, side in board.fed_by(match):
        chosen = _chosen(match, fed, side, board)
        side.entrant = None if chosen is None or _is_out(side, chosen, board) else chosen
        side.is_bye = side.entrant is None
        board.note(fed)
        settle(fed, board)


def amend(match: M, board: Board[M]) -> None:
    """Let what follows from ``match`` follow from its new outcome.

    Later matches whose sides change lose their result, and those after them in turn; where the
    sides stay the same, everything stays.
    """
    for fed, side in board.fed_by(match):
        chosen = _chosen(match, fed, side, board)
        if side.entrant is not None and side.entrant == chosen:
            continue  # also when it has left since: it was there when that match was played
        entrant = None if chosen is None or _is_out(side, chosen, board) else chosen
        if side.is_bye and entrant is None:
            continue
        _take_back(fed, board)
        side.entrant, side.is_bye = entrant, entrant is None
        settle(fed, board)


def reopen(match: M, board: Board[M]) -> None:
    """Take back the outcome of ``match`` and all that followed; it can be played again."""
    _take_back(match, board)
    settle(match, board)


def _take_back(match: M, board: Board[M]) -> None:
    board.note(match)
    match.status, match.decided_by = State.PENDING, ""
    board.wipe(match)
    for side in board.sides_of(match):
        side.is_winner = False
    for fed, side in board.fed_by(match):
        if side.entrant is not None or side.is_bye:
            side.entrant, side.is_bye = None, False
            _take_back(fed, board)


def _left(side: Side, board: Board[M]) -> bool:
    return side.entrant is not None and board.has_left(side.entrant)


def _chosen(match: M, fed: M, side: Side, board: Board[M]) -> Any:
    """Whom the decision of ``match`` sends to the waiting ``side``; None is nobody.

    From a double forfeit nobody goes on, not even to a match of losers, nor does who was
    disqualified. A second final is for both sides of the first or for nobody.
    """
    sides = board.sides_of(match)
    winner = next((each for each in sides if each.is_winner), None)
    if winner is None or (fed.if_needed and winner is sides[0]):
        return None
    if side.takes == WINNER:
        return winner.entrant
    losers = [each.entrant for each in sides if each.entrant is not None and not each.is_winner]
    return losers[0] if losers and match.decided_by != Kind.DISQUALIFICATION else None


def _is_out(side: Side, chosen: Any, board: Board[M]) -> bool:
    """Whether a loser has left: then its next match has an empty side and no walkover."""
    return side.takes == LOSER and board.has_left(chosen)
