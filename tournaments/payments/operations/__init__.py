"""The verbs of payments. Each locks the tournament first, and moves the registration along."""

from tournaments.payments.operations.deciding import reject, verify
from tournaments.payments.operations.entering import enter
from tournaments.payments.operations.proving import submit_proof
from tournaments.payments.operations.settling import (
    expire_unpaid,
    leave,
    settle_cancelled,
    turn_away,
)

__all__ = [
    "enter",
    "expire_unpaid",
    "leave",
    "reject",
    "settle_cancelled",
    "submit_proof",
    "turn_away",
    "verify",
]
