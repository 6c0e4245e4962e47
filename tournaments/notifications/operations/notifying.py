from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator

from deltacrown.tasks import enqueue
from tournaments.core.models import Event
from tournaments.notifications.kinds import Message
from tournaments.notifications.models import Notice

LONGEST_SUBJECT = Notice._meta.get_field("subject").max_length


@transaction.atomic
def notify(event: Event, messages: Iterable[Message]) -> None:
    """Note each message in the ledger, once a person, and queue its sending.

    Accounts that are switched off are told nothing.
    """
    rows = [
        Notice(
            event=event,
            recipient=recipient,
            subject=_on_one_line(message.subject),
            text=f"{message.text}\n\n{settings.WAGTAILADMIN_BASE_URL}{message.path}\n",
        )
        for message in messages
        for recipient in message.recipients
        if recipient.is_active
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    for pk in event.notices.filter(sent_at=None).values_list("pk", flat=True):
        enqueue("tournaments.notifications.tasks.send_notice", pk)


def _on_one_line(subject: str) -> str:
    """The subject as a header of a mail takes it, and not longer than the ledger does."""
    return Truncator(" ".join(subject.split())).chars(LONGEST_SUBJECT)
