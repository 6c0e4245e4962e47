"""Reopening a completed tournament, so that what was decided wrongly can be put right."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.awards.models import Certificate, Placement
from tournaments.control.models import Conclusion
from tournaments.control.rules import check_can_reopen
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.operations import LISTED, happened, lock
from tournaments.core.roles import check_may
from tournaments.registration.queries import people_of

Status = Tournament.Status


@dataclass(frozen=True, slots=True)
class Awarded:
    """What a completed tournament gave, which stands until it is completed again."""

    placements: list[Placement]
    certificates: int
    people: int


def awarded_in(tournament: Tournament) -> Awarded:
    entries = tournament.entrants.values_list("registration", flat=True)
    return Awarded(
        placements=list(tournament.placements.select_related("entrant")),
        certificates=Certificate.objects.filter(tournament=tournament, revoked_at=None).count(),
        people=people_of(entries).filter(is_active=True).count(),
    )


@transaction.atomic
def reopen_tournament(tournament: Tournament, *, by, reason: str) -> None:
    """Let a completed tournament go on: results can be corrected, and it is completed again.

    Placements and certificates stand until then. Everybody who took part reads the reason.
    Again: nothing more happens.
    """
    tournament = lock(tournament)
    if (
        tournament.status == Status.LIVE
        and tournament.events.filter(kind="tournament.reopened").exists()
    ):
        check_may(by, tournament, Capability.MANAGE_SETTINGS)
        return
    check_can_reopen(tournament, by=by)
    if not reason.strip():
        raise Refused(_("Give a reason: everybody who took part reads it."), code="reason_missing")
    ended = tournament.completed_at
    tournament.move_to(Status.LIVE)
    tournament.completed_at = None
    tournament.save(update_fields=["completed_at"])
    # The next completion begins one of its own.
    Conclusion.objects.filter(tournament=tournament).delete()
    happened(
        "tournament.reopened",
        tournament,
        actor=by,
        before={"status": Status.COMPLETED, "completed_at": ended},
        after={"status": Status.LIVE},
        reason=reason.strip(),
        changes=LISTED,
    )
