"""SSLCOMMERZ, as documented in its API version 4 (https://developer.sslcommerz.com/doc/v4/)."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import md5
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from tournaments.payments.models import Method
from tournaments.payments.providers.types import (
    Bill,
    Callback,
    Confirmation,
    GiveBack,
    Outcome,
    ProviderFailed,
    Repayment,
    Start,
)

CURRENCY = "BDT"
SESSION = "/gwprocess/v4/api.php"
VALIDATION = "/validator/api/validationserverAPI.php"
REFUND = "/validator/api/merchantTransIDvalidationAPI.php"
PAID = frozenset({"VALID", "VALIDATED"})
ENDS = {"CANCELLED": Outcome.CANCELLED}
# Without these under its signature a message says nothing.
SIGNED = frozenset({"status", "store_id", "tran_id"})
# The refund is begun now, or was begun before.
REFUND_BEGUN = frozenset({"success", "processing"})


@dataclass(frozen=True, slots=True)
class Sslcommerz:
    """Cards and wallets, paid on the pages of SSLCOMMERZ."""

    store_id: str
    password: str
    url: str
    # Seconds to connect, and between two bytes of the answer.
    timeout: tuple[float, float] = (5, 15)
    method = Method.SSLCOMMERZ

    def start(self, bill: Bill) -> Start:
        """Open a session; the payer goes on to its page. ProviderFailed when there is none."""
        answer = self._ask("POST", SESSION, _session_fields(bill))
        page = str(answer.get("GatewayPageURL") or "")
        if answer.get("status") != "SUCCESS" or not page:
            raise ProviderFailed(str(answer.get("failedreason") or "no session"))
        return Start(
            reference=bill.transaction_id,
            url=_checked(page),
            session_key=str(answer.get("sessionkey") or ""),
        )

    def confirm(self, reference: str) -> Confirmation:
        """What the order validation says of ``reference``, the ``val_id`` of a message."""
        answer = self._ask("GET", VALIDATION, {"val_id": reference, "v": 1, "format": "json"})
        # A refused password is a fault of the settings, and says nothing of the money.
        if answer.get("APIConnect", "DONE") != "DONE":
            raise ProviderFailed(f"validation: {answer['APIConnect']}")
        if answer.get("status") not in PAID:
            return Confirmation(Outcome.FAILED, note=str(answer.get("status") or ""))
        return Confirmation(
            Outcome.DONE,
            transaction_id=str(answer.get("tran_id") or ""),
            reference=str(answer.get("bank_tran_id") or ""),
            amount=_money(answer.get("currency_amount")),
            currency=str(answer.get("currency_type") or ""),
            note=_risk(answer),
        )

    def refund(self, wish: GiveBack) -> Repayment:
        """Ask for the money of a transaction to go back. The same ``wish`` again is the same."""
        answer = self._ask(
            "GET",
            REFUND,
            {
                "bank_tran_id": wish.reference,
                "refund_trans_id": wish.wish,
                "refund_amount": f"{wish.amount:.2f}",
                "refund_remarks": wish.reason[:255],
                "v": 1,
                "format": "json",
            },
        )
        if answer.get("APIConnect") != "DONE":
            raise ProviderFailed(f"refund: {answer.get('APIConnect')}")
        is_begun = answer.get("status") in REFUND_BEGUN
        return Repayment(
            Outcome.DONE if is_begun else Outcome.FAILED,
            reference=str(answer.get("refund_ref_id") or ""),
            note=str(answer.get("errorReason") or ""),
        )

    def verify_callback(self, data: Mapping[str, str]) -> Callback | None:
        """What the message says, if it is signed with the password of this store."""
        names = data.get("verify_key", "").split(",")
        if not SIGNED.issubset(names) or data.get("store_id") != self.store_id:
            return None
        wanted = self.sign({name: data[name] for name in names if name in data})
        if not hmac.compare_digest(wanted.encode(), data.get("verify_sign", "").encode()):
            return None
        status = data.get("status", "")
        outcome = Outcome.DONE if status in PAID else ENDS.get(status, Outcome.FAILED)
        return Callback(outcome, data.get("tran_id", ""), data.get("val_id", ""))

    def sign(self, fields: Mapping[str, str]) -> str:
        """The signature that SSLCOMMERZ documents; MD5 is its choice."""
        named = {**fields, "store_passwd": _md5(self.password)}
        return _md5("&".join(f"{name}={named[name]}" for name in sorted(named)))

    def _ask(self, verb: str, path: str, fields: Mapping[str, object]) -> dict[str, Any]:
        named = {**fields, "store_id": self.store_id, "store_passwd": self.password}
        where = {"data": named} if verb == "POST" else {"params": named}
        try:
            answer = requests.request(
                verb,
                _checked(self.url.rstrip("/")) + path,
                timeout=self.timeout,
                allow_redirects=False,
                **where,
            )
        except requests.RequestException as error:
            # Its text holds the address with the password.
            raise ProviderFailed(type(error).__name__) from None
        if answer.status_code != requests.codes.ok:
            raise ProviderFailed(f"{path} answered {answer.status_code}")
        try:
            values = answer.json()
        except requests.JSONDecodeError as error:
            raise ProviderFailed(f"{path} answered no JSON") from error
        if not isinstance(values, dict):
            raise ProviderFailed(f"{path} answered no object")
        return values


def _session_fields(bill: Bill) -> dict[str, object]:
    assert bill.payer is not None, "somebody pays"
    assert bill.addresses is not None, "the payer comes back"
    return {
        "total_amount": f"{bill.amount:.2f}",
        "currency": bill.currency,
        "tran_id": bill.transaction_id,
        "success_url": bill.addresses.success,
        "fail_url": bill.addresses.fail,
        "cancel_url": bill.addresses.cancel,
        "ipn_url": bill.addresses.callback,
        "product_name": bill.title[:255],
        "product_category": "tournament",
        "product_profile": "non-physical-goods",
        "shipping_method": "NO",
        "num_of_item": 1,
        "emi_option": 0,
        "cus_name": bill.payer.name[:50],
        "cus_email": bill.payer.email[:50],
        "cus_phone": bill.payer.phone[:20] or "N/A",
        # Asked for, and not known; nothing is sent to an address.
        "cus_add1": "N/A",
        "cus_city": "N/A",
        "cus_postcode": "N/A",
        "cus_country": bill.payer.country[:50] or "Bangladesh",
        "value_a": bill.reference,
    }


def _checked(url: str) -> str:
    """The address, if nobody on the way can read along."""
    parts = urlsplit(url)
    is_stand_in = settings.DEBUG and parts.scheme == "http" and parts.hostname == "127.0.0.1"
    if not parts.hostname or not (parts.scheme == "https" or is_stand_in):
        raise ProviderFailed(f"not a safe address: {parts.scheme}://{parts.hostname}")
    return url


def _risk(answer: Mapping[str, Any]) -> str:
    risky = str(answer.get("risk_level", "0")) != "0"
    return f"risk: {answer.get('risk_title') or answer['risk_level']}" if risky else ""


def _money(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(-1)


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
