from django.db import transaction
from django.utils import timezone

from tournaments.registration.models import Registration
from tournaments.registration.operations.locking import locked
from tournaments.registration.operations.moving import become


@transaction.atomic
def expire(registration: Registration) -> Registration:
    """End the registration if its deadline has passed; its place goes to the next.

    What is in time, was paid meanwhile or is over already stays as it is.
    """
    registration = locked(registration)
    if registration.is_overdue(timezone.now()):
        become(registration, Registration.Status.EXPIRED, by=None)
    return registration
