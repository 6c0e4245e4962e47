"""Who opens a dispute, who rules on it, and how it may end."""

from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match, MatchSide
from tournaments.brackets.operations import Verdict
from tournaments.brackets.rules import check_can_set_result
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import check_may, may, runs
from tournaments.matches.evidence_rules import can_see_evidence
from tournaments.matches.models import Dispute
from tournaments.matches.report_rules import check_in_time
from tournaments.matches.rules import check_two_sides, plays_in, side_of

Status, DecidedBy = Dispute.Status, Match.DecidedBy

# Its players and the officials who decide: they see the evidence as well.
can_see_dispute = can_see_evidence


def check_can_open(match: Match, *, by) -> MatchSide | None:
    """The side that disputes; None for an official, who speaks for none."""
    side = side_of(by, match)
    if side is None and not may(by, match.tournament, Capability.MANAGE_DISPUTES):
        raise Refused(
            _("Only those who play in this match and its officials can dispute it."),
            code="not_in_match",
        )
    check_two_sides(match)
    check_can_set_result(match)
    if match.status == Match.Status.DISPUTED:
        raise Refused(_("This match is disputed already."), code="disputed")
    if side is not None:
        check_in_time(match)
    return side


def check_can_take(dispute: Dispute, *, by) -> None:
    _check_decides(dispute, by=by)
    if dispute.status != Status.OPEN:
        raise Refused(_("Somebody looks into this dispute already."), code="taken")


def check_can_escalate(dispute: Dispute, *, by) -> None:
    """An official who plays in the match may, too: to hand it on is not to decide."""
    check_may(by, dispute.tournament, Capability.MANAGE_DISPUTES)
    check_active(dispute)
    if dispute.status != Status.ESCALATED:
        return
    if is_with_site(dispute) or not runs(by, dispute.tournament):
        raise Refused(_("This dispute is handed on already."), code="escalated")


def check_can_rule(dispute: Dispute, *, by) -> None:
    """Refuse those who decide nothing or play in the match, and what is closed already."""
    _check_decides(dispute, by=by)
    if dispute.status == Status.ESCALATED and not runs(by, dispute.tournament):
        raise Refused(
            _("This dispute is handed on: the organizer of the tournament decides."),
            code="escalated",
        )
    if is_with_site(dispute) and not by.is_superuser:
        raise Refused(
            _("This dispute is handed on: those who run this site decide."), code="escalated"
        )
    check_can_set_result(dispute.match)


def is_with_site(dispute: Dispute) -> bool:
    """Whether the organizer has handed it on to those who run the site."""
    if dispute.status != Status.ESCALATED:
        return False
    handed_on = dispute.tournament.events.filter(kind="dispute.escalated")
    return handed_on.filter(after__dispute=dispute.pk, after__to_site=True).exists()


def check_can_cancel(dispute: Dispute, *, by) -> None:
    """Only who opened a dispute takes it back. Reports that differ are no side's to take back."""
    side = side_of(by, dispute.match)
    if side is None or dispute.entrant_id != side.entrant_id:
        raise Refused(_("Only the side that opened a dispute takes it back."), code="not_yours")
    check_active(dispute)
    check_is_live(dispute.match)
    one, *others = dispute.match.reports.live() or [None]
    if any(not other.says_the_same_as(one) for other in others):
        raise Refused(
            _("The reports differ: confirm that of the other side, or let an official decide."),
            code="reports_differ",
        )


def check_verdict(verdict: Verdict) -> None:
    """Refuse a ruling that names no winner where there must be one, or invents one."""
    nobody = verdict.decided_by == DecidedBy.DOUBLE_FORFEIT
    if verdict.decided_by == DecidedBy.PLAYED:
        right = verdict.score is not None and verdict.winner == verdict.score.winner
    else:
        right = verdict.winner is None if nobody else verdict.winner in (1, 2)
    if not right:
        raise Refused(_("The winner does not fit what the match ended with."), code="no_winner")


def check_reasons(text: str) -> None:
    if not text.strip():
        raise Refused(_("Say why, in a sentence or two: both sides read it."), code="no_text")


def check_active(dispute: Dispute) -> None:
    if not dispute.is_active:
        raise Refused(_("This dispute is closed."), code="closed")


def check_is_live(match: Match) -> None:
    if match.tournament.status != Tournament.Status.LIVE:
        raise Refused(_("The tournament is not live."), code="not_live")


def _check_decides(dispute: Dispute, *, by) -> None:
    check_may(by, dispute.tournament, Capability.MANAGE_DISPUTES)
    if plays_in(by, dispute.match):
        raise Refused(
            _("You play in this match, so another official must rule on it."),
            code="conflict_of_interest",
        )
    check_active(dispute)
