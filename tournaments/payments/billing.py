"""What is to be paid, as providers want to know it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from deltacrown.accounts.models import Profile, User
from tournaments.payments.models import Checkout, Method, Payment
from tournaments.payments.providers import online_in, provider_of
from tournaments.payments.providers.types import Addresses, Bill, Payer, Start
from tournaments.payments.rules import Account, accounts


@dataclass(frozen=True, slots=True)
class Way:
    """One way to pay by oneself: where to, and what to write beside it."""

    method: Method
    start: Start


def ways_to_pay(payment: Payment) -> list[Way]:
    """How ``payment`` can be paid by hand; the proof of it is sent afterwards."""
    return [
        Way(account.method, provider_of(account.method).start(_bill(payment, account)))
        for account in accounts(payment.tournament)
    ]


def can_pay_online(payment: Payment) -> bool:
    return online_in(payment.currency) is not None


def bill_of(checkout: Checkout) -> Bill:
    """The bill of one attempt to pay online, with the way back to the registration."""
    payment = checkout.payment
    registration = payment.registration
    title = _("Entry fee: %(tournament)s") % {"tournament": payment.tournament.title}
    return Bill(
        amount=checkout.amount,
        currency=checkout.currency,
        title=title,
        reference=registration.reference,
        transaction_id=checkout.transaction_id,
        payer=_payer(checkout.started_by),
        addresses=Addresses(
            success=_return_address(registration.reference, "success"),
            fail=_return_address(registration.reference, "fail"),
            cancel=_return_address(registration.reference, "cancel"),
            callback=_address("payments:online_callback", checkout.provider),
        ),
    )


def _bill(payment: Payment, account: Account) -> Bill:
    return Bill(
        amount=payment.amount,
        currency=payment.currency,
        title=payment.tournament.title,
        reference=payment.registration.reference,
        account=account.account,
        instructions=account.instructions,
    )


def _payer(user: User) -> Payer:
    profile = Profile.objects.filter(user=user).first()
    return Payer(
        name=user.get_full_name() or user.username,
        email=user.email,
        phone=profile.phone if profile else "",
        country=profile.country.name if profile else "",
    )


def _return_address(reference: str, outcome: str) -> str:
    return _address("payments:online_return", reference, outcome)


def _address(name: str, *args: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=args)
