from django.db import transaction

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.core.operations import lock, together
from tournaments.matches.models import ScoreLink
from tournaments.matches.operations import make_score_link
from tournaments.matches.queries import playable_matches

OPEN = frozenset({Match.Status.READY, Match.Status.LIVE})


@transaction.atomic
def make_open_score_links(tournament: Tournament, *, by) -> int:
    """Make the link of each match that can be played and has none; how many were made.

    Matches in which ``by`` plays are left to another official.
    """
    tournament = lock(tournament)
    has_one = ScoreLink.objects.in_force().values("match")
    matches = playable_matches(tournament).filter(status__in=OPEN).exclude(pk__in=has_one)
    made = 0
    with together():
        for match in matches:
            try:
                make_score_link(match, by=by)
            except Refused as refusal:
                if refusal.code != "conflict_of_interest":
                    raise
            else:
                made += 1
    return made
