"""The verbs of matches, and the verdicts that a correction needs as well."""

from tournaments.matches.operations.evidence import add_evidence
from tournaments.matches.operations.results import (
    allows_draws,
    enter_finishes,
    enter_result,
    finished,
    forfeit,
    forfeited,
    played,
)

__all__ = [
    "add_evidence",
    "allows_draws",
    "enter_finishes",
    "enter_result",
    "finished",
    "forfeit",
    "forfeited",
    "played",
]
