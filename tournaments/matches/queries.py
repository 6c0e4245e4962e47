from django.db.models import Count, OuterRef, Prefetch, Q, Subquery

from tournaments.brackets.models import Match, MatchSide
from tournaments.core.models import Tournament


def visible_matches():
    """Matches of tournaments that the public may know about, with all that a match page shows."""
    sides = (
        MatchSide.objects.select_related("entrant", "from_match__round")
        .prefetch_related("games")
        .annotate(
            from_round_size=_matches_of("from_match__round", "from_match__group"),
            from_next_bracket=_bracket_after("from_match"),
        )
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


def named_matches():
    """Matches with the names of their sides, and where they stand while those are open."""
    return _in_their_rounds().select_related("stage").prefetch_related("sides__entrant")


def _in_their_rounds():
    """Matches with what their names come from: ``round_size`` is how many their round has (in
    their group), ``next_bracket`` in which bracket the winner plays on.
    """
    return Match.objects.select_related("round", "group").annotate(
        round_size=_matches_of("round", "group"), next_bracket=_bracket_after("pk")
    )


def _matches_of(round_, group):
    """How many matches the round has; a subquery, so that the wide rows need no grouping."""
    of_group = Q(group=OuterRef(group)) | Q(group=None)
    matches = Match.objects.filter(of_group, round=OuterRef(round_)).order_by().values("round")
    return Subquery(matches.annotate(number_of=Count("pk")).values("number_of"))


def _bracket_after(match):
    fed = MatchSide.objects.filter(from_match=OuterRef(match), takes=MatchSide.Takes.WINNER)
    return Subquery(fed.order_by("match__round__number").values("match__round__bracket")[:1])
