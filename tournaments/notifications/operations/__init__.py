"""The verbs of notifications."""

from tournaments.notifications.operations.broadcasting import broadcast
from tournaments.notifications.operations.digesting import send_digest, send_digests
from tournaments.notifications.operations.forgetting import forget_old
from tournaments.notifications.operations.notifying import notify, queue_sending
from tournaments.notifications.operations.preferring import be_quiet, prefer, unsubscribe
from tournaments.notifications.operations.reading import archive, read, read_all, unread
from tournaments.notifications.operations.sending import send, send_waiting

__all__ = [
    "archive",
    "be_quiet",
    "broadcast",
    "forget_old",
    "notify",
    "prefer",
    "queue_sending",
    "read",
    "read_all",
    "send",
    "send_digest",
    "send_digests",
    "send_waiting",
    "unread",
    "unsubscribe",
]
