"""What an official decides about a registration, and what its people may send again."""

from collections.abc import Mapping
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import check_may
from tournaments.registration.models import Registration
from tournaments.registration.queries import Places, readmission_of
from tournaments.registration.remarks import fields_of
from tournaments.registration.rules.answering import refusal_of
from tournaments.registration.rules.moves import check_before_draw, check_may_become
from tournaments.registration.rules.parts import speaks_for
from tournaments.registration.rules.words import local


def check_manages(tournament: Tournament, *, by: User) -> None:
    check_may(by, tournament, Capability.MANAGE_REGISTRATIONS)


def check_can_approve(registration: Registration, *, by: User) -> None:
    check_manages(registration.tournament, by=by)
    check_before_draw(registration.tournament)
    if registration.status != Registration.Status.NEEDS_REVIEW:
        message = _("There is nothing to approve: %(reference)s is “%(status)s”.")
        raise Refused(message % _named(registration), code="state")


def check_can_request_changes(registration: Registration, *, by: User) -> None:
    check_manages(registration.tournament, by=by)
    check_before_draw(registration.tournament)
    check_may_become(registration, Registration.Status.CHANGES_REQUESTED)


def check_remarks(
    tournament: Tournament, remarks: Mapping[str, str], reason: str
) -> tuple[dict[str, str], str]:
    """The remarks that say something, and the reason; one of them there must be."""
    said = {key: text.strip() for key, text in remarks.items() if text.strip()}
    if unknown := sorted(said.keys() - fields_of(tournament).keys()):
        message = _("There is no such field: %(names)s.")
        raise Refused(message % {"names": ", ".join(unknown)}, code="unknown_field")
    if not said and not reason.strip():
        message = _("Say what is to be changed: in general, or at a field.")
        raise Refused(message, code="remarks_missing")
    return said, reason.strip()


def check_can_resubmit(registration: Registration, *, by: User) -> None:
    if not speaks_for(registration, by):
        message = _("Only the one who registered, or the captain of the team, can change it.")
        raise Refused(message, code="not_yours")
    check_before_draw(registration.tournament)
    if registration.status != Registration.Status.CHANGES_REQUESTED:
        message = _("No changes are asked for: %(reference)s is “%(status)s”.")
        raise Refused(message % _named(registration), code="state")
    if registration.is_overdue(timezone.now()):
        message = _("The changes were due by %(time)s. Register again, if there is a place.")
        raise Refused(message % {"time": local(registration.expires_at)}, code="changes_overdue")


def check_can_readmit(registration: Registration, *, by: User) -> None:
    """Refuse for who did not lose the place for not checking in; places are counted later."""
    check_manages(registration.tournament, by=by)
    check_before_draw(registration.tournament)
    if registration.status != Registration.Status.NO_SHOW:
        message = _("Only who did not show up can be readmitted; %(reference)s is “%(status)s”.")
        raise Refused(message % _named(registration), code="state")
    if readmission_of(registration):
        message = _("%(reference)s was readmitted before. They can register again.")
        raise Refused(message % _named(registration), code="readmitted")
    others = registration.tournament.registrations.open()
    if registration.team_id and others.filter(team=registration.team_id).exists():
        message = _("%(name)s is registered for this tournament again already.")
        raise Refused(message % {"name": registration.name}, code="already_registered")


def check_place_free(places: Places) -> None:
    if not places.free:
        message = _("No place is free. Raise the number of places, or reject somebody first.")
        raise Refused(message, code="full")


def can_approve(registration: Registration, user: User) -> bool:
    return refusal_of(partial(check_can_approve, registration, by=user)) is None


def can_request_changes(registration: Registration, user: User) -> bool:
    return refusal_of(partial(check_can_request_changes, registration, by=user)) is None


def can_resubmit(registration: Registration, user: User) -> bool:
    return refusal_of(partial(check_can_resubmit, registration, by=user)) is None


def can_readmit(registration: Registration, user: User) -> bool:
    return refusal_of(partial(check_can_readmit, registration, by=user)) is None


def _named(registration: Registration) -> dict[str, str]:
    status = registration.get_status_display()
    return {"reference": registration.reference, "status": status}
