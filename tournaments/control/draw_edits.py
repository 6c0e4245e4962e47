"""Another order in a stage that is drawn, as long as nothing of it was played."""

from collections.abc import Callable
from contextlib import suppress

from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Stage
from tournaments.brackets.operations import exchange_entrants
from tournaments.control.changes import Change, Picture, changes, picture
from tournaments.control.concerned import told_of
from tournaments.control.correcting import Preview
from tournaments.control.hanging import Carried, fallen
from tournaments.control.models import Correction
from tournaments.control.recording import record
from tournaments.control.rows import Rows, digest, rows_of
from tournaments.control.rules import check_can_exchange
from tournaments.core.operations import lock
from tournaments.registration.models import Entrant


class _Rollback(Exception):
    """Leave the transaction without a trace."""


def preview_exchange(stage: Stage, *, one: Entrant, other: Entrant, by) -> Preview:
    """What would change if ``one`` and ``other`` changed places. Nothing is written."""
    found: list[Preview] = []

    def note(stage: Stage, before: Rows, was: Picture, carried: Carried) -> None:
        told = told_of(before, rows_of(stage.tournament), entrants=(one, other))
        found.append(Preview(_changes(stage, was, one, other), digest(before), told))
        raise _Rollback

    with suppress(_Rollback):
        _exchanged(stage, one, other, by=by, then=note)
    return found[0]


def exchange(
    stage: Stage, *, one: Entrant, other: Entrant, by, reason: str, seen: str = ""
) -> Correction:
    """Let ``one`` and ``other`` change places in the draw of ``stage``: seeds, groups and byes.

    The rest of the draw stays as it is. Refused once anything of the stage was played, reported
    or decided; ``seen`` is the digest of a preview.
    """
    if not reason.strip():
        raise Refused(_("Give a reason: it is kept with the draw."), code="reason_missing")
    made: list[Correction] = []

    def keep(stage: Stage, before: Rows, was: Picture, carried: Carried) -> None:
        if seen and seen != digest(before):
            raise Refused(
                _("The competition went on since you looked. Look at the changes again."),
                code="went_on",
            )
        made.append(
            record(
                stage.tournament,
                kind=Correction.Kind.DRAW,
                match=None,
                stage=stage,
                entrants=(one, other),
                by=by,
                reason=reason,
                summary=[change.sentence for change in _changes(stage, was, one, other)],
                before=before,
                carried=carried,
                was={},
                becomes={"one": one.name, "other": other.name},
            )
        )

    _exchanged(stage, one, other, by=by, then=keep)
    return made[0]


@transaction.atomic
def _exchanged(
    stage: Stage,
    one: Entrant,
    other: Entrant,
    *,
    by,
    then: Callable[[Stage, Rows, Picture, Carried], None],
) -> None:
    tournament = lock(stage.tournament)
    found = tournament.drawn_stages.filter(pk=stage.pk).first()
    if found is None:
        raise Refused(_("This stage is no longer drawn."), code="went_on")
    stage, stage.tournament = found, tournament
    check_can_exchange(stage, one=one, other=other, by=by)
    before, was = rows_of(tournament), picture(tournament)
    exchange_entrants(stage=stage, one=one, other=other)
    carried = Carried()
    carried.clear(fallen(before, rows_of(tournament)), by=by)
    then(stage, before, was, carried)


def _changes(stage: Stage, was: Picture, one: Entrant, other: Entrant) -> list[Change]:
    """The two places, then the matches that follow from them."""
    seeds = dict(stage.entries.values_list("entrant", "seed"))
    places = [
        Change("seed", entrant.name, _seed(seeds[partner.pk]), _seed(seeds[entrant.pk]))
        for entrant, partner in ((one, other), (other, one))
    ]
    return [*places, *changes(was, picture(stage.tournament))]


def _seed(seed: int) -> str:
    return _("seed %(seed)d") % {"seed": seed}
