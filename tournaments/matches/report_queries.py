from django.utils import timezone

from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.matches.report_rules import stands_at


def reports_due() -> list[Match]:
    """The matches whose one report stands by now, since the other side was silent."""
    waiting = Match.objects.filter(
        status=Match.Status.REPORTED,
        stage__tournament__status=Tournament.Status.LIVE,
        stage__tournament__players_report=True,
    ).select_related("stage__tournament")
    now = timezone.now()
    found = waiting.prefetch_related("reports", "disputes").order_by("pk")
    return [match for match in found if (at := stands_at(match)) and at <= now]
