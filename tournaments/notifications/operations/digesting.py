"""One mail a day for those who asked for it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.notifications.failures import DeliveryFailed
from tournaments.notifications.hours import last_morning
from tournaments.notifications.mailing import digest_of, post
from tournaments.notifications.models import Notice, Quiet
from tournaments.notifications.operations.sending import (
    MOST_ATTEMPTS,
    free_rows,
    note_failure,
    note_sent,
    put_off,
)
from tournaments.notifications.queries import hours_of, zones_of

# One mail lists no more; the rest comes with the next run.
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class _Digest:
    user: User
    notices: list[Notice]
    day: date
    attempts: int


def send_digests() -> None:
    """Send each person's summary whose morning has come, once a day."""
    waiting = Notice.objects.waiting().filter(in_digest=True)
    for user_id in list(waiting.values_list("recipient", flat=True).distinct()):
        send_digest(user_id)


def send_digest(user_id: int) -> None:
    """Send what waited until the person's last morning in one mail, if nobody else does.

    A failure is tried again as that of a single notice is.
    """
    digest = _claim(user_id, timezone.now())
    if digest is None:
        return
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in digest.notices])
    try:
        if not digest.user.is_active:
            raise DeliveryFailed("The account is switched off.", permanent=True)
        post(digest_of(digest.user, digest.notices, digest.day))
    except DeliveryFailed as failure:
        note_failure(rows, failure, attempts=digest.attempts)
    else:
        _note_day(user_id, digest)


@transaction.atomic
def _note_day(user_id: int, digest: _Digest) -> None:
    note_sent(Notice.objects.filter(pk__in=[notice.pk for notice in digest.notices]))
    Quiet.objects.filter(user=user_id).update(digest_sent_on=digest.day)


@transaction.atomic
def _claim(user_id: int, now: datetime) -> _Digest | None:
    """What the person is told now, put off for every other worker; None when nothing is due."""
    quiet = free_rows(Quiet.objects.select_related("user").filter(user=user_id)).first()
    if quiet is None:
        return None
    zone = zones_of([user_id])[user_id]
    morning = last_morning(now, zone, hours_of(quiet))
    day = morning.astimezone(zone).date()
    if quiet.digest_sent_on and quiet.digest_sent_on >= day:
        return None
    rows = _waiting_for(user_id, now).filter(created_at__lt=morning)
    notices = list(rows.order_by("pk")[:MOST_LISTED])
    if not notices:
        return None
    claimed = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    attempts = 1 + claimed.aggregate(most=Max("attempts"))["most"]
    if attempts > MOST_ATTEMPTS:
        claimed.update(failed_at=now)
        return None
    claimed.update(attempts=F("attempts") + 1, not_before=put_off(now, attempts))
    return _Digest(quiet.user, notices, day, attempts)


def _waiting_for(user_id: int, now: datetime):
    return (
        Notice.objects.waiting()
        .filter(Q(not_before=None) | Q(not_before__lte=now))
        .filter(recipient=user_id, in_digest=True)
    )
