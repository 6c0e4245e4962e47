"""Changing what is decided already. The room ``control`` says when, and what else follows."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tournaments.brackets.models import Match, MatchSide, Stage, StageEntry
from tournaments.brackets.operations.results import AnyVerdict, apply, note_unplayed
from tournaments.brackets.stored import StoredBoard
from tournaments.engine.formats import parse_spec
from tournaments.engine.progress import amend, reopen
from tournaments.engine.specs import LadderSpec
from tournaments.registration.models import Entrant


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


@transaction.atomic
def void_match(match: Match) -> None:
    """Take ``match`` out of its table: it counts for nobody, and nobody has to play it.

    In a bracket somebody has to go on, so there matches are never taken out.
    """
    board = StoredBoard.of_stage(match.stage)
    match = board.match(match.pk)
    board.wipe(match)
    match.status, match.decided_by = Match.Status.VOID, ""
    for side in board.sides_of(match):
        side.is_winner = False
    board.note(match)
    board.save()


@transaction.atomic
def exchange_entrants(*, stage: Stage, one: Entrant, other: Entrant) -> None:
    """Let two entrants of ``stage`` change places: seed, group and first matches.

    The structure of a draw depends on seeds alone, so the stage becomes exactly what the same
    draw makes of the new order. Nothing of it has been played.
    """
    _change_seeds(stage.entries.get(entrant=one), stage.entries.get(entrant=other))
    if isinstance(parse_spec(stage.spec), LadderSpec):
        return  # challenges are between people, not places
    sides = MatchSide.objects.filter(match__stage=stage)
    of_one, of_other = (
        list(sides.filter(entrant=entrant).values_list("pk", "is_winner"))
        for entrant in (one, other)
    )
    both = [pk for pk, _wins in [*of_one, *of_other]]
    # Nobody may be in a match twice even for a moment; who has a bye is its winner.
    sides.filter(pk__in=both).update(entrant=None, is_winner=False)
    for found, entrant in ((of_one, other), (of_other, one)):
        sides.filter(pk__in=[pk for pk, _wins in found]).update(entrant=entrant)
        sides.filter(pk__in=[pk for pk, wins in found if wins]).update(is_winner=True)


def _change_seeds(one: StageEntry, other: StageEntry) -> None:
    free = one.stage.entries.aggregate(most=Max("seed"))["most"] + 1
    (seed, group), (other_seed, other_group) = (
        (entry.seed, entry.group_id) for entry in (one, other)
    )
    StageEntry.objects.filter(pk=other.pk).update(seed=free)  # no two with one seed
    StageEntry.objects.filter(pk=one.pk).update(seed=other_seed, group=other_group)
    StageEntry.objects.filter(pk=other.pk).update(seed=seed, group=group)


def take_back_rounds(stage: Stage, *, after: int) -> None:
    """Remove the rounds of a Swiss stage that were paired after round ``after``."""
    stage.rounds.filter(number__gt=after).delete()
    Stage.objects.filter(pk=stage.pk).update(wanted_round=None)


def take_back_stage(stage: Stage) -> None:
    """Remove a stage that was drawn, so that it can be drawn again."""
    stage.delete()
