"""What the room keeps, by what it is about."""

from tournaments.matches.models.chat import ChatMessage, ChatReport
from tournaments.matches.models.evidence import Evidence
from tournaments.matches.models.reports import Dispute, Report, ScoreLink
from tournaments.matches.models.schedule import (
    Break,
    FeedToken,
    Fixture,
    MatchCheckIn,
    Proposal,
    Reminder,
    Station,
)
from tournaments.matches.models.veto import Veto, VetoAction

__all__ = [
    "Break",
    "ChatMessage",
    "ChatReport",
    "Dispute",
    "Evidence",
    "FeedToken",
    "Fixture",
    "MatchCheckIn",
    "Proposal",
    "Reminder",
    "Report",
    "ScoreLink",
    "Station",
    "Veto",
    "VetoAction",
]
