"""Letting those in again who lost the place for not checking in, with what they have paid."""

from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.operations import happened
from tournaments.payments.models import Payment
from tournaments.registration import operations as registrations
from tournaments.registration.models import Registration
from tournaments.registration.operations.locking import locked

Status = Payment.Status

GOES_BACK = frozenset({Status.REFUND_DUE, Status.REFUNDED})


@transaction.atomic
def readmit(registration: Registration, *, by: User, reason: str) -> Registration:
    """Enter a no-show once more, before the draw, if a place is free; what was paid counts."""
    registration = locked(registration)
    paid = Payment.objects.select_for_update(no_key=True).filter(registration=registration).first()
    if paid and paid.status in GOES_BACK:
        message = _("The entry fee of %(reference)s goes back to them. They can register again.")
        raise Refused(message % {"reference": registration.reference}, code="refunded")
    new = registrations.repeat(registration, by=by, reason=reason)
    if paid:
        _carry_over(paid, registration, new, by=by)
    return new


def _carry_over(paid: Payment, old: Registration, new: Registration, *, by: User) -> None:
    """The payment goes along, so that it is owed back when the new registration ends."""
    paid.registration = new
    paid.save(update_fields=["registration"])
    happened(
        "payment.carried_over",
        paid,
        actor=by,
        before={"registration": old.reference},
        after={"registration": new.reference},
    )
