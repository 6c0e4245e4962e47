from django.db import transaction
from django.utils import timezone

from deltacrown.tasks import enqueue
from tournaments.core.models import Tournament
from tournaments.matches import operations
from tournaments.matches.models import Proposal
from tournaments.matches.play_queries import matches_missed, open_vetoes
from tournaments.matches.report_queries import reports_due
from tournaments.matches.schedule_queries import proposals_due, tournaments_with_a_queue


def accept_silent_reports() -> None:
    """Queue each match whose report nobody answered in time, so that none waits for another."""
    with transaction.atomic():
        for match in reports_due():
            enqueue("tournaments.matches.tasks.accept_silent", match.pk)


def accept_silent(match_id: int) -> None:
    operations.accept_silent(match_id)


def remind_of_matches() -> None:
    operations.remind_due(timezone.now())


def fill_all_stations() -> None:
    """Queue each tournament in which a match waits for a station."""
    with transaction.atomic():
        for pk in tournaments_with_a_queue():
            enqueue("tournaments.matches.tasks.fill_stations", pk)


def fill_stations(tournament_id: int) -> None:
    operations.fill_stations(Tournament.objects.get(pk=tournament_id))


def expire_proposals() -> None:
    """Queue each proposal that nobody answered in time."""
    with transaction.atomic():
        for pk in proposals_due(timezone.now()):
            enqueue("tournaments.matches.tasks.expire_proposal", pk)


def expire_proposal(proposal_id: int) -> None:
    """Note that it is over. It may be gone by now, with a match that a correction took back."""
    if proposal := Proposal.objects.select_related("match").filter(pk=proposal_id).first():
        operations.expire_proposal(proposal)


def forfeit_no_shows() -> None:
    """Queue each match that a side may have missed, so that none waits for another."""
    with transaction.atomic():
        for pk in matches_missed(timezone.now()):
            enqueue("tournaments.matches.tasks.forfeit_missing", pk)


def forfeit_missing(match_id: int) -> None:
    operations.forfeit_missing(match_id)


def decide_vetoes() -> None:
    """Queue each veto that goes on: turns may be over that nobody took."""
    with transaction.atomic():
        for pk in open_vetoes().values_list("pk", flat=True):
            enqueue("tournaments.matches.tasks.decide_veto", pk)


def decide_veto(veto_id: int) -> None:
    operations.let_time_decide(veto_id)
