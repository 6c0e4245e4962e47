from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.tasks import enqueue
from tournaments.awards.operations import issue_certificates, place_entrants
from tournaments.brackets.models import Match
from tournaments.brackets.operations import leave
from tournaments.control.hanging import Carried
from tournaments.control.models import Conclusion
from tournaments.control.rules import (
    check_can_cancel,
    check_can_complete,
    check_can_disqualify,
    check_can_drop_out,
)
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock, move, together, tournament_topic
from tournaments.core.versions import raise_versions
from tournaments.payments.operations import settle_cancelled, settle_withdrawn
from tournaments.registration.models import Entrant, Registration
from tournaments.registration.rules import check_reason

Status = Tournament.Status
LeftBy = Entrant.LeftBy


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
def withdraw_entrant(entrant: Entrant, *, by, reason: str) -> None:
    """Take an entrant out of a tournament under way, from now on; what it played stands.

    Its open matches go to the opponents, and its money follows the refund policy. Whoever speaks
    for the entrant may do it as well as the organizer. Again: nothing more happens.
    """
    _leaves(entrant, LeftBy.WITHDRAWAL, check_can_drop_out, by=by, reason=reason)


@transaction.atomic
def disqualify_entrant(entrant: Entrant, *, by, reason: str) -> None:
    """Put an entrant out of a tournament under way, from now on; what it played stands.

    Its open matches go to the opponents, and its entry fee is kept. Again: nothing more happens.
    """
    _leaves(entrant, LeftBy.DISQUALIFICATION, check_can_disqualify, by=by, reason=reason)


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
    if tournament.status != Status.COMPLETED:  # it was reopened meanwhile
        return
    conclusion = Conclusion.objects.select_for_update(no_key=True).get(tournament=tournament)
    now = timezone.now()
    if conclusion.placed_at is None:
        place_entrants(tournament)
        conclusion.placed_at = now
    elif conclusion.certified_at is None:
        issue_certificates(tournament)
        conclusion.certified_at = now
    elif conclusion.announced_at is None:
        happened("tournament.concluded", tournament, after={"since": conclusion.started_at})
        conclusion.announced_at = now
    else:
        return
    conclusion.save()
    raise_versions(tournament_topic(tournament.pk))
    if not conclusion.is_done:
        enqueue("tournaments.control.tasks.conclude", tournament.pk)


def _open_matches(entrant: Entrant):
    waiting = Match.objects.filter(sides__entrant=entrant).exclude(status__in=Match.TERMINAL)
    return waiting.values_list("pk", flat=True)


OUTCOMES = {
    LeftBy.WITHDRAWAL: ("entrant.withdrawn", Registration.Status.WITHDRAWN),
    LeftBy.DISQUALIFICATION: ("entrant.disqualified", Registration.Status.DISQUALIFIED),
}


def _leaves(entrant: Entrant, left_by: LeftBy, check, *, by, reason: str) -> None:
    tournament = lock(entrant.tournament)
    entrant = Entrant.objects.select_for_update(no_key=True).get(pk=entrant.pk)
    entrant.tournament = tournament
    check(entrant, by=by)
    if entrant.left_by == left_by:
        return
    kind, status = OUTCOMES[left_by]
    registration = Registration.objects.select_for_update(no_key=True).get(
        pk=entrant.registration_id
    )
    registration.tournament = tournament
    registration.reason = check_reason(reason)
    with together():
        registration.move_to(status)
        entrant.left_at, entrant.left_by = timezone.now(), left_by
        entrant.save(update_fields=["left_at", "left_by"])
        happened(kind, entrant, actor=by, after={"status": status}, reason=registration.reason)
        waiting = list(_open_matches(entrant))
        leave(entrant)
        # What the sides said of a match that is a walkover now, nobody has to rule on.
        ended = Match.objects.filter(pk__in=waiting, status__in=Match.TERMINAL)
        Carried().clear(ended.values_list("pk", flat=True), by=by)
        if left_by == LeftBy.WITHDRAWAL:
            settle_withdrawn(registration, by=by)
