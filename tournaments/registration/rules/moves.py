"""What may become of a registration that is made."""

from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.models import Tournament
from tournaments.registration.models import Registration
from tournaments.registration.rules.answering import refusal_of
from tournaments.registration.rules.parts import speaks_for
from tournaments.registration.rules.words import local


def check_may_become(registration: Registration, status: Registration.Status) -> None:
    if registration.may_move_to(status):
        return
    message = _("The registration %(reference)s is “%(status)s”; it cannot become “%(wanted)s”.")
    values = {
        "reference": registration.reference,
        "status": registration.get_status_display(),
        "wanted": status.label,
    }
    raise Refused(
        message % values, code="registration_over" if registration.is_terminal else "state"
    )


def check_before_draw(tournament: Tournament) -> None:
    if tournament.status != Tournament.Status.PUBLISHED:
        message = _("The draw is made. Ask the organizer.")
        raise Refused(message, code="drawn")


def check_can_withdraw(registration: Registration, *, by: User) -> None:
    if not speaks_for(registration, by):
        message = _("Only the one who registered, or the captain of the team, can withdraw.")
        raise Refused(message, code="not_yours")
    check_before_draw(registration.tournament)
    check_may_become(registration, Registration.Status.WITHDRAWN)


def check_can_take_offer(registration: Registration, *, by: User) -> None:
    if not speaks_for(registration, by):
        message = _("Only the one who registered, or the captain of the team, takes the place.")
        raise Refused(message, code="not_yours")
    check_before_draw(registration.tournament)
    if registration.is_overdue(timezone.now()):
        message = _("The place was yours until %(time)s. It goes to the next in the line.")
        raise Refused(message % {"time": local(registration.expires_at)}, code="offer_over")
    if registration.status != Registration.Status.OFFERED:
        message = _("No place is offered to %(reference)s: it is “%(status)s”.")
        status = registration.get_status_display()
        values = {"reference": registration.reference, "status": status}
        raise Refused(message % values, code="not_offered")


def check_reason(reason: str) -> str:
    """The reason without the space around it; a decision against somebody has one."""
    if not (reason := reason.strip()):
        raise Refused(_("Give the reason."), code="reason_missing")
    return reason


def can_withdraw(registration: Registration, user: User) -> bool:
    return refusal_of(partial(check_can_withdraw, registration, by=user)) is None


def can_take_offer(registration: Registration, user: User) -> bool:
    return refusal_of(partial(check_can_take_offer, registration, by=user)) is None


def can_drop_out(registration: Registration, user: User) -> bool:
    """Whether ``user`` may take it out of a tournament under way."""
    is_live = registration.tournament.status == Tournament.Status.LIVE
    is_in = registration.status == Registration.Status.CONFIRMED
    return is_live and is_in and speaks_for(registration, user)
