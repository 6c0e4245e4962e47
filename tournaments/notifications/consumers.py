"""The ear on the event log."""

from tournaments.core.models import Event
from tournaments.notifications import operations
from tournaments.notifications.kinds import WRITERS


def consume(event: Event) -> None:
    """Turn ``event`` into notices, if its kind tells anybody anything."""
    if writer := WRITERS.get(event.kind):
        operations.notify(event, writer(event))
