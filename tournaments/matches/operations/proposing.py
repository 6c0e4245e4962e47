"""Sides agreeing on another time. Whoever does not answer keeps the time that is set."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.operations import happened, room_topic
from tournaments.matches.agenda import agenda_of
from tournaments.matches.models import Proposal
from tournaments.matches.operations.fixtures import fixture_of
from tournaments.matches.operations.locking import locked_match
from tournaments.matches.operations.scheduling import move_fixture
from tournaments.matches.proposal_rules import (
    check_can_answer,
    check_can_propose,
    check_can_withdraw,
    check_offered,
)
from tournaments.matches.schedule_rules import check_fits
from tournaments.registration.models import Entrant

LONGEST_WAIT = timedelta(hours=24)
LEAST_NOTICE = timedelta(hours=1)
Status = Proposal.Status


@transaction.atomic
def propose_time(
    match: Match, *, entrant: Entrant, starts_at: datetime, by: User, text: str = ""
) -> Proposal:
    """Ask the other side of ``match`` to play at ``starts_at`` instead.

    It has a day to answer, or until an hour before the earlier of both times; after that the time
    that is set stands. One proposal at a time.
    """
    match = locked_match(match)
    check_can_propose(match, entrant=entrant, by=by)
    fixture, now = fixture_of(match), timezone.now()
    if starts_at <= now:
        raise Refused(_("Propose a time to come."), code="past")
    if starts_at == fixture.starts_at:
        raise Refused(_("This is the time that is set already."), code="same_time")
    check_fits(agenda_of(match.tournament, now=now), match.pk, starts_at, fixture.station_id)
    deadline = min(now + LONGEST_WAIT, _latest_answer(fixture.starts_at, starts_at))
    if deadline <= now:
        raise Refused(
            _("It is less than an hour until the match: ask the officials."), code="too_late"
        )
    _settle_earlier(match, now)
    proposal = Proposal.objects.create(
        match=match,
        entrant=entrant,
        by=by,
        starts_at=starts_at,
        text=text.strip(),
        deadline=deadline,
    )
    after = {"starts_at": starts_at, "deadline": deadline, "entrant": entrant.pk}
    _tell("match.time_proposed", proposal, by=by, after=after)
    return proposal


@transaction.atomic
def answer_proposal(proposal: Proposal, *, accept: bool, by: User) -> Proposal:
    """Say yes or no for the other side. A yes moves the match, if the time is still free."""
    proposal, match = _locked(proposal)
    check_can_answer(proposal, match, by=by)
    if accept:
        check_offered(match)
    proposal.answer(Status.ACCEPTED if accept else Status.DECLINED, by=by)
    if not accept:
        _tell("match.time_declined", proposal, by=by)
        return proposal
    fixture = fixture_of(match)
    check_fits(agenda_of(match.tournament), match.pk, proposal.starts_at, fixture.station_id)
    move_fixture(
        fixture,
        match,
        starts_at=proposal.starts_at,
        station=fixture.station,
        by=by,
        agreed=True,
    )
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: User) -> Proposal:
    """Take a proposal back for the side that made it."""
    proposal, match = _locked(proposal)
    check_can_withdraw(proposal, match, by=by)
    proposal.answer(Status.WITHDRAWN, by=by)
    _tell("match.proposal_withdrawn", proposal, by=by)
    return proposal


@transaction.atomic
def expire_proposal(proposal: Proposal) -> None:
    """Note that nobody answered in time. Again, or answered meanwhile: nothing more."""
    proposal, _match = _locked(proposal)
    if proposal.status == Status.WAITING and not proposal.is_open_at(timezone.now()):
        proposal.answer(Status.EXPIRED)
        _tell("match.proposal_expired", proposal)


def _locked(proposal: Proposal) -> tuple[Proposal, Match]:
    match = locked_match(proposal.match)
    found = match.proposals.select_related("entrant").get(pk=proposal.pk)
    found.match = match
    return found, match


def _latest_answer(*times: datetime | None) -> datetime:
    return min(time for time in times if time) - LEAST_NOTICE


def _settle_earlier(match: Match, now: datetime) -> None:
    """Make room for a new proposal; one that can still be answered stands in its way."""
    waiting = match.proposals.filter(status=Status.WAITING).first()
    if waiting is None:
        return
    if waiting.is_open_at(now):
        raise Refused(
            _("There is a proposal already: it is answered or taken back first."), code="one_open"
        )
    waiting.match = match
    waiting.answer(Status.EXPIRED)


def _tell(kind: str, proposal: Proposal, *, by: User | None = None, after: dict | None = None):
    after = {"proposal": proposal.pk, "starts_at": proposal.starts_at, **(after or {})}
    happened(kind, proposal.match, actor=by, after=after, changes=room_topic(proposal.match_id))
