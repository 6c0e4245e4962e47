"""What becomes of the matches of an entrant that leaves a tournament under way."""

from django.db import transaction

from tournaments.brackets.models import Match, MatchSide, Stage
from tournaments.brackets.operations.results import note_unplayed
from tournaments.brackets.stored import StoredBoard
from tournaments.core.operations import lock, together
from tournaments.engine.formats import parse_spec
from tournaments.engine.progress import settle
from tournaments.engine.specs import FreeForAllSpec
from tournaments.registration.models import Entrant


@transaction.atomic
def leave(entrant: Entrant) -> None:
    """Settle every open match of ``entrant``, which has left, in every stage that is drawn.

    Its opponents win by a walkover, and where both sides have left nobody does. A lobby goes on
    without it, as long as somebody is left to play.
    """
    tournament = lock(entrant.tournament)
    with together():
        for stage in tournament.drawn_stages.filter(entries__entrant=entrant).order_by("number"):
            if stage.drawn_at is None:
                continue
            if isinstance(parse_spec(stage.spec), FreeForAllSpec):
                _end_empty_lobbies(stage, entrant)
            else:
                _settle_matches(stage, entrant)


def _settle_matches(stage: Stage, entrant: Entrant) -> None:
    board = StoredBoard.of_stage(stage)
    for match in list(board.matches):
        if match.is_terminal:
            continue  # also one that was settled just now, since an earlier match of it was
        if any(side.entrant_id == entrant.pk for side in board.sides_of(match)):
            settle(match, board)
    note_unplayed(board.save())


def _end_empty_lobbies(stage: Stage, entrant: Entrant) -> None:
    """A lobby whose last entrant left is not played; any other waits for its result as before."""
    waiting = stage.matches.exclude(status__in=Match.TERMINAL).filter(sides__entrant=entrant)
    staying = MatchSide.objects.filter(entrant__left_at=None, match__stage=stage).values("match")
    Match.objects.filter(
        pk__in=waiting.exclude(pk__in=staying).values_list("pk", flat=True)
    ).update(status=Match.Status.VOID)
