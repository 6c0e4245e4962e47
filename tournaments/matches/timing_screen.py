"""When and where one match is played, for its page; what sides and officials can do about it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.roles import Official
from tournaments.matches.agenda import agenda_of
from tournaments.matches.estimates import Expected
from tournaments.matches.models import Fixture, Proposal
from tournaments.matches.proposal_rules import check_can_propose
from tournaments.matches.rules import side_of
from tournaments.matches.schedule_forms import ProposalForm
from tournaments.matches.schedule_rules import ASSIGNS, can_schedule
from tournaments.matches.schedule_screen import late_by


@dataclass(frozen=True, slots=True)
class TimingSection:
    """``proposal`` is the open one, for its sides and officials. ``form`` proposes another time."""

    starts_at: datetime | None
    called_at: datetime | None
    started_at: datetime | None
    expected: Expected | None
    late: int
    station: str
    stream_url: str
    referee: User | None
    has_calendar: bool
    proposal: Proposal | None
    can_answer: bool
    can_withdraw: bool
    form: ProposalForm | None
    can_schedule: bool

    @property
    def is_estimated(self) -> bool:
        return self.starts_at is None and self.expected is not None


def timing_section(match: Match, *, by, official: Official | None) -> TimingSection | None:
    """When ``match`` is played; None for one that is over and never had a time or place."""
    fixture = _fixture(match)
    if match.is_terminal and (fixture is None or not (fixture.starts_at or fixture.station)):
        return None
    side = _side(match, by)
    entry, expected, late = None, None, 0
    if not match.is_terminal:
        agenda = agenda_of(match.tournament)
        entry = agenda.entries[match.pk]
        expected, late = agenda.expected[match.pk], late_by(entry, agenda)
    proposal = _open_proposal(match) if side or _sees_all(official) else None
    own = proposal is not None and side is not None and proposal.entrant_id == side.entrant_id
    station = fixture.station if fixture else None
    stream = (fixture.stream_url if fixture else "") or (station.stream_url if station else "")
    return TimingSection(
        starts_at=fixture.starts_at if fixture else None,
        called_at=fixture.called_at if fixture and not match.is_terminal else None,
        started_at=fixture.started_at if fixture else None,
        expected=expected,
        late=late,
        station=station.name if station else "",
        stream_url=stream,
        referee=fixture.referee if fixture and (side or official) else None,
        has_calendar=bool(fixture and fixture.starts_at),
        proposal=proposal,
        can_answer=proposal is not None and side is not None and not own,
        can_withdraw=own,
        form=ProposalForm() if not proposal and _can_propose(match, side, by) else None,
        can_schedule=can_schedule(match, official),
    )


def _fixture(match: Match) -> Fixture | None:
    fixtures = Fixture.objects.select_related("station", "referee")
    return fixtures.filter(match=match).first()


def _side(match: Match, by):
    try:
        return side_of(by, match)
    except Refused:  # of both sides, and so of neither
        return None


def _sees_all(official: Official | None) -> bool:
    return official is not None and official.may(ASSIGNS)


def _open_proposal(match: Match) -> Proposal | None:
    waiting = match.proposals.filter(status=Proposal.Status.WAITING, deadline__gt=timezone.now())
    return waiting.select_related("entrant", "by").first()


def _can_propose(match: Match, side, by) -> bool:
    if side is None or not match.tournament.sides_may_reschedule:
        return False
    try:
        check_can_propose(match, entrant=side.entrant, by=by)
    except Refused:
        return False
    return True
