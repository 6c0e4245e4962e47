"""Where a registration begins, and where it goes on once it holds a place."""

from tournaments.core.models import Tournament
from tournaments.registration.models import Registration
from tournaments.registration.queries import Places

Status = Registration.Status


def first_status(
    tournament: Tournament, places: Places, *, is_guest: bool, fee_due: bool
) -> Registration.Status:
    """The status of a registration that is made while ``places`` are as they are."""
    if places.are_full:
        return Status.WAITLISTED
    return after_a_place(tournament, is_guest=is_guest, fee_due=fee_due)


def after_a_place(tournament: Tournament, *, is_guest: bool, fee_due: bool) -> Registration.Status:
    """Guests are looked at always, others where the organizer wants it."""
    if is_guest or tournament.needs_approval:
        return Status.NEEDS_REVIEW
    return after_review(fee_due=fee_due)


def after_review(*, fee_due: bool) -> Registration.Status:
    return Status.AWAITING_PAYMENT if fee_due else Status.CONFIRMED
