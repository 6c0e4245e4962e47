from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from tournaments.notifications.models import Notice

# One statement deletes no more, so that none holds the table for long.
AT_ONCE = 5_000


def forget_old() -> int:
    """Delete old notices that were read, sent or given up; how many.

    What is unread in an inbox, and what still waits, stays.
    """
    before = timezone.now() - timedelta(days=settings.NOTICE_RETENTION_DAYS)
    inbox = Q(channel=Notice.Channel.INBOX)
    done = Q(inbox, read_at__isnull=False) | Q(
        ~inbox, Q(sent_at__isnull=False) | Q(failed_at__isnull=False)
    )
    old = Notice.objects.filter(done, created_at__lt=before).order_by("pk").values_list("pk")
    deleted = 0
    while pks := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        deleted += Notice.objects.filter(pk__in=pks).delete()[0]
    return deleted
