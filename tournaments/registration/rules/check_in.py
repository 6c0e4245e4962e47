"""Who may check in, when, and how long check-in may be moved."""

from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import check_may, may
from tournaments.registration.models import Registration
from tournaments.registration.rules.answering import refusal_of
from tournaments.registration.rules.moves import check_before_draw
from tournaments.registration.rules.parts import is_member, speaks_for
from tournaments.registration.rules.words import local

EXTENSIONS = (15, 30, 60)  # minutes
EXTENDS_UNTIL = timedelta(minutes=60)  # after the close


def check_can_check_in(registration: Registration, *, by: User) -> None:
    """``by`` may say that the registration is there, at this moment."""
    tournament = registration.tournament
    if not _belongs(registration, by) and not _is_official(tournament, by):
        raise Refused(_("Only its players and the organizer can check in."), code="not_yours")
    check_has_check_in(tournament)
    now = timezone.now()
    if now < tournament.check_in_opens_at:
        message = _("Check-in opens on %(time)s.")
        values = {"time": local(tournament.check_in_opens_at)}
        raise Refused(message % values, code="check_in_not_open")
    if tournament.check_in_is_over_at(now) or tournament.status != Tournament.Status.PUBLISHED:
        raise Refused(_("Check-in is over."), code="check_in_over")
    check_is_confirmed(registration)


def check_can_force(registration: Registration, *, by: User) -> None:
    """An official may say it outside the window too, as long as nothing is drawn."""
    tournament = registration.tournament
    check_may(by, tournament, Capability.MANAGE_REGISTRATIONS)
    check_has_check_in(tournament)
    check_before_draw(tournament)
    check_is_confirmed(registration)


def check_has_check_in(tournament: Tournament) -> None:
    if not tournament.check_in_opens_at:
        raise Refused(_("This tournament has no check-in."), code="no_check_in")


def check_is_confirmed(registration: Registration) -> None:
    if registration.status == Registration.Status.NO_SHOW:
        message = _("Check-in closed without it, and the place was given up. Readmit it instead.")
        raise Refused(message, code="not_confirmed")
    if registration.status != Registration.Status.CONFIRMED:
        raise Refused(_("Only a confirmed registration can check in."), code="not_confirmed")


def check_can_extend(tournament: Tournament, minutes: int, *, by: User) -> None:
    check_may(by, tournament, Capability.MANAGE_REGISTRATIONS)
    if minutes not in EXTENSIONS:
        raise Refused(_("Extend check-in by 15, 30 or 60 minutes."), code="minutes")
    check_has_check_in(tournament)
    check_before_draw(tournament)
    if tournament.check_in_is_over_at(timezone.now() - EXTENDS_UNTIL):
        message = _(
            "Check-in closed more than an hour ago. Readmit those who came late, one by one."
        )
        raise Refused(message, code="too_late")


def can_check_in(registration: Registration, user: User) -> bool:
    if registration.checked_in_at:
        return False
    return refusal_of(partial(check_can_check_in, registration, by=user)) is None


def is_in_window(tournament: Tournament, moment: datetime) -> bool:
    """Whether check-in is open at ``moment``."""
    return (
        tournament.status == Tournament.Status.PUBLISHED
        and bool(tournament.check_in_opens_at)
        and tournament.check_in_opens_at <= moment < tournament.last_check_in_at
    )


def can_extend(tournament: Tournament, user: User) -> bool:
    return refusal_of(partial(check_can_extend, tournament, EXTENSIONS[0], by=user)) is None


def _belongs(registration: Registration, user: User) -> bool:
    return is_member(registration, user) or speaks_for(registration, user)


def _is_official(tournament: Tournament, user: User) -> bool:
    return may(user, tournament, Capability.MANAGE_REGISTRATIONS)
