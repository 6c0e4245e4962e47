from collections.abc import Mapping
from dataclasses import dataclass

from tournaments.payments.models import Method
from tournaments.payments.providers.types import (
    Bill,
    Callback,
    Confirmation,
    GiveBack,
    Outcome,
    Repayment,
    Start,
)


@dataclass(frozen=True, slots=True)
class Manual:
    """People pay, and people look: a wallet, a bank account, or cash at the door."""

    method: Method

    def start(self, bill: Bill) -> Start:
        """Where to pay, and what to write beside it. The proof of it is sent afterwards."""
        return Start(reference=bill.reference, account=bill.account, instructions=bill.instructions)

    def confirm(self, reference: str) -> Confirmation:
        """Who checks payments looks for it in the account, and verifies the proof."""
        return Confirmation(Outcome.BY_HAND, transaction_id=reference)

    def refund(self, wish: GiveBack) -> Repayment:
        """Somebody sends the money, and then notes under which transaction."""
        return Repayment(Outcome.BY_HAND)

    def verify_callback(self, data: Mapping[str, str]) -> Callback | None:
        """No machine speaks for an account of this kind."""
        return None
