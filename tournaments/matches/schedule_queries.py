"""What the jobs of the schedule look for."""

from datetime import datetime

from django.db.models import QuerySet

from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.matches.models import Proposal


def tournaments_with_a_queue() -> QuerySet:
    """Keys of the live tournaments in which a match waits and a station is open."""
    waiting = Tournament.objects.filter(
        status=Tournament.Status.LIVE,
        stations__is_open=True,
        drawn_stages__matches__status=Match.Status.READY,
    )
    return waiting.order_by("pk").values_list("pk", flat=True).distinct()


def proposals_due(moment: datetime) -> QuerySet:
    """Keys of the proposals that nobody answered by ``moment``."""
    waiting = Proposal.objects.filter(status=Proposal.Status.WAITING, deadline__lte=moment)
    return waiting.values_list("pk", flat=True)
