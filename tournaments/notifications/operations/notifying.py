from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from deltacrown.tasks import enqueue
from tournaments.core.models import Event, Version
from tournaments.core.operations import user_topic
from tournaments.core.versions import raise_versions
from tournaments.notifications.kinds import Message, category_of
from tournaments.notifications.models import Notice
from tournaments.notifications.queries import Wishes, wishes_of

Channel = Notice.Channel
LONGEST_SUBJECT = Notice._meta.get_field("subject").max_length
# So many go out one after another in one task; more tasks, and the workers share them.
AT_ONCE = 50


@transaction.atomic
def notify(event: Event, messages: Iterable[Message]) -> None:
    """Note each message in the ledger, once a person and channel, and queue its sending.

    The inbox has everything at once; the other channels follow the person's wishes, and their
    quiet hours unless it is urgent. Accounts that are switched off are told nothing.
    """
    told = [
        (recipient, message)
        for message in messages
        for recipient in message.recipients
        if recipient.is_active
    ]
    if not told:
        return
    wishes = wishes_of([recipient.pk for recipient, _message in told], category_of(event.kind))
    now = timezone.now()
    rows = [
        row
        for recipient, message in told
        for row in _rows(event, recipient, message, wishes[recipient.pk], now)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    _raise_inboxes(wishes)
    queue_sending(event)


def queue_sending(event: Event) -> None:
    """Queue what may go out of the event's notices, over whatever channel."""
    pks = list(event.notices.due(timezone.now()).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), AT_ONCE):
        enqueue("tournaments.notifications.tasks.send_notices", *pks[start : start + AT_ONCE])


def _rows(
    event: Event, recipient, message: Message, wishes: Wishes, now: datetime
) -> Iterator[Notice]:
    """A notice for the inbox, and one for each other channel that the person wants."""
    quiet_until = None if message.is_urgent else wishes.quiet_until(now)

    def row(channel: Channel, **fields) -> Notice:
        return Notice(
            event=event,
            recipient=recipient,
            channel=channel,
            category=category_of(event.kind),
            is_urgent=message.is_urgent,
            subject=_on_one_line(message.subject),
            text=message.text,
            path=message.path,
            **fields,
        )

    yield row(Channel.INBOX, sent_at=now)
    if Channel.EMAIL not in wishes.unwanted:
        in_digest = wishes.wants_digest and not message.is_urgent
        yield row(Channel.EMAIL, in_digest=in_digest, not_before=None if in_digest else quiet_until)
    if Channel.PUSH not in wishes.unwanted:
        for browser in wishes.browsers:
            yield row(Channel.PUSH, subscription=browser, not_before=quiet_until)


def _raise_inboxes(user_ids: Iterable[int]) -> None:
    """Let open pages learn of it. Locked in one order, so that no two wait for each other."""
    topics = sorted(user_topic(pk) for pk in user_ids)
    known = Version.objects.select_for_update(no_key=True).filter(topic__in=topics)
    list(known.order_by("topic").values_list("pk"))
    raise_versions(*topics)


def _on_one_line(subject: str) -> str:
    """The subject as a header of a mail takes it, and not longer than the ledger does."""
    return Truncator(" ".join(subject.split())).chars(LONGEST_SUBJECT)
