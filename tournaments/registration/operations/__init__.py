"""The verbs of registrations. Each locks the tournament first; none knows of payments."""

from tournaments.registration.operations.admitting import admit_entrants
from tournaments.registration.operations.checking_in import (
    check_in,
    close_check_in,
    extend_check_in,
    force_check_in,
)
from tournaments.registration.operations.claiming import claim_place, free_place, renew_link
from tournaments.registration.operations.deciding import (
    await_payment,
    await_verification,
    confirm,
    reject,
)
from tournaments.registration.operations.drafting import discard_draft, forget_drafts, save_draft
from tournaments.registration.operations.entering import register
from tournaments.registration.operations.expiring import expire
from tournaments.registration.operations.leaving import cancel_all, end, withdraw
from tournaments.registration.operations.noting import add_note
from tournaments.registration.operations.offering import take_offer
from tournaments.registration.operations.repeating import repeat
from tournaments.registration.operations.reviewing import approve, request_changes, resubmit
from tournaments.registration.operations.rostering import set_roster
from tournaments.registration.operations.seeding import set_seed, set_seeds
from tournaments.registration.operations.substituting import (
    approve_substitution,
    ask_substitution,
    deny_substitution,
)
from tournaments.registration.operations.waiting import fill_places

__all__ = [
    "add_note",
    "admit_entrants",
    "approve",
    "approve_substitution",
    "ask_substitution",
    "await_payment",
    "await_verification",
    "cancel_all",
    "check_in",
    "claim_place",
    "close_check_in",
    "confirm",
    "deny_substitution",
    "discard_draft",
    "end",
    "expire",
    "extend_check_in",
    "fill_places",
    "force_check_in",
    "forget_drafts",
    "free_place",
    "register",
    "reject",
    "renew_link",
    "repeat",
    "request_changes",
    "resubmit",
    "save_draft",
    "set_roster",
    "set_seed",
    "set_seeds",
    "take_offer",
    "withdraw",
]
