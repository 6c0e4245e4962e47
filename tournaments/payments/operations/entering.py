from typing import Any

from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.payments.models import Payment
from tournaments.payments.operations.expiring import expire_overdue
from tournaments.registration import operations as registrations
from tournaments.registration.models import Registration


@transaction.atomic
def enter(*, tournament: Tournament, by: User, **entry: Any) -> Registration:
    """Register, with all that ``registrations.register`` takes, and owe the fee of this moment.

    Places whose time is over are free for whoever comes now. Who waits, or is looked at first,
    owes nothing yet.
    """
    tournament = lock(tournament)
    expire_overdue(tournament)
    registration = registrations.register(
        tournament=tournament, by=by, fee_due=not tournament.is_free, **entry
    )
    _owe_if_due(registration, by=by)
    return registration


@transaction.atomic
def accept_offer(registration: Registration, *, by: User) -> Registration:
    """Take the place that was offered from the waitlist, at the fee of this moment."""
    tournament = lock(registration.tournament)
    registration = registrations.take_offer(registration, by=by, fee_due=not tournament.is_free)
    _owe_if_due(registration, by=by)
    return registration


@transaction.atomic
def approve_entry(registration: Registration, *, by: User) -> Registration:
    """Let a registration that was looked at go on, at the fee of this moment."""
    tournament = lock(registration.tournament)
    registration = registrations.approve(registration, by=by, fee_due=not tournament.is_free)
    _owe_if_due(registration, by=by)
    return registration


@transaction.atomic
def owe(registration: Registration, *, by: User | None) -> Payment:
    """Make the payment of a registration at the fee of this moment. Again: the same payment."""
    tournament = lock(registration.tournament)
    payment, made = Payment.objects.get_or_create(
        registration=registration,
        defaults={"amount": tournament.entry_fee, "currency": tournament.currency},
    )
    if made:
        after = {
            "amount": payment.amount,
            "currency": payment.currency,
            "expires_at": registration.expires_at,
        }
        happened("payment.due", payment, actor=by, after=after)
    return payment


def _owe_if_due(registration: Registration, *, by: User) -> None:
    if registration.status == Registration.Status.AWAITING_PAYMENT:
        owe(registration, by=by)
