"""What the jobs of a match day look for, minute by minute."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.matches.models import Fixture, Veto
from tournaments.matches.veto_rules import VETOABLE


def matches_missed(now: datetime) -> list[int]:
    """Matches of two sides that are ready, and whose sides should have checked in by ``now``.

    Their operation looks again: the sides may have been known only later.
    """
    found: list[int] = []
    waiting = Fixture.objects.filter(match__status=Match.Status.READY).exclude(
        match__stage__format="free_for_all"
    )
    due = waiting.annotate(expected=Coalesce("called_at", "starts_at"))
    live = Tournament.objects.filter(status=Tournament.Status.LIVE, match_check_in_minutes__gt=0)
    for pk, grace in live.order_by("pk").values_list("pk", "grace_minutes"):
        since = now - timedelta(minutes=grace)
        of_this = due.filter(match__stage__tournament=pk, expected__lte=since)
        found += of_this.order_by("match").values_list("match", flat=True)
    return found


def open_vetoes() -> QuerySet[Veto]:
    """Vetoes that go on, of matches that are about to be played."""
    return Veto.objects.filter(finished_at=None, match__status__in=VETOABLE).order_by("pk")
