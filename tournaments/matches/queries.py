from django.db.models import Count, OuterRef, Prefetch, Subquery

from tournaments.brackets.models import Match, MatchSide
from tournaments.core.models import Tournament


def visible_matches():
    """Matches of tournaments that the public may know about, with all that a match page shows."""
    sides = (
        MatchSide.objects.select_related("entrant", "from_match__round")
        .prefetch_related("games")
        .annotate(from_round_size=_matches_of("from_match__round"))
    )
    return (
        _in_their_rounds()
        .filter(stage__tournament__in=Tournament.objects.visible())
        .select_related("stage__tournament__game", "stage__tournament__organizer__group")
        .prefetch_related(Prefetch("sides", sides))
    )


def playable_matches(tournament: Tournament):
    """Matches that wait for a result, in playing order."""
    return matches_of(tournament).exclude(status__in=[*Match.TERMINAL, Match.Status.PENDING])


def matches_of(tournament: Tournament):
    """Every match of a tournament with its sides, in playing order."""
    return (
        _in_their_rounds()
        .filter(stage__tournament=tournament)
        .select_related("stage")
        .prefetch_related(Prefetch("sides", MatchSide.objects.select_related("entrant")))
        .order_by("stage__number", "round__number", "round__pk", "group__number", "number")
    )


def _in_their_rounds():
    """Matches with ``round_size``: how many their round has, which is what gives it its name."""
    return Match.objects.select_related("round", "group").annotate(round_size=_matches_of("round"))


def _matches_of(round_):
    """How many matches the round has; a subquery, so that the wide rows need no grouping."""
    matches = Match.objects.filter(round=OuterRef(round_)).order_by().values("round")
    return Subquery(matches.annotate(number_of=Count("pk")).values("number_of"))
