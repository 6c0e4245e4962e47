"""Sending what is due, with another attempt later when it fails.

An attempt is counted, and the next one put off, before anything goes out: what kills its worker
counts too, no other worker takes the same notice, and no row is locked while a server is slow.
"""

from datetime import datetime, timedelta
from secrets import randbelow
from time import monotonic

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from tournaments.notifications.failures import DeliveryFailed
from tournaments.notifications.models import Notice
from tournaments.notifications.queries import hours_of, quiet_of, zones_of

Channel = Notice.Channel

# What takes a notice over each channel, and raises DeliveryFailed. The inbox is the ledger itself.
CHANNELS = {
    Channel.EMAIL: "tournaments.notifications.mailing.deliver",
    Channel.PUSH: "tournaments.notifications.push.deliver",
    Channel.DISCORD: "tournaments.notifications.discord.deliver",
}
MINUTE = 60
# How long the next attempt waits at least: 1, 5, 30 minutes, 2 and 12 hours.
BACK_OFF = [1 * MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 720 * MINUTE]
MOST_ATTEMPTS = len(BACK_OFF) + 1
# One run of the job takes no more, and begins none after so many seconds.
AT_ONCE = 200
SECONDS_A_RUN = 45


def send(notice_id: int) -> None:
    """Send one notice over its channel, if it is due and no other worker has it.

    What fails is tried again later, and given up after six attempts. A notice that is gone with
    its tournament, or with its browser, is nothing to send.
    """
    notice = _claim(notice_id)
    if notice is None:
        return
    try:
        _deliver(notice)
    except DeliveryFailed as failure:
        note_failure(Notice.objects.filter(pk=notice.pk), failure, attempts=notice.attempts)
    else:
        note_sent(Notice.objects.filter(pk=notice.pk))


def send_waiting() -> int:
    """Send what is due and was not sent by its own task; how many were tried.

    One run is bounded; the next one goes on.
    """
    stop = monotonic() + SECONDS_A_RUN
    due = Notice.objects.due(timezone.now()).order_by("not_before", "pk")
    tried = 0
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        if monotonic() > stop:
            break
        send(pk)
        tried += 1
    return tried


def put_off(moment: datetime, attempts: int) -> datetime:
    """When to try again after so many attempts; a quarter of chance keeps crowds apart."""
    seconds = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
    return moment + timedelta(seconds=seconds + randbelow(seconds // 4))


def note_sent(notices: QuerySet[Notice]) -> None:
    """They arrived, as far as this side can know."""
    notices.update(sent_at=timezone.now(), last_error="")


def note_failure(notices: QuerySet[Notice], failure: DeliveryFailed, *, attempts: int) -> None:
    """They did not arrive; whether that was the last attempt."""
    now = timezone.now()
    changes: dict = {"last_error": failure.error[:200]}
    if failure.permanent or attempts >= MOST_ATTEMPTS:
        changes["failed_at"] = now
    elif failure.retry_after is not None:
        changes["not_before"] = now + timedelta(seconds=failure.retry_after)
    notices.update(**changes)


def free_rows(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """The rows, locked; without those that another worker holds, where the database can tell."""
    can_skip = connection.features.has_select_for_update_skip_locked
    return notices.select_for_update(
        of=("self",) if connection.features.has_select_for_update_of else (),
        no_key=True,
        skip_locked=can_skip,
    )


@transaction.atomic
def _claim(notice_id: int) -> Notice | None:
    """The notice, if it is due: with one attempt more, and put off for everybody else."""
    now = timezone.now()
    due = Notice.objects.due(now).select_related("recipient", "webhook", "subscription")
    notice = free_rows(due).filter(pk=notice_id).first()
    if notice is None:
        return None
    if notice.attempts >= MOST_ATTEMPTS:  # the last one killed its worker
        notice.failed_at = now
        notice.save(update_fields=["failed_at"])
        return None
    if end := _quiet_until(notice, now):
        notice.not_before = end
        notice.save(update_fields=["not_before"])
        return None
    notice.attempts += 1
    notice.not_before = put_off(now, notice.attempts)
    notice.save(update_fields=["attempts", "not_before"])
    return notice


def _quiet_until(notice: Notice, now: datetime) -> datetime | None:
    """When another attempt may be made that would come in somebody's quiet hours."""
    if not notice.attempts or notice.is_urgent or notice.recipient_id is None:
        return None
    hours = hours_of(quiet_of(notice.recipient))
    return hours and hours.quiet_until(now, zones_of([notice.recipient_id])[notice.recipient_id])


def _deliver(notice: Notice) -> None:
    if notice.recipient and not notice.recipient.is_active:
        raise DeliveryFailed("The account is switched off.", permanent=True)
    import_string(CHANNELS[Channel(notice.channel)])(notice)
