"""Ways for money to come and go behind one interface, with one method for each moment.

``start`` tells the payer where to pay, ``confirm`` asks what became of it, ``refund`` sends
money back, ``verify_callback`` says what a message means that really comes from the provider.
What people pay by themselves and prove goes through ``Manual``; a provider that answers machines
stands beside it.
"""

from django.conf import settings

from tournaments.payments.models import Method
from tournaments.payments.providers.manual import Manual
from tournaments.payments.providers.sslcommerz import CURRENCY, Sslcommerz
from tournaments.payments.providers.types import Provider

__all__ = ["online", "online_in", "provider_of"]


def provider_of(method: str) -> Provider:
    """The provider of ``method``. LookupError for an online one that is not set up here."""
    if method != Method.SSLCOMMERZ:
        return Manual(Method(method))
    if provider := online():
        return provider
    raise LookupError(f"{method} is not set up")


def online() -> Sslcommerz | None:
    """The provider for payments online; None without keys."""
    if settings.SSLCOMMERZ_STORE_ID and settings.SSLCOMMERZ_STORE_PASSWORD:
        return Sslcommerz(
            store_id=settings.SSLCOMMERZ_STORE_ID,
            password=settings.SSLCOMMERZ_STORE_PASSWORD,
            url=settings.SSLCOMMERZ_URL,
        )
    return None


def online_in(currency: str) -> Sslcommerz | None:
    """The provider with which money of ``currency`` can be paid online, if any."""
    return online() if currency == CURRENCY else None
