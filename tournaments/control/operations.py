from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.tasks import enqueue
from tournaments.awards.operations import issue_certificates, place_entrants
from tournaments.control.models import Conclusion
from tournaments.control.rules import check_can_cancel, check_can_complete
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock, move, tournament_topic
from tournaments.core.versions import raise_versions
from tournaments.payments.operations import settle_cancelled

Status = Tournament.Status


@transaction.atomic
def cancel(tournament: Tournament, *, by, reason: str) -> None:
    """Call the tournament off: everybody is told why, and what was paid is to be refunded."""
    tournament = lock(tournament)
    if tournament.status == Status.CANCELLED:
        return
    check_can_cancel(tournament, by=by)
    if not reason.strip():
        raise Refused(_("Give a reason: everybody who registered reads it."), code="reason_missing")
    tournament.cancel_reason = reason.strip()
    tournament.save(update_fields=["cancel_reason"])
    settle_cancelled(tournament, by=by, reason=tournament.cancel_reason)
    move(tournament, Status.CANCELLED, by=by, reason=tournament.cancel_reason)


@transaction.atomic
def complete(tournament: Tournament, *, by) -> None:
    """End the competition and start the chain of work that follows (``conclude``)."""
    tournament = lock(tournament)
    if tournament.status == Status.COMPLETED:
        return
    check_can_complete(tournament, by=by)
    tournament.completed_at = timezone.now()
    tournament.save(update_fields=["completed_at"])
    move(tournament, Status.COMPLETED, by=by)
    Conclusion.objects.create(tournament=tournament)
    enqueue("tournaments.control.tasks.conclude", tournament.pk)


@transaction.atomic
def conclude(tournament: Tournament) -> None:
    """Do the next step of the conclusion and queue the one after it.

    Placements, then certificates, then the notices. Each step and the note that it was
    done commit together, so that it may run twice, side by side, or die half-way.
    """
    tournament = lock(tournament)
    conclusion = Conclusion.objects.select_for_update().get(tournament=tournament)
    now = timezone.now()
    if conclusion.placed_at is None:
        place_entrants(tournament)
        conclusion.placed_at = now
    elif conclusion.certified_at is None:
        issue_certificates(tournament)
        conclusion.certified_at = now
    elif conclusion.announced_at is None:
        happened("tournament.concluded", tournament)
        conclusion.announced_at = now
    else:
        return
    conclusion.save()
    raise_versions(tournament_topic(tournament.pk))
    if not conclusion.is_done:
        enqueue("tournaments.control.tasks.conclude", tournament.pk)
