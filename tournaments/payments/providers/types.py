"""What goes in and out of a provider: plain values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Protocol


class Outcome(Enum):
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    # No machine knows; a person looks into the account.
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the provider sends the payer, and its messages."""

    success: str
    fail: str
    cancel: str
    callback: str


@dataclass(frozen=True, slots=True)
class Payer:
    name: str
    email: str
    phone: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Bill:
    """One amount that somebody wants to pay now."""

    amount: Decimal
    currency: str
    title: str
    # That of the registration: what people write beside a transfer.
    reference: str
    account: str = ""
    instructions: str = ""
    # Ours, for one attempt to pay online.
    transaction_id: str = ""
    payer: Payer | None = None
    addresses: Addresses | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """How the payer goes on: to an address, or to an account with instructions."""

    reference: str
    url: str = ""
    session_key: str = ""
    account: str = ""
    instructions: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the provider says of the money."""

    outcome: Outcome
    transaction_id: str = ""
    reference: str = ""
    amount: Decimal = Decimal(0)
    currency: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Repayment:
    """What the provider says of money that is to go back."""

    outcome: Outcome
    reference: str = ""
    note: str = ""

    @property
    def is_done(self) -> bool:
        return self.outcome == Outcome.DONE


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Money that is to go back: of which transaction, how much, and our own id of this wish."""

    reference: str
    amount: Decimal
    currency: str
    wish: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Callback:
    """What a message says that really comes from the provider. It is a hint, and no money."""

    outcome: Outcome
    transaction_id: str
    # What ``confirm`` asks about.
    reference: str = ""


class ProviderFailed(Exception):  # what went wrong is at the other end
    """The provider does not answer, or not as it documents. Nothing is known then."""


class Provider(Protocol):
    def start(self, bill: Bill) -> Start: ...

    def confirm(self, reference: str) -> Confirmation: ...

    def refund(self, wish: GiveBack) -> Repayment: ...

    def verify_callback(self, data: Mapping[str, str]) -> Callback | None: ...
