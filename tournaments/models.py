"""Index of the rooms' models; imports only."""

from tournaments.awards.models import Certificate, Placement
from tournaments.brackets.models import GameScore, Group, Match, MatchSide, Round, Stage, StageEntry
from tournaments.content.models import OrganizerPage, TournamentIndexPage, TournamentPage
from tournaments.control.models import Conclusion, Correction
from tournaments.core.models import Event, EventDelivery, Game, Organizer, Tournament, Version
from tournaments.notifications.models import Notice
from tournaments.payments.models import Payment, PaymentProof
from tournaments.registration.models import Entrant, Registration, RosterEntry

__all__ = [
    "Certificate",
    "Conclusion",
    "Correction",
    "Entrant",
    "Event",
    "EventDelivery",
    "Game",
    "GameScore",
    "Group",
    "Match",
    "MatchSide",
    "Notice",
    "Organizer",
    "OrganizerPage",
    "Payment",
    "PaymentProof",
    "Placement",
    "Registration",
    "RosterEntry",
    "Round",
    "Stage",
    "StageEntry",
    "Tournament",
    "TournamentIndexPage",
    "TournamentPage",
    "Version",
]
