from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from tournaments.brackets.models import Match, MatchSide
from tournaments.brackets.operations.results import locked_match
from tournaments.brackets.rules import check_can_set_result
from tournaments.core.operations import happened, lock
from tournaments.core.refusals import refused
from tournaments.engine.formats import parse_spec
from tournaments.engine.free_for_all import Finish, check_finishes, points_of
from tournaments.engine.types import Invalid


@transaction.atomic
def set_finishes(*, match: Match, finishes: Sequence[Finish], by=None) -> Match:
    """Complete a lobby: who came where, and how many each of them eliminated.

    Everybody in the lobby is named once; the engine says what such a result may look like.
    """
    lock(match.tournament)
    match = locked_match(match)
    check_can_set_result(match)
    scoring = parse_spec(match.stage.spec).scoring
    sides = list(match.sides.select_related("entrant").order_by("slot"))
    try:
        check_finishes(finishes, entrants=[side.entrant_id for side in sides])
    except Invalid as error:
        raise refused(error) from error
    by_entrant = {finish.entrant: finish for finish in finishes}
    first = [finish.entrant for finish in finishes if finish.place == 1]
    for side in sides:
        finish = by_entrant[side.entrant_id]
        side.place, side.kills = finish.place, finish.kills
        side.score = points_of(finish, scoring)
        side.is_winner = first == [side.entrant_id]
    match.decided_by = Match.DecidedBy.PLAYED
    match.completed_at = timezone.now()
    match.move_to(Match.Status.COMPLETED)
    MatchSide.objects.bulk_update(sides, ["place", "kills", "score", "is_winner"])
    happened(
        "match.completed",
        match,
        actor=by,
        after={"finishes": [[f.entrant, f.place, f.kills] for f in finishes]},
    )
    return match
