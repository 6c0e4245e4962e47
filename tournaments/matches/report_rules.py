"""When a side may report, and when the report of one side stands by itself."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match, MatchSide
from tournaments.brackets.rules import check_can_set_result
from tournaments.core.models import Tournament
from tournaments.matches.models import Report
from tournaments.matches.places import is_lobby
from tournaments.matches.rules import side_of

Status = Match.Status


def check_can_report(match: Match, *, by) -> MatchSide:
    """The side for which ``by`` may report, or why that cannot be."""
    side = check_speaks(match, by=by)
    check_takes_reports(match)
    if match.status == Status.DISPUTED:
        raise Refused(
            _("This match is disputed, so an official decides. You may still give in."),
            code="disputed",
        )
    return side


def check_can_confirm(match: Match, *, by) -> tuple[MatchSide, Report]:
    """The side of ``by`` and the report of the other one, which alone it can confirm."""
    side = check_speaks(match, by=by)
    check_takes_reports(match)
    theirs = match.reports.live().exclude(entrant=side.entrant_id).first()
    if theirs is None:
        raise Refused(
            _("The other side has reported nothing that you could confirm."), code="no_report"
        )
    dispute = match.disputes.active().first()
    if dispute and dispute.opened_by_id and dispute.entrant_id != side.entrant_id:
        raise Refused(
            _("You have not opened this dispute, so it does not end by what you confirm."),
            code="disputed",
        )
    return side, theirs


def check_speaks(match: Match, *, by) -> MatchSide:
    """The side of ``by`` in a match of two sides."""
    side = side_of(by, match)
    if side is None:
        raise Refused(_("Only those who play in this match can do this."), code="not_in_match")
    if is_lobby(match):
        raise Refused(_("In a lobby an official enters who came where."), code="lobby")
    return side


def check_takes_reports(match: Match) -> None:
    check_can_set_result(match)
    if not match.tournament.players_report:
        raise Refused(_("Officials enter the results of this tournament."), code="officials_only")


def check_in_time(match: Match, *, now: datetime | None = None) -> None:
    """Refuse another word once the report of one side stands: it is accepted by then."""
    until = stands_at(match)
    if until and until <= (now or timezone.now()):
        raise Refused(
            _("The time to answer is over, so the report that was made stands."), code="too_late"
        )


def stands_at(match: Match) -> datetime | None:
    """When the one report of ``match`` stands, unless the other side answers it.

    None where nothing waits for an answer. The time begins anew with a report that replaces
    another, and after a dispute: nobody is overtaken by a change in the last minute.
    """
    if match.status != Status.REPORTED or not _is_played_on(match.tournament):
        return None
    reports = [report for report in match.reports.all() if report.live]
    if len(reports) != 1:
        return None
    ended = [dispute.closed_at for dispute in match.disputes.all() if dispute.closed_at]
    return max([reports[0].at, *ended]) + timedelta(minutes=match.tournament.report_minutes)


def _is_played_on(tournament: Tournament) -> bool:
    return tournament.status == Tournament.Status.LIVE and tournament.players_report
