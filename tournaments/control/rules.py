from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.brackets.rules import check_over, next_stage_number
from tournaments.control.models import Correction
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import check_may, may
from tournaments.matches.rules import check_no_conflict
from tournaments.registration.models import Entrant
from tournaments.registration.rules import speaks_for

Status = Tournament.Status

# Whoever has one of these may take an entrant out of a tournament under way.
TAKES_OUT = (Capability.MANAGE_DISPUTES, Capability.MODIFY_BRACKETS)


def check_can_complete(tournament: Tournament, *, by) -> None:
    """Refuse while a stage is not drawn, a match is open, or a tie is undecided."""
    check_may(by, tournament, Capability.MANAGE_SETTINGS)
    if tournament.status != Status.LIVE:
        raise Refused(_("Only a live tournament can be completed."), code="not_live")
    if next_stage_number(tournament) is not None:
        raise Refused(_("Not every stage is drawn."), code="stage_missing")
    for stage in tournament.drawn_stages.all():
        check_over(stage)


def check_can_cancel(tournament: Tournament, *, by) -> None:
    check_may(by, tournament, Capability.MANAGE_SETTINGS)
    if tournament.status not in {Status.PUBLISHED, Status.LIVE}:
        raise Refused(_("Only a published or live tournament can be cancelled."), code="not_on")


def check_can_drop_out(entrant: Entrant, *, by) -> None:
    """Refuse the withdrawal of an entrant by others than its own people and the organizer."""
    is_official = may(by, entrant.tournament, *TAKES_OUT)
    if not (is_official or speaks_for(entrant.registration, by)):
        raise Refused(
            _("Only the one who registered, or the captain of the team, can withdraw."),
            code="not_yours",
        )
    _check_in_play(entrant, leaving_by=Entrant.LeftBy.WITHDRAWAL)


def check_can_disqualify(entrant: Entrant, *, by) -> None:
    check_may(by, entrant.tournament, *TAKES_OUT)
    _check_in_play(entrant, leaving_by=Entrant.LeftBy.DISQUALIFICATION)


def _check_in_play(entrant: Entrant, *, leaving_by: Entrant.LeftBy) -> None:
    """Refuse where there is nothing to leave, unless it was left in just this way."""
    if entrant.tournament.status != Status.LIVE:
        raise Refused(_("The tournament is not live."), code="not_live")
    if entrant.left_at and entrant.left_by != leaving_by:
        raise Refused(
            _("%(name)s has left the tournament already.") % {"name": entrant.name}, code="left"
        )


def check_can_correct(match: Match, tournament: Tournament, *, by) -> None:
    """Refuse where there is no result to correct, or it is not the person's to do."""
    check_may(by, tournament, Capability.MANAGE_DISPUTES)
    check_no_conflict(match, by=by)
    if tournament.status != Status.LIVE:
        raise Refused(_("Only in a live tournament can a result be corrected."), code="not_live")
    if match.status != Match.Status.COMPLETED:
        raise Refused(_("This match has no result to correct."), code="no_result")


def check_can_undo(correction: Correction, tournament: Tournament, *, by) -> None:
    check_may(by, tournament, Capability.MANAGE_DISPUTES)
    if correction.match:
        check_no_conflict(correction.match, by=by)
    if tournament.status != Status.LIVE:
        raise Refused(_("Only in a live tournament can a result be corrected."), code="not_live")


def reason_against(check, *args, **kwargs) -> str:
    """Why ``check`` refuses; empty when it does not. For screens that explain a button."""
    try:
        check(*args, **kwargs)
    except Refused as refusal:
        return refusal.message
    return ""
