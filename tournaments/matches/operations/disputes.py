from django.db import transaction

from tournaments.brackets.models import Match
from tournaments.brackets.operations import Verdict
from tournaments.core.limits import counted
from tournaments.core.operations import happened
from tournaments.core.roles import runs
from tournaments.matches.dispute_rules import (
    check_can_cancel,
    check_can_escalate,
    check_can_open,
    check_can_rule,
    check_can_take,
    check_reasons,
    check_verdict,
)
from tournaments.matches.models import Dispute
from tournaments.matches.operations.disputing import cancelled, closed, opened
from tournaments.matches.operations.locking import locked_match
from tournaments.matches.operations.results import decide, played

Status = Dispute.Status


def open_dispute(match: Match, *, reason: str, text: str, by) -> Dispute:
    """Ask for a decision about ``match``, for one side or as an official.

    Nobody enters or reports a result until it is made.
    """
    with counted("dispute", by.pk):
        match = locked_match(match)
        side = check_can_open(match, by=by)
        check_reasons(text)
        return opened(match, reason=reason, text=text, by=by, side=side)


@transaction.atomic
def take_dispute(dispute: Dispute, *, by) -> Dispute:
    """Look into a dispute, so that no other official begins on it as well."""
    dispute = _locked(dispute)
    check_can_take(dispute, by=by)
    dispute.taken_by = by
    dispute.move_to(Status.UNDER_REVIEW)
    happened("dispute.taken", dispute.match, actor=by, after={"dispute": dispute.pk})
    return dispute


@transaction.atomic
def escalate(dispute: Dispute, *, by, text: str) -> Dispute:
    """Hand a dispute on: to the organizer, or from the organizer to those who run the site."""
    dispute = _locked(dispute)
    check_can_escalate(dispute, by=by)
    check_reasons(text)
    dispute.move_to(Status.ESCALATED)
    happened(
        "dispute.escalated",
        dispute.match,
        actor=by,
        after={"dispute": dispute.pk, "to_site": runs(by, dispute.tournament)},
        reason=text.strip(),
    )
    return dispute


@transaction.atomic
def rule(dispute: Dispute, *, verdict: Verdict, text: str, by) -> Dispute:
    """Decide what the match ended with, whatever the sides reported; play goes on from there.

    Of two officials who rule at once, one does; the other is refused.
    """
    dispute = _locked(dispute)
    check_can_rule(dispute, by=by)
    check_reasons(text)
    check_verdict(verdict)
    _close(dispute, Status.RESOLVED, verdict, text=text, by=by)
    happened(
        "dispute.resolved",
        dispute.match,
        actor=by,
        after={"dispute": dispute.pk} | verdict.facts,
        reason=dispute.ruling,
    )
    return dispute


@transaction.atomic
def dismiss(dispute: Dispute, *, text: str, by) -> Dispute:
    """Turn a dispute down: the first report stands and completes the match.

    Where nobody has reported, the match is as it was before, and is played on.
    """
    dispute = _locked(dispute)
    check_can_rule(dispute, by=by)
    check_reasons(text)
    first = dispute.match.reports.live().first()
    verdict = None
    if first:
        verdict = played(dispute.match, first.as_games, overtime=first.overtime)
    _close(dispute, Status.DISMISSED, verdict, text=text, by=by)
    happened(
        "dispute.dismissed",
        dispute.match,
        actor=by,
        after={"dispute": dispute.pk} | dispute.outcome,
        reason=dispute.ruling,
    )
    return dispute


@transaction.atomic
def cancel_dispute(dispute: Dispute, *, by) -> Dispute:
    """Take back what one's own side opened: the match is as it was before."""
    dispute = _locked(dispute)
    check_can_cancel(dispute, by=by)
    dispute.match.move_to(Match.Status(dispute.match_was))
    cancelled(dispute, by=by, why="taken_back")
    return dispute


def _locked(dispute: Dispute) -> Dispute:
    """The dispute as it is now, with its match; both locked by their tournament."""
    match = locked_match(dispute.match)
    dispute = match.disputes.get(pk=dispute.pk)
    dispute.match = match
    return dispute


def _close(dispute: Dispute, status: Status, verdict: Verdict | None, *, text: str, by) -> None:
    dispute.ruling = text.strip()
    dispute.outcome = verdict.facts if verdict else {}
    closed(dispute, status, by=by)
    if verdict:
        dispute.match = decide(dispute.match, verdict, by=by)
    else:
        dispute.match.move_to(Match.Status(dispute.match_was))
