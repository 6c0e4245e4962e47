"""Who may ask for another time, who answers, and until when."""

from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.matches.models import Proposal
from tournaments.matches.rules import side_of
from tournaments.matches.schedule_rules import check_can_be_moved, check_not_called
from tournaments.registration.models import Entrant


def check_can_propose(match: Match, *, entrant: Entrant, by) -> None:
    """Refuse who does not speak for ``entrant``, and a match whose time is not the sides' own."""
    check_offered(match)
    side = side_of(by, match)
    if side is None or side.entrant_id != entrant.pk:
        raise Refused(_("You do not play for this side."), code="not_in_match")
    check_can_be_moved(match)
    if match.sides.filter(entrant__isnull=False).count() != 2 or match.sides.count() != 2:
        raise Refused(_("This match has not got its two sides yet."), code="sides_open")
    check_not_called(getattr(match, "fixture", None))


def check_offered(match: Match) -> None:
    if not match.tournament.sides_may_reschedule:
        raise Refused(
            _("In this tournament the officials alone set the times."), code="not_offered"
        )


def check_can_answer(proposal: Proposal, match: Match, *, by) -> None:
    """Refuse everybody but the other side, and an answer that comes too late."""
    side = side_of(by, match)
    if side is None:
        raise Refused(_("You do not play in this match."), code="not_in_match")
    if side.entrant_id == proposal.entrant_id:
        raise Refused(_("The other side answers what you have proposed."), code="own_proposal")
    _check_open(proposal)
    check_can_be_moved(match)
    check_not_called(getattr(match, "fixture", None))


def check_can_withdraw(proposal: Proposal, match: Match, *, by) -> None:
    side = side_of(by, match)
    if side is None or side.entrant_id != proposal.entrant_id:
        raise Refused(_("Only the side that proposed it takes it back."), code="not_yours")
    _check_open(proposal)


def _check_open(proposal: Proposal) -> None:
    if proposal.status != Proposal.Status.WAITING:
        raise Refused(
            _("This proposal is settled: %(status)s.") % {"status": proposal.get_status_display()},
            code="settled",
        )
    if not proposal.is_open_at(timezone.now()):
        raise Refused(
            _("The time to answer has passed, so the time that was set stands."), code="expired"
        )
