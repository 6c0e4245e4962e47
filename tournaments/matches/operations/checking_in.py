from django.db import transaction
from django.utils import timezone

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, room_topic
from tournaments.matches.models import Fixture, MatchCheckIn
from tournaments.matches.operations.fixtures import fixture_of
from tournaments.matches.operations.locking import locked_match
from tournaments.matches.operations.playing import begin
from tournaments.matches.operations.results import entered, forfeited
from tournaments.matches.places import is_lobby
from tournaments.matches.play_rules import check_can_check_in, missing_slots, window_of
from tournaments.registration.models import Entrant


@transaction.atomic
def check_in_side(match: Match, *, entrant: Entrant, by) -> Match:
    """Note that one side is there: by anybody of it while check-in is open, or by an official.

    With the last of them the match begins. Again: nothing more. Too late it is refused, and
    nothing else follows from trying.
    """
    match = locked_match(match)
    if match.check_ins.filter(entrant=entrant).exists():
        return match
    check_can_check_in(match, fixture_of(match), entrant=entrant, by=by)
    MatchCheckIn.objects.create(match=match, entrant=entrant, by=by)
    after = {"entrant": entrant.pk, "side": entrant.name}
    happened("match.checked_in", match, actor=by, after=after, changes=room_topic(match.pk))
    if not missing_slots(match, _there(match)):
        begin(match, by=by)
    return match


@transaction.atomic
def forfeit_missing(match_id: int) -> None:
    """Decide a match whose check-in is over against the side that did not come, or both.

    Only a match that is ready: what has begun, was reported or is disputed is never touched.
    Who is left out of a lobby is for officials to say. Again, or too early: nothing happens.
    """
    match = Match.objects.select_related("stage__tournament").filter(pk=match_id).first()
    if match is None:
        return
    try:
        match = locked_match(match)
    except Refused:  # a correction has just taken it back
        return
    is_live = match.tournament.status == Tournament.Status.LIVE
    if match.status != Match.Status.READY or is_lobby(match) or not is_live:
        return
    window = window_of(match, Fixture.objects.filter(match=match).first())
    absent = missing_slots(match, _there(match))
    if window is None or not absent or not window.is_over_at(timezone.now()):
        return
    sides = match.sides.filter(slot__in=absent).order_by("slot")
    names = list(sides.values_list("entrant__name", flat=True))
    happened("match.no_show", match, after={"absent": absent, "sides": names})
    entered(match, forfeited(absent))


def _there(match: Match) -> list[int]:
    return list(match.check_ins.values_list("entrant", flat=True))
