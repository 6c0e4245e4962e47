from django.db import transaction

from deltacrown.errors import Refused
from deltacrown.tasks import enqueue
from tournaments.brackets import pairing as bridge
from tournaments.brackets.models import Stage
from tournaments.brackets.rounds import next_round_number
from tournaments.brackets.rules import check_can_pair, check_round_over
from tournaments.core.operations import happened, lock
from tournaments.core.refusals import refused
from tournaments.engine.types import Invalid


@transaction.atomic
def request_round(*, stage: Stage, by) -> int:
    """Queue the pairing of the next round of a Swiss stage; its number.

    Asked again before it was made, it queues the same round again, which is harmless.
    """
    tournament = lock(stage.tournament)
    stage = tournament.drawn_stages.select_for_update(no_key=True).get(pk=stage.pk)
    check_can_pair(stage, by=by)
    stage.wanted_round = next_round_number(stage)
    stage.refusal = ""
    stage.save(update_fields=["wanted_round", "refusal"])
    happened("stage.round_requested", stage, actor=by, after={"round": stage.wanted_round})
    enqueue("tournaments.brackets.tasks.pair_round", stage.pk, stage.wanted_round)
    return stage.wanted_round


@transaction.atomic
def pair_round(stage: Stage, *, number: int) -> None:
    """Pair round ``number``, or nothing at all.

    Returns at once when it is paired, or when another one was asked for since. What stands
    against it by now is noted on the stage as its ``refusal``.
    """
    tournament = lock(stage.tournament)
    stage = tournament.drawn_stages.select_for_update(no_key=True).get(pk=stage.pk)
    if stage.wanted_round != number or stage.rounds.filter(number=number).exists():
        return
    stage.wanted_round = None
    try:
        with transaction.atomic():
            _pair(stage, number)
    except Refused as refusal:
        stage.refusal = refusal.message
        happened("stage.draw_refused", stage, reason=refusal.message)
    stage.save(update_fields=["wanted_round", "refusal"])


def _pair(stage: Stage, number: int) -> None:
    check_round_over(stage)
    try:
        paired = bridge.paired(stage, number)
    except Invalid as error:
        raise refused(error) from error
    paired.save()
    happened(
        "stage.round_paired",
        stage,
        after={"round": number, "rematches": paired.round.rematches},
    )
