from tournaments.brackets.models import Match
from tournaments.brackets.operations.results import still_drawn
from tournaments.core.operations import lock


def locked_match(match: Match) -> Match:
    """``match`` as it is now, with its tournament locked until the transaction ends.

    Refused when a correction has taken the match back in the meantime.
    """
    lock(match.tournament)
    found = Match.objects.select_related("stage__tournament__organizer__group", "round")
    return still_drawn(found.filter(pk=match.pk))
