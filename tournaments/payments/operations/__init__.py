"""The verbs of payments. Each locks the tournament first, and moves the registration along."""

from tournaments.payments.operations.deciding import reject, verify
from tournaments.payments.operations.entering import accept_offer, approve_entry, enter, owe
from tournaments.payments.operations.expiring import expire_all_overdue, expire_overdue
from tournaments.payments.operations.forgetting import forget_images, queue_forgetting
from tournaments.payments.operations.paying_online import (
    confirm_checkout,
    note_callback,
    start_checkout,
)
from tournaments.payments.operations.proving import submit_proof
from tournaments.payments.operations.refunding import refund, refund_online
from tournaments.payments.operations.settling import (
    expire_unpaid,
    leave,
    settle_cancelled,
    settle_withdrawn,
    turn_away,
)
from tournaments.payments.operations.waiving import waive, waive_top

__all__ = [
    "accept_offer",
    "approve_entry",
    "confirm_checkout",
    "enter",
    "expire_all_overdue",
    "expire_overdue",
    "expire_unpaid",
    "forget_images",
    "leave",
    "note_callback",
    "owe",
    "queue_forgetting",
    "refund",
    "refund_online",
    "reject",
    "settle_cancelled",
    "settle_withdrawn",
    "start_checkout",
    "submit_proof",
    "turn_away",
    "verify",
    "waive",
    "waive_top",
]
