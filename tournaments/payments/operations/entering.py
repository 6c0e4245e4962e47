from collections.abc import Iterable

from django.db import transaction

from deltacrown.accounts.models import User
from deltacrown.teams.models import Team
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.payments.models import Payment
from tournaments.registration import operations as registrations
from tournaments.registration.models import Registration


@transaction.atomic
def enter(
    *, tournament: Tournament, by: User, team: Team | None = None, players: Iterable[User] = ()
) -> Registration:
    """Register, and owe the fee of this moment; without a fee the place is certain at once."""
    tournament = lock(tournament)
    registration = registrations.register(
        tournament=tournament, by=by, team=team, players=players, fee_due=not tournament.is_free
    )
    if not tournament.is_free:
        payment = Payment.objects.create(
            registration=registration, amount=tournament.entry_fee, currency=tournament.currency
        )
        after = {"amount": payment.amount, "currency": payment.currency}
        happened("payment.due", payment, actor=by, after=after)
    return registration
