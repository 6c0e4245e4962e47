"""The rows of stages, asked what the engine's boards are asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.tournaments.engine.random_play import check_follows
from tournaments.brackets.models import Match, MatchSide
from tournaments.core.models import Tournament
from tournaments.engine.board import Cell, Place
from tournaments.engine.formats import parse_spec
from tournaments.engine.progress import WINNER
from tournaments.engine.specs import FreeForAllSpec
from tournaments.engine.types import Bracket, LoserOf, MatchSpec, WinnerOf

# To the engine a match that is played or argued about is one that can be played.
READY = dict.fromkeys([Match.Status.LIVE, Match.Status.REPORTED, Match.Status.DISPUTED], "ready")


@dataclass
class Read:
    """The matches of a stage as the engine's cells, to ask of them what it asks of a board."""

    cells: Mapping[str, Cell]
    left: set[int]

    def has_left(self, entrant: int) -> bool:
        return entrant in self.left


def check_rows(cup: Tournament) -> None:
    """The rows of each stage are what follows from each other by the rules of the engine."""
    left = set(cup.entrants.exclude(left_at=None).values_list("pk", flat=True))
    for stage in cup.drawn_stages.exclude(drawn_at=None):
        matches = stage.matches.select_related("round").prefetch_related("sides__from_match")
        for match in matches:
            assert (match.status == Match.Status.COMPLETED) == (match.completed_at is not None)
        if isinstance(parse_spec(stage.spec), FreeForAllSpec):
            continue
        cells = {match.code: _cell(match) for match in matches if not _was_taken_out(match)}
        check_follows(Read(cells, left))


def _was_taken_out(match: Match) -> bool:
    """Whether a ruling took it out of its table; then nothing follows from its sides."""
    sides = match.sides.all()
    return match.status == Match.Status.VOID and all(side.entrant_id for side in sides)


def _cell(match: Match) -> Cell:
    sides = list(match.sides.all())
    spec = MatchSpec(
        id=match.code,
        bracket=Bracket(match.round.bracket),
        group=None,
        round=match.round.number,
        number=match.number,
        sides=tuple(_source(side) for side in sides),
        best_of=match.best_of,
        if_needed=match.if_needed,
    )
    places = [Place(s.entrant_id, s.is_bye, s.is_winner, s.takes) for s in sides]
    return Cell(spec, places, READY.get(match.status, str(match.status)), str(match.decided_by))


def _source(side: MatchSide) -> WinnerOf | LoserOf | None:
    if side.from_match is None:
        return None
    takes = WinnerOf if side.takes == WINNER else LoserOf
    return takes(side.from_match.code)
