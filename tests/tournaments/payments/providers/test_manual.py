from decimal import Decimal

import pytest

from tournaments.payments.models import BY_HAND
from tournaments.payments.providers import online, online_in, provider_of
from tournaments.payments.providers.manual import Manual
from tournaments.payments.providers.sslcommerz import Sslcommerz
from tournaments.payments.providers.types import (
    Bill,
    Confirmation,
    GiveBack,
    Outcome,
    Repayment,
    Start,
)

BILL = Bill(
    amount=Decimal(500),
    currency="BDT",
    title="Cup",
    reference="DC-7F3K9Q",
    account="01700000000",
    instructions="Send money.",
)


@pytest.mark.parametrize("method", BY_HAND)
def test_what_people_do_by_themselves_is_told_and_never_confirmed_by_a_machine(method):
    provider = provider_of(method)

    assert provider == Manual(method)
    assert provider.start(BILL) == Start(
        reference="DC-7F3K9Q", account="01700000000", instructions="Send money."
    )
    assert provider.confirm("TX1") == Confirmation(Outcome.BY_HAND, transaction_id="TX1")
    assert provider.refund(GiveBack("TX1", Decimal(500), "BDT", "refund-1")) == Repayment(
        Outcome.BY_HAND
    )
    assert provider.verify_callback({"tran_id": "TX1"}) is None


def test_nothing_is_paid_online_without_keys(settings):
    settings.SSLCOMMERZ_STORE_ID = "testbox"

    assert online() is None
    assert online_in("BDT") is None
    with pytest.raises(LookupError):
        provider_of("sslcommerz")


def test_with_keys_taka_are_paid_online_and_nothing_else(settings):
    settings.SSLCOMMERZ_STORE_ID, settings.SSLCOMMERZ_STORE_PASSWORD = "testbox", "qwerty"

    shop = Sslcommerz("testbox", "qwerty", "https://sandbox.sslcommerz.com")
    assert online() == online_in("BDT") == provider_of("sslcommerz") == shop
    assert online_in("EUR") is None
