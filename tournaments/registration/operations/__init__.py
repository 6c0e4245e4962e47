"""The verbs of registrations. Each locks the tournament first; none knows of payments."""

from tournaments.registration.operations.admitting import admit_entrants, check_in
from tournaments.registration.operations.deciding import (
    await_payment,
    await_verification,
    confirm,
    reject,
)
from tournaments.registration.operations.entering import register
from tournaments.registration.operations.leaving import cancel_all, withdraw
from tournaments.registration.operations.seeding import set_seed, set_seeds

__all__ = [
    "admit_entrants",
    "await_payment",
    "await_verification",
    "cancel_all",
    "check_in",
    "confirm",
    "register",
    "reject",
    "set_seed",
    "set_seeds",
    "withdraw",
]
