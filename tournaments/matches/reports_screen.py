"""What a match page shows of reports: to the sides, and to officials."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

import segno
from django.conf import settings
from django.utils import timezone

from deltacrown.errors import Refused
from tournaments.brackets.models import Match, MatchSide
from tournaments.core.capabilities import Capability
from tournaments.core.roles import Official
from tournaments.matches.models import Dispute, ScoreLink
from tournaments.matches.places import is_lobby
from tournaments.matches.report_forms import ReportForm
from tournaments.matches.report_rules import check_can_confirm, check_takes_reports, stands_at
from tournaments.matches.reported import Told, told
from tournaments.matches.rules import check_can_enter_result, side_of

OF_MATCHES = (Capability.REPORT_RESULTS, Capability.MANAGE_DISPUTES)
Status = Match.Status


@dataclass(frozen=True, slots=True)
class LinkView:
    """The link of a scorekeeper, for the official who hands it out."""

    address: str
    code: str  # an image of the address, as a data URI

    @classmethod
    def of(cls, link: ScoreLink) -> "LinkView":
        address = urljoin(settings.WAGTAILADMIN_BASE_URL, link.get_absolute_url())
        code = segno.make(address, error="m", micro=False)
        return cls(address, code.svg_data_uri(scale=4, border=2, light="#fff"))


@dataclass(frozen=True, slots=True)
class ReportSection:
    """What a side said, what the other said, and what can be done; officials see both.

    ``refusal`` says why a side cannot report. ``stands_at`` is when the one report stands, and
    ``is_over`` whether that time has come.
    """

    mine: Told | None = None
    theirs: Told | None = None
    both: tuple[Told, ...] = ()
    form: ReportForm | None = None
    refusal: str = ""
    can_confirm: bool = False
    stands_at: datetime | None = None
    is_over: bool = False
    link: LinkView | None = None
    can_make_link: bool = False


def report_section(match: Match, *, by, official: Official | None) -> ReportSection | None:
    """None for the public, and where nobody can report or has."""
    if any(side.entrant is None for side in match.sides.all()):
        return None
    try:
        side = side_of(by, match)
    except Refused as refusal:
        return ReportSection(refusal=refusal.message)
    if side is not None:
        return None if is_lobby(match) else _of_side(match, side, by=by)
    if official is not None and official.may(*OF_MATCHES):
        return _of_official(match, by=by, official=official)
    return None


def _of_side(match: Match, side: MatchSide, *, by) -> ReportSection | None:
    said = _said(match)
    mine = next((each for each in said if each.report.entrant_id == side.entrant_id), None)
    theirs = next((each for each in said if each is not mine), None)
    try:
        check_takes_reports(match)
    except Refused as refusal:
        if not said and refusal.code != "officials_only":
            return None
        return ReportSection(mine=mine, theirs=theirs, refusal=refusal.message)
    until = stands_at(match)
    is_over = until is not None and until <= timezone.now()
    may_report = match.status != Status.DISPUTED and not is_over
    return ReportSection(
        mine=mine,
        theirs=theirs,
        form=ReportForm(match=match) if may_report else None,
        can_confirm=theirs is not None and _can_confirm(match, by=by),
        stands_at=until,
        is_over=is_over,
    )


def _of_official(match: Match, *, by, official: Official) -> ReportSection | None:
    until = stands_at(match)
    link, can_make = None, False
    if official.may(Capability.REPORT_RESULTS):
        found = match.score_links.in_force().first()
        can_make = _can_enter(match, by=by)
        link = LinkView.of(found) if found and can_make else None
    section = ReportSection(
        both=tuple(_said(match)),
        stands_at=until,
        is_over=until is not None and until <= timezone.now(),
        link=link,
        can_make_link=can_make and link is None,
    )
    return section if section.both or section.link or section.can_make_link else None


def _said(match: Match) -> list[Told]:
    return told(match, match.reports.live().select_related("entrant", "by"))


def _can_confirm(match: Match, *, by) -> bool:
    try:
        check_can_confirm(match, by=by)
    except Refused:
        return False
    return True


def _can_enter(match: Match, *, by) -> bool:
    try:
        check_can_enter_result(match, by=by)
    except Refused:
        return False
    return True


def latest_dispute(match: Match) -> Dispute | None:
    rows = match.disputes.select_related("opened_by", "entrant", "taken_by", "closed_by")
    return rows.order_by("pk").last()
