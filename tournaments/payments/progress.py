"""How far a registration is: its steps, and the one thing that comes next."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tournaments.payments.models import Payment
from tournaments.registration.models import Registration

Status = Registration.Status


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way into a tournament."""

    title: str
    text: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done now, or waited for. ``level`` is that of a notice."""

    level: str
    title: str
    text: str = ""
    until: datetime | None = None


def steps(registration: Registration, *, has_fee: bool) -> list[Step]:
    """The way from registering to playing; nothing is left to do once it is over."""
    if registration.is_terminal:
        return []
    way = _way(registration, has_fee=has_fee)
    at = list(way).index(_at(registration))
    return [
        Step(title, text, is_done=number < at, is_current=number == at)
        for number, (title, text) in enumerate(way.values())
    ]


def _way(registration: Registration, *, has_fee: bool) -> dict[str, tuple[str, str]]:
    status, tournament = registration.status, registration.tournament
    is_reviewed = tournament.needs_approval or registration.is_guest
    way = {"registered": (_("Registered"), registration.reference)}
    if status in {Status.WAITLISTED, Status.OFFERED}:
        way["waitlist"] = (_("A place becomes free"), _("It is offered to you; you take it."))
    if is_reviewed or status in {Status.NEEDS_REVIEW, Status.CHANGES_REQUESTED}:
        way["review"] = (_("The organizer looks at it"), _("You get an e-mail."))
    if has_fee or status in {Status.AWAITING_PAYMENT, Status.AWAITING_VERIFICATION}:
        way["pay"] = (_("Pay the entry fee"), _("Then send the proof of it."))
        way["check"] = (_("The payment is checked"), _("By a person; you get an e-mail."))
    way["confirmed"] = (_("Place confirmed"), "")
    if tournament.check_in_opens_at:
        way["check_in"] = (_("Check in"), "")
    return way | {"play": (_("Play"), "")}


def _at(registration: Registration) -> str:
    if registration.status == Status.CONFIRMED:
        has_check_in = registration.tournament.check_in_opens_at
        return "check_in" if has_check_in and not registration.checked_in_at else "play"
    return {
        Status.WAITLISTED: "waitlist",
        Status.OFFERED: "waitlist",
        Status.NEEDS_REVIEW: "review",
        Status.CHANGES_REQUESTED: "review",
        Status.AWAITING_PAYMENT: "pay",
        Status.AWAITING_VERIFICATION: "check",
    }[Status(registration.status)]


def what_is_next(
    registration: Registration, payment: Payment | None, *, place: int | None, can_check_in: bool
) -> Next | None:
    """The one thing that counts now; None where the box of the payment or check-in says it."""
    if registration.is_terminal:
        return _end(registration)
    if registration.is_overdue(timezone.now()):
        return Next(
            "danger",
            _("The time is over"),
            _("The place goes to somebody else. Do not pay; register again if there is a place."),
        )
    if can_check_in:
        return None
    match registration.status:
        case Status.WAITLISTED:
            return Next(
                "info",
                _("You are number %(place)s in line") % {"place": place},
                _("When a place becomes free, it is offered to you by e-mail, and here."),
            )
        case Status.OFFERED:
            return Next(
                "success",
                _("There is a place for you"),
                _("Accept it in time, or it is offered to the next in line."),
                registration.expires_at,
            )
        case Status.NEEDS_REVIEW:
            return Next(
                "info",
                _("The organizer looks at your registration"),
                _("Your place is held meanwhile. There is nothing to do; you get an e-mail."),
            )
        case Status.CHANGES_REQUESTED:
            return Next(
                "warning",
                _("The organizer asks for changes"),
                _("Change what is asked for and send it again, or the place is lost."),
                registration.expires_at,
            )
        case Status.CONFIRMED:
            return _confirmed(registration)
    return None  # the box of the payment says it


def _confirmed(registration: Registration) -> Next:
    tournament = registration.tournament
    if tournament.status != tournament.Status.PUBLISHED:
        return Next("success", _("You are in"), _("Your matches are on the tournament's page."))
    if registration.checked_in_at:
        return Next(
            "success",
            _("You are checked in"),
            _("Be ready when the tournament starts:"),
            tournament.starts_at,
        )
    if tournament.check_in_opens_at:
        return Next(
            "success",
            _("You are in"),
            _("Do not forget to check in here. Check-in opens:"),
            tournament.check_in_opens_at,
        )
    return Next(
        "success",
        _("You are in"),
        _("Be ready when the tournament starts:"),
        tournament.starts_at,
    )


def _end(registration: Registration) -> Next:
    again = _("You can register again while registration is open and there is a place.")
    title, text = {
        Status.REJECTED: (_("The organizer has turned the registration down"), ""),
        Status.WITHDRAWN: (_("You have withdrawn"), again),
        Status.EXPIRED: (_("The time ran out, and the place was given up"), again),
        Status.NO_SHOW: (
            _("Nobody checked in, and the place was given up"),
            _("Ask the organizer at once if that is a mistake."),
        ),
        Status.DISQUALIFIED: (_("Disqualified"), ""),
        Status.CANCELLED: (_("The tournament is cancelled"), _("Nobody has to pay any more.")),
    }[Status(registration.status)]
    level = "danger" if registration.status == Status.DISQUALIFIED else "warning"
    return Next(level, title, text)
