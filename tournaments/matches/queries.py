from django.db.models import Prefetch

from tournaments.brackets.models import Match, MatchSide
from tournaments.core.models import Tournament


def visible_matches():
    """Matches of tournaments that the public may know about, with all that a match page shows."""
    sides = MatchSide.objects.select_related("entrant", "from_match__round").prefetch_related(
        "games"
    )
    return (
        Match.objects.filter(stage__tournament__in=Tournament.objects.visible())
        .select_related("stage__tournament__game", "stage__tournament__organizer", "round", "group")
        .prefetch_related(Prefetch("sides", sides))
    )


def playable_matches(tournament: Tournament):
    """Matches that wait for a result, in playing order."""
    return (
        Match.objects.filter(stage__tournament=tournament)
        .exclude(status__in=[*Match.TERMINAL, Match.Status.PENDING])
        .select_related("stage", "round", "group")
        .prefetch_related(Prefetch("sides", MatchSide.objects.select_related("entrant")))
        .order_by("stage__number", "round__number", "round__pk", "group__number", "number")
    )
