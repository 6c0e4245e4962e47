"""Changing what is decided already. The room ``control`` says when, and what else follows."""

from django.db import transaction
from django.utils import timezone

from tournaments.brackets.models import Match, Stage
from tournaments.brackets.operations.results import AnyVerdict, apply, note_unplayed
from tournaments.brackets.stored import StoredBoard
from tournaments.engine.progress import amend, reopen


@transaction.atomic
def amend_result(*, match: Match, verdict: AnyVerdict) -> None:
    """Give ``match``, which is decided, another verdict; in its stage all follows from that.

    Later matches whose sides change lose their results. When the match was played stays.
    """
    board = StoredBoard.of_stage(match.stage)
    match = board.match(match.pk)
    ended = match.completed_at
    board.wipe(match)
    match.completed_at = ended or timezone.now()
    apply(verdict, match, board)
    amend(match, board)
    unplayed = board.save()
    verdict.write_games(board.sides_of(match))
    note_unplayed(unplayed)


@transaction.atomic
def reopen_match(match: Match) -> None:
    """Take back the result of ``match`` and what followed from it in its stage."""
    board = StoredBoard.of_stage(match.stage)
    reopen(board.match(match.pk), board)
    note_unplayed(board.save())


def take_back_rounds(stage: Stage, *, after: int) -> None:
    """Remove the rounds of a Swiss stage that were paired after round ``after``."""
    stage.rounds.filter(number__gt=after).delete()
    Stage.objects.filter(pk=stage.pk).update(wanted_round=None)


def take_back_stage(stage: Stage) -> None:
    """Remove a stage that was drawn, so that it can be drawn again."""
    stage.delete()
