from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.payments.models import Payment
from tournaments.payments.operations.locking import locked_payment
from tournaments.payments.rules import (
    check_can_waive,
    check_decides_in,
)
from tournaments.registration import operations as registrations
from tournaments.registration.rules import check_reason


@transaction.atomic
def waive(payment: Payment, *, by: User, reason: str) -> Payment:
    """Let the registration in without its fee, with a reason. Nothing needs to be paid."""
    reason = check_reason(reason)
    payment = locked_payment(payment.pk, payment.tournament)
    check_can_waive(payment, by=by)
    return _waive(payment, by=by, reason=reason)


@transaction.atomic
def waive_top(tournament: Tournament, *, number: int, by: User, reason: str) -> list[Payment]:
    """Waive what the ``number`` best rated of the open registrations have not paid yet.

    Who paid, or has sent a proof, stays as it is. Again: only who is new among the best.
    """
    reason = check_reason(reason)
    tournament = lock(tournament)
    check_decides_in(by, tournament)
    rated = tournament.registrations.open().filter(rating__isnull=False)
    best = list(rated.order_by("-rating", "number").values_list("pk", flat=True)[:number])
    unpaid = Payment.objects.filter(registration__in=best, status__in=Payment.ACCEPTS_A_PROOF)
    keys = list(unpaid.order_by("pk").values_list("pk", flat=True))
    payments = [locked_payment(pk, tournament) for pk in keys]
    for payment in payments:
        check_can_waive(payment, by=by)
    return [_waive(payment, by=by, reason=reason) for payment in payments]


def _waive(payment: Payment, *, by: User, reason: str) -> Payment:
    before = payment.status
    payment.reason = reason
    payment.save(update_fields=["reason"])
    payment.move_to(Payment.Status.WAIVED)
    happened(
        "payment.waived",
        payment,
        actor=by,
        before={"status": before},
        after={"status": payment.status},
        reason=reason,
    )
    payment.registration = registrations.confirm(payment.registration, by=by)
    return payment
