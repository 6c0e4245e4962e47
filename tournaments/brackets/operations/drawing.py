import random

from django.db import transaction
from django.utils import timezone

from deltacrown.errors import Refused
from deltacrown.tasks import enqueue
from tournaments.brackets import draw as bridge
from tournaments.brackets.entering import who_enters
from tournaments.brackets.models import Stage
from tournaments.brackets.rules import check_can_draw, check_ready, next_stage_number
from tournaments.core.lots import next_random_seed
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock, move, together
from tournaments.core.refusals import refused
from tournaments.engine.formats import parse_spec
from tournaments.engine.types import Invalid
from tournaments.payments.operations import expire_unpaid
from tournaments.registration.operations import admit_entrants
from tournaments.registration.queries import field_of


@transaction.atomic
def request_draw(*, tournament: Tournament, by) -> Stage:
    """Queue the draw of the tournament's next stage.

    Asked again before the draw was made, it queues the same stage again, which is harmless.
    """
    tournament = lock(tournament)
    check_can_draw(tournament, by=by)
    number = next_stage_number(tournament)
    spec = tournament.stages[number - 1]
    settings = {"name": spec["name"], "format": spec["format"], "spec": spec, "refusal": ""}
    used = tournament.drawn_stages.values_list("random_seed", flat=True)
    stage, _made = Stage.objects.update_or_create(
        tournament=tournament,
        number=number,
        defaults=settings,
        create_defaults={**settings, "random_seed": next_random_seed(tournament, used)},
    )
    happened("stage.draw_requested", stage, actor=by)
    enqueue("tournaments.brackets.tasks.draw_stage", stage.pk)
    return stage


@transaction.atomic
def draw(stage: Stage) -> None:
    """Draw ``stage``: its entrants, groups, rounds and matches, or nothing at all.

    Returns at once when it is drawn, or no longer there. Of ``stage`` only the key is used.
    What stands against the draw by now is noted on the stage as its ``refusal``, for the
    organizer to read.
    """
    # One statement reads the stage and locks its tournament. What of the stage can change
    # meanwhile, whether it is drawn, is asked again by the statement that marks it drawn.
    locking = Stage.objects.select_related("tournament").select_for_update(
        no_key=True, of=("tournament",)
    )
    stage = locking.filter(pk=stage.pk).first()
    if stage is None:  # a correction took it back
        return
    try:
        with transaction.atomic(), together():
            _draw(stage.tournament, stage)
    except Refused as refusal:
        stage.refusal = refusal.message
        stage.save(update_fields=["refusal"])
        happened("stage.draw_refused", stage, reason=refusal.message)


def _draw(tournament: Tournament, stage: Stage) -> None:
    # The settings may have changed since the draw was asked for; from now on they may not.
    settings = tournament.stages[stage.number - 1]
    claimed = Stage.objects.filter(pk=stage.pk, drawn_at=None).update(
        name=settings["name"], format=settings["format"], spec=settings, drawn_at=timezone.now()
    )
    if not claimed:
        return
    stage.name, stage.format, stage.spec = settings["name"], settings["format"], settings
    begins = tournament.status == Tournament.Status.PUBLISHED
    field = field_of(tournament) if begins else None
    check_ready(tournament, stage.number, field=field)
    admitted = None
    if field:
        admitted = admit_entrants(tournament, random_seed=stage.random_seed, field=field)
        if field.unsettled:
            expire_unpaid(tournament)
    try:
        entering = who_enters(tournament, stage.number, field=admitted)
        drawn = bridge.drawing(
            stage,
            parse_spec(settings),
            entering.entrants,
            entering=entering.entering,
            # Not for secrets: a draw must be the same when it is replayed.
            rng=random.Random(stage.random_seed),  # noqa: S311
        )
    except Invalid as error:
        raise refused(error) from error
    drawn.save()
    if begins:
        move(tournament, Tournament.Status.LIVE)
    happened("stage.drawn", stage, after={"entrants": len(drawn.entries)})
