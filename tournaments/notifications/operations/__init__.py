"""The verbs of notifications."""

from tournaments.notifications.operations.notifying import notify
from tournaments.notifications.operations.sending import send

__all__ = ["notify", "send"]
