from contextlib import ExitStack

from django.db import transaction
from django.utils import timezone

from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.payments.models import Payment
from tournaments.registration import operations as registrations
from tournaments.registration.models import Registration


@transaction.atomic
def expire_overdue(tournament: Tournament) -> None:
    """End every registration of ``tournament`` whose time is over, with what it owed.

    Its place goes to the next of the waitlist. A proof that waits has stopped the clock, so
    that nothing that is being checked ends here.
    """
    tournament = lock(tournament)
    if tournament.status != Tournament.Status.PUBLISHED:
        return
    overdue = Registration.objects.overdue(timezone.now()).filter(tournament=tournament)
    for registration in overdue.order_by("expires_at", "number"):
        registration.tournament = tournament
        registrations.expire(registration)
        _expire_payment_of(registration)


def expire_all_overdue() -> None:
    """Expire what is overdue, each tournament in a transaction of its own."""
    overdue = Registration.objects.overdue(timezone.now()).values("tournament")
    published = Tournament.objects.filter(status=Tournament.Status.PUBLISHED, pk__in=overdue)
    with ExitStack() as turns:  # one that fails keeps none of the others back
        for tournament in published.order_by("-pk"):
            turns.callback(expire_overdue, tournament)


def _expire_payment_of(registration: Registration) -> None:
    unpaid = Payment.objects.filter(registration=registration, status__in=Payment.ACCEPTS_A_PROOF)
    if payment := unpaid.select_for_update(no_key=True).first():
        before = payment.status
        payment.registration = registration
        payment.move_to(Payment.Status.EXPIRED)
        happened(
            "payment.expired",
            payment,
            before={"status": before},
            after={"status": payment.status},
        )
