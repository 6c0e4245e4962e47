from decimal import Decimal

import pytest

from tests.tournaments.payments.sslcommerz_stand_in import PASSWORD, STORE_ID, signed, stand_in
from tournaments.payments.providers.sslcommerz import Sslcommerz
from tournaments.payments.providers.types import (
    Addresses,
    Bill,
    Callback,
    Confirmation,
    GiveBack,
    Outcome,
    Payer,
    ProviderFailed,
    Repayment,
)

BILL = Bill(
    amount=Decimal("500.00"),
    currency="BDT",
    title="Entry fee: Cup",
    reference="DC-7F3K9Q",
    transaction_id="DC0001",
    payer=Payer("Rafi", "rafi@example.com", "01711111111", "Bangladesh"),
    addresses=Addresses(
        success="https://cup.example/ok",
        fail="https://cup.example/no",
        cancel="https://cup.example/back",
        callback="https://cup.example/ipn",
    ),
)


@pytest.fixture
def server(settings):
    settings.DEBUG = True
    with stand_in() as state:
        yield state


@pytest.fixture
def shop(server):
    return Sslcommerz(STORE_ID, PASSWORD, server.url, timeout=(1, 0.3))


def test_a_session_sends_the_documented_fields_and_leads_to_its_page(server, shop):
    start = shop.start(BILL)

    assert start.url == f"{server.url}/EasyCheckOut/{start.session_key}"
    assert start.reference == "DC0001"
    assert server.sessions == {
        "DC0001": {
            "store_id": STORE_ID,
            "store_passwd": PASSWORD,
            "total_amount": "500.00",
            "currency": "BDT",
            "tran_id": "DC0001",
            "success_url": "https://cup.example/ok",
            "fail_url": "https://cup.example/no",
            "cancel_url": "https://cup.example/back",
            "ipn_url": "https://cup.example/ipn",
            "product_name": "Entry fee: Cup",
            "product_category": "tournament",
            "product_profile": "non-physical-goods",
            "shipping_method": "NO",
            "num_of_item": "1",
            "emi_option": "0",
            "cus_name": "Rafi",
            "cus_email": "rafi@example.com",
            "cus_phone": "01711111111",
            "cus_add1": "N/A",
            "cus_city": "N/A",
            "cus_postcode": "N/A",
            "cus_country": "Bangladesh",
            "value_a": "DC-7F3K9Q",
        }
    }


def test_a_payer_without_a_phone_or_a_country_can_pay_too(server, shop):
    shop.start(
        Bill(
            amount=Decimal(5),
            currency="BDT",
            title="Cup",
            reference="DC-1",
            transaction_id="DC0002",
            payer=Payer("Rafi", "rafi@example.com"),
            addresses=BILL.addresses,
        )
    )

    session = server.sessions["DC0002"]
    assert (session["cus_phone"], session["cus_country"]) == ("N/A", "Bangladesh")


ASKS = {
    "start": lambda shop: shop.start(BILL),
    "confirm": lambda shop: shop.confirm("26011500000001"),
    "refund": lambda shop: shop.refund(GiveBack("BANK000001", Decimal(5), "BDT", "refund-1")),
}


@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize("fault", ["silence", "500", "redirect", "no json", "a list", "refusal"])
def test_a_server_that_does_not_answer_as_documented_has_said_nothing(server, shop, ask, fault):
    server.fault = fault

    with pytest.raises(ProviderFailed) as failure:
        ASKS[ask](shop)

    assert PASSWORD not in str(failure.value)
    assert len(server.asked) == 1  # no redirect is followed


@pytest.mark.parametrize("ask", ASKS)
def test_nobody_is_asked_over_plain_http_outside_of_development(server, shop, settings, ask):
    settings.DEBUG = False

    with pytest.raises(ProviderFailed):
        ASKS[ask](shop)

    assert server.asked == []


@pytest.mark.parametrize(
    "url", ["http://sandbox.sslcommerz.com", "ftp://127.0.0.1", "javascript:alert(1)", ""]
)
def test_no_address_that_others_can_read_along_is_asked(server, url):
    with pytest.raises(ProviderFailed):
        Sslcommerz(STORE_ID, PASSWORD, url).confirm("1")


def test_a_server_that_is_not_there_has_said_nothing(server):
    with pytest.raises(ProviderFailed):
        Sslcommerz(STORE_ID, PASSWORD, "http://127.0.0.1:9", timeout=(0.2, 0.2)).confirm("1")


def test_money_that_came_is_confirmed_also_when_it_is_asked_again(server, shop):
    shop.start(BILL)
    message = server.pay("DC0001")

    answers = [shop.confirm(message["val_id"]) for _time in range(2)]

    assert (
        answers
        == [Confirmation(Outcome.DONE, "DC0001", "BANK000001", Decimal("500.00"), "BDT")] * 2
    )


def test_money_that_did_not_come_is_not_confirmed(server, shop):
    assert shop.confirm("1") == Confirmation(Outcome.FAILED, note="INVALID_TRANSACTION")


def test_a_risk_is_told_with_the_confirmation(server, shop):
    shop.start(BILL)
    message = server.pay("DC0001", risk_level="1", risk_title="Risky")

    assert shop.confirm(message["val_id"]).note == "risk: Risky"


def test_an_amount_that_is_no_number_is_no_money(server, shop):
    shop.start(BILL)
    message = server.pay("DC0001", currency_amount="lots")

    assert shop.confirm(message["val_id"]).amount == -1


def test_a_refund_is_begun_once_however_often_it_is_asked_for(server, shop):
    shop.start(BILL)
    server.pay("DC0001")
    wish = GiveBack("BANK000001", Decimal("500"), "BDT", "refund-7", reason="DC-7F3K9Q")

    answers = [shop.refund(wish) for _time in range(2)]

    assert answers == [Repayment(Outcome.DONE, "REFrefund-7")] * 2
    assert [each["refund_amount"] for each in server.refunds.values()] == ["500.00"]


def test_a_refund_of_unknown_money_says_why_it_is_not_begun(server, shop):
    wish = GiveBack("BANK000009", Decimal("500"), "BDT", "refund-7")

    assert shop.refund(wish) == Repayment(Outcome.FAILED, note="No such money.")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("VALID", Outcome.DONE),
        ("VALIDATED", Outcome.DONE),
        ("FAILED", Outcome.FAILED),
        ("EXPIRED", Outcome.FAILED),
        ("UNATTEMPTED", Outcome.FAILED),
        ("CANCELLED", Outcome.CANCELLED),
    ],
)
def test_a_signed_message_is_read(server, shop, status, outcome):
    message = server.message({"status": status, "tran_id": "DC0001", "val_id": "26"})

    assert shop.verify_callback(message) == Callback(outcome, "DC0001", "26")


MESSAGE = {"status": "VALID", "tran_id": "DC0001", "val_id": "26", "store_id": STORE_ID}
FORGED = {
    "nothing": {},
    "unsigned": MESSAGE,
    "changed": signed(MESSAGE) | {"tran_id": "DC0002"},
    "signed with another password": signed(MESSAGE, "guess"),
    "of another store": signed(MESSAGE | {"store_id": "other"}),
    "with little under the signature": signed({"store_id": STORE_ID}) | MESSAGE,
    "with an odd signature": signed(MESSAGE) | {"verify_sign": "é"},
}


@pytest.mark.parametrize("how", FORGED)
def test_a_message_that_is_not_from_the_store_says_nothing(shop, how):
    assert shop.verify_callback(FORGED[how]) is None


def test_the_signature_is_that_of_the_published_example():
    """The message and its signature stand in the provider's own library for Python."""
    fields = {
        "tran_id": "5E121A0D01F92",
        "val_id": "200105225826116qFnATY9sHIwo",
        "amount": "10.00",
        "card_type": "VISA-Dutch Bangla",
        "store_amount": "9.75",
        "card_no": "418117XXXXXX6675",
        "bank_tran_id": "200105225825DBgSoRGLvczhFjj",
        "status": "VALID",
        "tran_date": "2020-01-05 22:58:21",
        "currency": "BDT",
        "card_issuer": "TRUST BANK, LTD.",
        "card_brand": "VISA",
        "card_issuer_country": "Bangladesh",
        "card_issuer_country_code": "BD",
        "store_id": "test_testemi",
        "currency_type": "BDT",
        "currency_amount": "10.00",
        "currency_rate": "1.0000",
        "base_fair": "0.00",
        "value_a": "",
        "value_b": "",
        "value_c": "",
        "value_d": "",
        "risk_level": "0",
        "risk_title": "Safe",
    }
    shop = Sslcommerz("test_testemi", "test_testemi@ssl", "https://sandbox.sslcommerz.com")
    message = fields | {
        "verify_key": ",".join(fields),
        "verify_sign": "d42fab70ae0bcbda5280e7baffef60b0",
    }

    assert shop.verify_callback(message) == Callback(
        Outcome.DONE, "5E121A0D01F92", "200105225826116qFnATY9sHIwo"
    )
