"""How a dispute begins and ends, inside the operations that cause it."""

from django.utils import timezone

from tournaments.brackets.models import Match, MatchSide
from tournaments.core.operations import happened
from tournaments.matches.models import Dispute


def opened(
    match: Match, *, reason: str, text: str = "", by=None, side: MatchSide | None = None
) -> Dispute:
    """Open a dispute about a locked ``match``; by nobody where two reports differ."""
    dispute = Dispute.objects.create(
        match=match,
        reason=reason,
        text=text.strip(),
        opened_by=by,
        entrant=side.entrant if side else None,
        match_was=match.status,
    )
    match.move_to(Match.Status.DISPUTED)
    after = {"dispute": dispute.pk, "why": reason, "entrant": dispute.entrant_id}
    happened("dispute.opened", match, actor=by, after=after, reason=dispute.text)
    return dispute


def cancelled(dispute: Dispute, *, by, why: str) -> None:
    """End a dispute without a decision. What becomes of its match is the caller's."""
    closed(dispute, Dispute.Status.CANCELLED, by=by)
    after = {"dispute": dispute.pk, "why": why, "entrant": dispute.entrant_id}
    happened("dispute.cancelled", dispute.match, actor=by, after=after)


def closed(dispute: Dispute, status: Dispute.Status, *, by) -> None:
    dispute.closed_by, dispute.closed_at = by, timezone.now()
    dispute.move_to(status)
