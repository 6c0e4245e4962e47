from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import GameScore, Match, MatchSide
from tournaments.brackets.rules import check_can_set_result
from tournaments.brackets.stored import StoredBoard
from tournaments.core.operations import happened, lock
from tournaments.engine.free_for_all import Finish, Scoring, points_of
from tournaments.engine.progress import pass_on
from tournaments.engine.results import Game, SeriesScore


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a match of two sides ended with.

    ``winner`` is a slot; None is a draw or a double forfeit.
    """

    decided_by: Match.DecidedBy
    winner: int | None
    score: SeriesScore | None = None
    games: Sequence[Game] = ()
    overtime: bool = False

    def mark(self, sides: Sequence[MatchSide]) -> None:
        for side in sides:
            side.is_winner = side.slot == self.winner
            side.score = self.score.score[side.slot - 1] if self.score else None

    def write_games(self, sides: Sequence[MatchSide]) -> None:
        GameScore.objects.bulk_create(
            GameScore(
                side=side,
                number=number,
                score=game.home if side.slot == 1 else game.away,
                tiebreak=game.tiebreak_home if side.slot == 1 else game.tiebreak_away,
            )
            for number, game in enumerate(self.games, start=1)
            for side in sides
        )

    @property
    def facts(self) -> dict[str, Any]:
        """For the log."""
        return {
            "decided_by": self.decided_by,
            "winner": self.winner,
            "score": self.score and self.score.score,
        }


@dataclass(frozen=True, slots=True)
class LobbyVerdict:
    """What a lobby ended with: where each entrant came, and what that is worth."""

    finishes: Sequence[Finish]
    scoring: Scoring
    decided_by: Match.DecidedBy = Match.DecidedBy.PLAYED
    overtime: bool = False

    def mark(self, sides: Sequence[MatchSide]) -> None:
        by_entrant = {finish.entrant: finish for finish in self.finishes}
        first = [finish.entrant for finish in self.finishes if finish.place == 1]
        for side in sides:
            finish = by_entrant[side.entrant_id]
            side.place, side.kills = finish.place, finish.kills
            side.score = points_of(finish, self.scoring)
            side.is_winner = first == [side.entrant_id]

    def write_games(self, sides: Sequence[MatchSide]) -> None:
        """A lobby is one game; its sides say it all."""

    @property
    def facts(self) -> dict[str, Any]:
        """For the log."""
        return {
            "decided_by": self.decided_by,
            "finishes": [[each.entrant, each.place, each.kills] for each in self.finishes],
        }


AnyVerdict = Verdict | LobbyVerdict


@transaction.atomic
def set_result(*, match: Match, verdict: AnyVerdict, by=None) -> Match:
    """Decide ``match``, and let the next matches follow.

    The winner advances in the same transaction; with a double forfeit emptiness does, so that
    the bracket never stands still. What it reads and writes does not grow with the stage.
    """
    lock(match.tournament)
    matches = Match.objects.select_for_update(no_key=True, of=("self",))
    match = still_drawn(matches.select_related("stage__tournament", "round").filter(pk=match.pk))
    check_can_set_result(match)
    board = StoredBoard()
    apply(verdict, match, board)
    match.completed_at = timezone.now()
    pass_on(match, board)
    unplayed = board.save()
    verdict.write_games(board.sides_of(match))
    happened("match.completed", match, actor=by, after=verdict.facts)
    note_unplayed(unplayed)
    return match


def still_drawn(found: QuerySet[Match]) -> Match:
    """The one match ``found``, or ``Refused``: a correction may just have taken it back."""
    match = found.first()
    if match is None:
        raise Refused(_("This match is no longer drawn."), code="went_on")
    return match


def apply(verdict: AnyVerdict, match: Match, board: StoredBoard) -> None:
    """Write the verdict into the match and its sides, on the board."""
    verdict.mark(board.sides_of(match))
    match.status = Match.Status.COMPLETED
    match.decided_by, match.overtime = verdict.decided_by, verdict.overtime
    board.note(match)


def note_unplayed(matches: Sequence[Match]) -> None:
    """Log the matches that nobody had to play, since a side had left."""
    for match in matches:
        happened("match.completed", match, after={"decided_by": match.decided_by})
