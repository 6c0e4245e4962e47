import secrets

from django.db import transaction
from django.utils import timezone

from deltacrown.errors import Refused
from deltacrown.tasks import enqueue
from tournaments.brackets import draw as bridge
from tournaments.brackets.models import Stage
from tournaments.brackets.rules import (
    check_can_draw,
    check_ready,
    next_stage_number,
    qualifiers_before,
)
from tournaments.brackets.standings import going_on, group_tables
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock, move
from tournaments.core.refusals import refused
from tournaments.engine.formats import parse_spec
from tournaments.engine.types import Invalid
from tournaments.payments.operations import expire_unpaid
from tournaments.registration.models import Entrant
from tournaments.registration.operations import admit_entrants


@transaction.atomic
def request_draw(*, tournament: Tournament, by) -> Stage:
    """Queue the draw of the tournament's next stage.

    Asked again before the draw was made, it queues the same stage again, which is harmless.
    """
    tournament = lock(tournament)
    check_can_draw(tournament, by=by)
    number = next_stage_number(tournament)
    spec = tournament.stages[number - 1]
    stage, _made = Stage.objects.update_or_create(
        tournament=tournament,
        number=number,
        defaults={"name": spec["name"], "format": spec["format"], "spec": spec, "refusal": ""},
        create_defaults={
            "name": spec["name"],
            "format": spec["format"],
            "spec": spec,
            "random_seed": secrets.randbits(62),
        },
    )
    happened("stage.draw_requested", stage, actor=by)
    enqueue("tournaments.brackets.tasks.draw_stage", stage.pk)
    return stage


@transaction.atomic
def draw(stage: Stage) -> None:
    """Draw ``stage``: its entrants, groups, rounds and matches, or nothing at all.

    Returns at once when it is drawn. What stands against the draw by now is noted on
    the stage as its ``refusal``, for the organizer to read.
    """
    tournament = lock(stage.tournament)
    stage = Stage.objects.select_for_update().get(pk=stage.pk)
    if stage.drawn_at:
        return
    stage.tournament = tournament
    try:
        with transaction.atomic():
            _draw(stage)
    except Refused as refusal:
        stage.refusal = refusal.message
        stage.save(update_fields=["refusal"])
        happened("stage.draw_refused", stage, reason=refusal.message)


def _draw(stage: Stage) -> None:
    tournament = stage.tournament
    check_ready(tournament, stage.number)
    # The settings may have changed since the draw was asked for; from now on they may not.
    stage.spec = tournament.stages[stage.number - 1]
    stage.name, stage.format = stage.spec["name"], stage.spec["format"]
    spec = parse_spec(stage.spec)
    try:
        drawn = bridge.drawing(
            stage,
            spec,
            _entering(stage),
            after=qualifiers_before(tournament, stage.number),
        )
    except Invalid as error:
        raise refused(error) from error
    drawn.save()
    stage.drawn_at = timezone.now()
    stage.save(update_fields=["name", "format", "spec", "drawn_at"])
    if tournament.status == Tournament.Status.PUBLISHED:
        move(tournament, Tournament.Status.LIVE)
    happened("stage.drawn", stage, after={"entrants": len(drawn.entries)})


def _entering(stage: Stage) -> list[Entrant]:
    """Who plays in ``stage``, in the order of their seeds there."""
    tournament = stage.tournament
    if stage.number == 1:
        entrants = admit_entrants(tournament, random_seed=stage.random_seed)
        expire_unpaid(tournament)
        return entrants
    previous = tournament.drawn_stages.get(number=stage.number - 1)
    return going_on(previous, group_tables(previous))
