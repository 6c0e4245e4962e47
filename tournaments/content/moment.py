"""What a visitor may do with a tournament at a given moment, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tournaments.core.models import Tournament
from tournaments.core.phases import Phase

Status = Tournament.Status


@dataclass(frozen=True, slots=True)
class Moment:
    """The state of a tournament: a badge, a sentence (``at`` ends it), and the one thing to do."""

    label: str
    badge: str
    sentence: str = ""
    at: datetime | None = None
    action: str = ""
    href: str = ""


def moment_of(tournament: Tournament, *, places_held: int, waiting: int, now: datetime) -> Moment:
    phase = tournament.phase_at(now, places_held=places_held)
    if phase == Phase.REGISTRATION_FULL and waiting < tournament.waitlist_max:
        return _waitlist_open(tournament, now)
    if phase:
        return _PHASES[phase](tournament, now)
    return _STATUSES[Status(tournament.status)](tournament, now)


def _announced(tournament: Tournament, now: datetime) -> Moment:
    return Moment(
        Phase.ANNOUNCED.label,
        "closed",
        _("Registration opens"),
        tournament.registration_opens_at,
    )


def _registration_open(tournament: Tournament, now: datetime) -> Moment:
    return Moment(
        Phase.REGISTRATION_OPEN.label,
        "open",
        _("Registration closes"),
        tournament.last_registration_at,
        action=_("Register"),
        href=reverse("registration:register", args=[tournament.slug]),
    )


def _registration_full(tournament: Tournament, now: datetime) -> Moment:
    return Moment(
        Phase.REGISTRATION_FULL.label,
        "warn",
        _("Every place is taken. The tournament starts"),
        tournament.starts_at,
    )


def _waitlist_open(tournament: Tournament, now: datetime) -> Moment:
    return Moment(
        Phase.REGISTRATION_FULL.label,
        "warn",
        _("Every place is taken. The waitlist closes"),
        tournament.last_registration_at,
        action=_("Join the waitlist"),
        href=reverse("registration:register", args=[tournament.slug]),
    )


def _registration_closed(tournament: Tournament, now: datetime) -> Moment:
    if tournament.check_in_opens_at:
        return Moment(
            Phase.REGISTRATION_CLOSED.label,
            "closed",
            _("Check-in opens"),
            tournament.check_in_opens_at,
        )
    return _ready_to_draw(tournament, now)


def _check_in(tournament: Tournament, now: datetime) -> Moment:
    may_register = tournament.last_registration_at and now < tournament.last_registration_at
    return Moment(
        Phase.CHECK_IN.label,
        "open",
        _("Check-in closes"),
        tournament.last_check_in_at,
        action=_("Register or check in") if may_register else _("Go to my registration"),
        href=reverse("registration:register", args=[tournament.slug])
        if may_register
        else reverse("registration:mine"),
    )


def _ready_to_draw(tournament: Tournament, now: datetime) -> Moment:
    if tournament.starts_at and tournament.starts_at <= now:
        return Moment(Phase.READY_TO_DRAW.label, "closed", _("The draw comes next."))
    return Moment(
        Phase.READY_TO_DRAW.label,
        "closed",
        _("Registration is over. The tournament starts"),
        tournament.starts_at,
    )


def _live(tournament: Tournament, now: datetime) -> Moment:
    return Moment(
        Status.LIVE.label,
        "live",
        _("The matches are being played."),
        action=_("Follow the matches"),
        href="#bracket",
    )


def _completed(tournament: Tournament, now: datetime) -> Moment:
    return Moment(
        Status.COMPLETED.label,
        "done",
        _("Ended"),
        tournament.completed_at,
        action=_("See the results"),
        href="#bracket",
    )


def _cancelled(tournament: Tournament, now: datetime) -> Moment:
    return Moment(Status.CANCELLED.label, "danger", _("This tournament does not take place."))


def _archived(tournament: Tournament, now: datetime) -> Moment:
    return Moment(Status.ARCHIVED.label, "closed", _("This tournament is over."))


def _draft(tournament: Tournament, now: datetime) -> Moment:
    return Moment(Status.DRAFT.label, "closed", _("This tournament is not published."))


_PHASES = {
    Phase.ANNOUNCED: _announced,
    Phase.REGISTRATION_OPEN: _registration_open,
    Phase.REGISTRATION_FULL: _registration_full,
    Phase.REGISTRATION_CLOSED: _registration_closed,
    Phase.CHECK_IN: _check_in,
    Phase.READY_TO_DRAW: _ready_to_draw,
}
_STATUSES = {
    Status.DRAFT: _draft,
    Status.LIVE: _live,
    Status.COMPLETED: _completed,
    Status.CANCELLED: _cancelled,
    Status.ARCHIVED: _archived,
}
