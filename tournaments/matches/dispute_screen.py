"""What is shown of a dispute: a line to everybody, and all of it to those whom it concerns."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.models import Event
from tournaments.core.roles import Official
from tournaments.matches.dispute_rules import (
    check_can_cancel,
    check_can_escalate,
    check_can_open,
    check_can_rule,
    check_can_take,
)
from tournaments.matches.evidence_rules import sees_evidence
from tournaments.matches.models import Dispute
from tournaments.matches.report_forms import RulingForm, TextForm
from tournaments.matches.report_rules import check_can_confirm
from tournaments.matches.reported import Told, told
from tournaments.matches.reports_screen import latest_dispute

RULED = {Dispute.Status.RESOLVED, Dispute.Status.DISMISSED}
STORY = {
    "report.made": gettext_lazy("%(side)s reported a result."),
    "report.accepted": gettext_lazy("Both sides said the same."),
    "report.unanswered": gettext_lazy("The report of %(side)s stood: nobody answered it."),
    "dispute.opened": gettext_lazy("A dispute was opened: %(why)s."),
    "dispute.taken": gettext_lazy("An official took it up."),
    "dispute.escalated": gettext_lazy("It was handed on."),
    "dispute.resolved": gettext_lazy("A ruling was made."),
    "dispute.dismissed": gettext_lazy("It was dismissed."),
    "dispute.cancelled": gettext_lazy("It ended without a ruling."),
}


@dataclass(frozen=True, slots=True)
class DisputeSection:
    """On the match page. The public sees ``ruled`` alone: that an official decided."""

    ruled: str = ""
    dispute: Dispute | None = None
    can_open: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    text: str
    actor: User | None
    reason: str


@dataclass(frozen=True, slots=True)
class DisputePage:
    """A dispute on its own page, with what its visitor may do there.

    ``first`` is the report that stands if it is dismissed. ``refusal`` tells an official why
    they cannot rule.
    """

    dispute: Dispute
    reports: tuple[Told, ...]
    lines: tuple[Line, ...]
    first: Told | None
    can_take: bool
    can_escalate: bool
    can_cancel: bool
    confirms: int | None
    ruling: RulingForm | None
    dismissal: TextForm
    escalation: TextForm
    refusal: str


def dispute_section(match: Match, *, by, official: Official | None) -> DisputeSection | None:
    """None where there is neither a dispute to see nor one to open."""
    dispute = latest_dispute(match)
    ruled = ""
    if dispute and dispute.status in RULED and match.status == Match.Status.COMPLETED:
        ruled = _("The sides did not agree, and an official decided.")
    section = DisputeSection(ruled)
    if sees_evidence(match, by=by, official=official):
        can_open = _allowed(lambda: check_can_open(match, by=by))
        section = DisputeSection(ruled, dispute, can_open)
    return None if section == DisputeSection() else section


def dispute_page(
    dispute: Dispute, match: Match, *, by, ruling: RulingForm | None = None
) -> DisputePage:
    """The page of ``dispute``, after a failure with the ruling as it was filled in."""
    dispute.match = match
    reports = told(match, match.reports.live().select_related("entrant", "by"))
    refusal = _refusal(lambda: check_can_rule(dispute, by=by))
    if refusal is None:
        ruling = ruling or RulingForm(match=match)
    return DisputePage(
        dispute=dispute,
        reports=tuple(reports),
        lines=tuple(_lines(match)),
        first=reports[0] if reports else None,
        can_take=_allowed(lambda: check_can_take(dispute, by=by)),
        can_escalate=_allowed(lambda: check_can_escalate(dispute, by=by)),
        can_cancel=_allowed(lambda: check_can_cancel(dispute, by=by)),
        confirms=_confirms(match, by=by) if dispute.is_active else None,
        ruling=ruling if refusal is None else None,
        dismissal=TextForm(auto_id="dismiss_%s"),
        escalation=TextForm(auto_id="escalate_%s"),
        refusal=refusal.message if refusal and refusal.code in TOLD else "",
    )


# The other reasons against a ruling are plain from the page.
TOLD = {"conflict_of_interest", "escalated"}


def _lines(match: Match) -> list[Line]:
    events = Event.objects.filter(
        kind__in=STORY,
        subject_type=ContentType.objects.get_for_model(Match),
        subject_id=match.pk,
    )
    return [
        Line(event.at, str(STORY[event.kind]) % _words(event), event.actor, event.reason)
        for event in events.select_related("actor").order_by("pk")
    ]


def _words(event: Event) -> dict[str, str]:
    why = event.after.get("why", "")
    return {
        "side": event.after.get("side", ""),
        "why": Dispute.Reason(why).label if why in Dispute.Reason.values else "",
    }


def _confirms(match: Match, *, by) -> int | None:
    """The report of the other side that ``by`` may give in to."""
    try:
        return check_can_confirm(match, by=by)[1].pk
    except Refused:
        return None


def _allowed(check: Callable[[], object]) -> bool:
    return _refusal(check) is None


def _refusal(check: Callable[[], object]) -> Refused | None:
    try:
        check()
    except Refused as refusal:
        return refusal
    return None
