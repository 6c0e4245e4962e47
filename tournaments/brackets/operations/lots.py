from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.entering import specs_of, stages_of
from tournaments.brackets.models import Stage
from tournaments.core.capabilities import Capability
from tournaments.core.operations import happened, lock
from tournaments.core.roles import check_may
from tournaments.engine.graph import feeders
from tournaments.registration.models import Entrant


@transaction.atomic
def decide_lots(*, stage: Stage, order: Sequence[Entrant], by) -> None:
    """Note the order in which an official puts entrants that are level.

    The order is asked only where every criterion before it leaves a tie. Within one group it
    decides the table; among those of several groups it decides who of them goes on. What was
    decided among others stays.
    """
    tournament = lock(stage.tournament)
    check_may(by, tournament, Capability.MODIFY_BRACKETS)
    drawn = stages_of(tournament)
    specs = specs_of(tournament, list(drawn.values()))
    if any(stage.number in feeders(specs, number) for number in drawn):
        raise Refused(_("The next stage is drawn already."), code="next_stage_drawn")
    entries = {entry.entrant_id: entry for entry in stage.entries.all()}
    if len({entrant.pk for entrant in order}) < len(order) or any(
        entrant.pk not in entries for entrant in order
    ):
        raise Refused(_("Name each entrant of the stage at most once."), code="bad_order")
    named = [entries[entrant.pk] for entrant in order]
    field = "lot" if len({entry.group_id for entry in named}) < 2 else "lot_across"
    others = [getattr(entry, field) or 0 for entry in entries.values() if entry not in named]
    for place, entry in enumerate(named, start=max(others, default=0) + 1):
        setattr(entry, field, place)
    stage.entries.bulk_update(named, [field])
    happened("stage.lots_decided", stage, actor=by, after={"order": [str(one) for one in order]})
