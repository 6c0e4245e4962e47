"""How sides settle: who is ready to play, and who goes on without playing.

A bye is a state of a slot. Where one side is empty for good the other goes on, and where both
are, emptiness goes on: so no match waits for ever, at the draw and after a double forfeit alike.
"""

from collections.abc import Iterable
from typing import Protocol

from tournaments.brackets.models import Match, MatchSide

Takes = MatchSide.Takes


class Board(Protocol):
    """Where matches are looked up, and changes are noted."""

    def sides_of(self, match: Match) -> list[MatchSide]: ...

    def fed_by(self, match: Match) -> Iterable[MatchSide]:
        """The sides that wait for the winner or the loser of ``match``."""
        ...

    def note(self, match: Match) -> None:
        """Remember that ``match`` and its sides changed."""
        ...


def settle(match: Match, board: Board) -> None:
    """Give ``match`` the status that its two sides ask for; pass on who goes on unplayed."""
    sides = board.sides_of(match)
    if any(side.entrant_id is None and not side.is_bye for side in sides):
        return
    board.note(match)
    present = [side for side in sides if side.entrant_id is not None]
    if len(present) == len(sides):
        match.status = Match.Status.READY
        return
    match.status = Match.Status.VOID
    for side in present:
        side.is_winner = True
    pass_on(match, board)


def pass_on(match: Match, board: Board) -> None:
    """Fill the sides that wait for ``match``, which is decided, and settle their matches."""
    sides = board.sides_of(match)
    winner = next((side.entrant for side in sides if side.is_winner), None)
    losers = [side.entrant for side in sides if side.entrant_id and not side.is_winner]
    # Nobody goes on from a double forfeit, not even to the match of the losers.
    loser = losers[0] if winner and losers else None
    for side in board.fed_by(match):
        side.entrant = winner if side.takes == Takes.WINNER else loser
        side.is_bye = side.entrant is None
        board.note(side.match)
        settle(side.match, board)
