"""Index of the rooms' models; imports only."""

from tournaments.awards.models import Certificate, Placement
from tournaments.brackets.models import GameScore, Group, Match, MatchSide, Round, Stage, StageEntry
from tournaments.content.models import OrganizerPage, TournamentIndexPage, TournamentPage
from tournaments.control.models import Announcement, Conclusion, Correction
from tournaments.core.models import (
    Ban,
    Event,
    EventDelivery,
    Game,
    LimitCount,
    Organizer,
    StaffMember,
    Tournament,
    Version,
)
from tournaments.matches.models import Evidence
from tournaments.notifications.models import Notice
from tournaments.payments.models import (
    Checkout,
    LedgerEntry,
    Payment,
    PaymentProof,
    ProofFlag,
    StatementLine,
    StatementMapping,
)
from tournaments.registration.models import (
    Answer,
    Entrant,
    EntryDraft,
    Note,
    Registration,
    RosterEntry,
    Substitution,
)

__all__ = [
    "Announcement",
    "Answer",
    "Ban",
    "Certificate",
    "Checkout",
    "Conclusion",
    "Correction",
    "Entrant",
    "EntryDraft",
    "Event",
    "EventDelivery",
    "Evidence",
    "Game",
    "GameScore",
    "Group",
    "LedgerEntry",
    "LimitCount",
    "Match",
    "MatchSide",
    "Note",
    "Notice",
    "Organizer",
    "OrganizerPage",
    "Payment",
    "PaymentProof",
    "Placement",
    "ProofFlag",
    "Registration",
    "RosterEntry",
    "Round",
    "StaffMember",
    "Stage",
    "StageEntry",
    "StatementLine",
    "StatementMapping",
    "Substitution",
    "Tournament",
    "TournamentIndexPage",
    "TournamentPage",
    "Version",
]
