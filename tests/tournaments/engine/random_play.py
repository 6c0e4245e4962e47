"""Plays by lot on a board in memory, and what holds on a board at any moment of them."""

import random
from collections import Counter

from tournaments.engine.board import Board
from tournaments.engine.progress import LOSER, State
from tournaments.engine.types import EntrantId, Kind, LoserOf, Placement, Structure, WinnerOf

UNPLAYED = (Kind.FORFEIT, Kind.WALKOVER, Kind.DISQUALIFICATION)


class RandomPlay:
    """A stage that is played to its end, with all that can happen on the way.

    ``disturbances`` is how many times at most somebody leaves or a result is corrected or taken
    back; without any, every match is played out.
    """

    def __init__(
        self,
        structure: Structure,
        entrants: int,
        rng: random.Random,
        *,
        disturbances=0,
        draws=False,
    ):
        self.board = Board(structure, range(1, entrants + 1))
        self.rng, self.disturbances, self.draws = rng, disturbances, draws
        self.calm = not disturbances

    def to_its_end(self) -> Board:
        while True:
            while ready := self.board.ready:
                if self.disturbances and self.rng.random() < 0.15:
                    self.disturb()
                else:
                    self.board.decide(self.rng.choice(ready), *self.verdict())
            assert self.board.is_over, "a stage that is not over waits for nobody"
            if not self.disturbances:
                return self.board
            self.disturb()

    def disturb(self) -> None:
        self.disturbances -= 1
        decided = [key for key, cell in self.board.cells.items() if cell.status == State.COMPLETED]
        match self.rng.choice(["leave", "correct", "correct", "reopen"]):
            case "leave":
                self.board.leave(self.rng.choice(self.board.entrants))
            case "correct" if decided:
                self.board.correct(self.rng.choice(decided), *self.verdict())
            case "reopen" if decided:
                self.board.reopen(self.rng.choice(decided))
        check_follows(self.board)

    def verdict(self) -> tuple[int | None, Kind]:
        lot = 1.0 if self.calm else self.rng.random()
        winner = self.rng.choice((1, 2))
        if lot < 0.08:
            return None, Kind.DOUBLE_FORFEIT
        if lot < 0.25:
            return winner, self.rng.choice(UNPLAYED)
        return (None if self.draws and self.rng.random() < 0.2 else winner), Kind.PLAYED


def by_seed(structure: Structure, entrants: int, *, better: bool) -> Board:
    """A stage in which the better seed always wins, or the worse."""
    board = Board(structure, range(1, entrants + 1))
    while ready := board.ready:
        for match in ready:
            one, other = (place.entrant for place in board.cells[match].sides)
            board.decide(match, 1 if (one < other) is better else 2)
    assert board.is_over
    return board


def check_follows(board: Board) -> None:
    """Every match of two is as its own sides say, and those as the matches that feed them.

    Who has left may stand where a match was played before that.
    """
    for cell in board.cells.values():
        for source, place in zip(cell.spec.sides, cell.sides, strict=True):
            assert not (place.is_bye and place.entrant is not None)
            if not isinstance(source, WinnerOf | LoserOf):
                continue
            feeding = board.cells[source.match]
            is_open = place.entrant is None and not place.is_bye
            assert is_open == feeding.is_open
            due = sent(feeding, cell, place)
            if place.is_bye and due is not None:
                assert place.takes == LOSER
                assert board.has_left(due)
            elif not is_open:
                assert place.entrant == due
        check_status(cell, board)


def check_status(cell, board: Board) -> None:
    winners = [place.entrant for place in cell.sides if place.is_winner]
    present = [place.entrant for place in cell.sides if place.entrant is not None]
    assert len(winners) <= 1
    assert None not in winners
    if any(place.entrant is None and not place.is_bye for place in cell.sides):
        assert (cell.status, cell.decided_by, winners) == (State.PENDING, "", [])
    elif len(present) < 2:
        assert (cell.status, cell.decided_by) == (State.VOID, "")
        assert winners or all(map(board.has_left, present))
    elif cell.status == State.READY:
        assert (cell.decided_by, winners) == ("", [])
        assert not any(map(board.has_left, present))
    else:
        assert cell.status == State.COMPLETED
        assert cell.decided_by
        assert present[0] != present[1]


def sent(feeding, fed, place) -> EntrantId | None:
    """Whom the decided match ``feeding`` sends to ``place``, whether it has left or not."""
    winner = next((side.entrant for side in feeding.sides if side.is_winner), None)
    if winner is None or (fed.if_needed and feeding.sides[0].is_winner):
        return None
    if place.takes != LOSER:
        return winner
    if feeding.decided_by == Kind.DISQUALIFICATION:
        return None
    losers = [one.entrant for one in feeding.sides if not one.is_winner]
    return losers[0]


def losses(board: Board) -> Counter[EntrantId]:
    return Counter(loser for outcome in board.outcomes.values() for loser in outcome.losers)


def put_out(board: Board) -> set[EntrantId]:
    """Who left, was disqualified or was in a double forfeit, and so left the stage at once."""
    at_once = (Kind.DISQUALIFICATION, Kind.DOUBLE_FORFEIT)
    return board.left | {
        place.entrant
        for cell in board.cells.values()
        if cell.decided_by in at_once
        for place in cell.sides
        if not place.is_winner
    }


def check_blocks(placed: list[Placement], entrants: int) -> None:
    """The places are a permutation of the entrants in blocks."""
    assert [block.first for block in placed] == [1, *(block.last + 1 for block in placed[:-1])]
    assert all(block.last - block.first + 1 == len(block.entrants) for block in placed)
    assert sorted(one for block in placed for one in block.entrants) == [*range(1, entrants + 1)]
