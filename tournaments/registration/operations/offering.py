from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.registration.beginnings import after_a_place
from tournaments.registration.models import Registration
from tournaments.registration.operations.locking import locked
from tournaments.registration.operations.moving import become
from tournaments.registration.rules import check_can_take_offer, check_not_banned


@transaction.atomic
def take_offer(registration: Registration, *, by: User, fee_due: bool) -> Registration:
    """Take the offered place, in time; what comes next is what comes for everybody.

    To decline is to withdraw.
    """
    registration = locked(registration)
    check_can_take_offer(registration, by=by)
    tournament = registration.tournament
    people = [entry.user for entry in registration.roster.select_related("user") if entry.user]
    check_not_banned(tournament, [by, *people], by=by)
    status = after_a_place(tournament, is_guest=registration.is_guest, fee_due=fee_due)
    return become(registration, status, by=by)
