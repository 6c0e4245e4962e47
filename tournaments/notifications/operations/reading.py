from django.db import transaction
from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.core.operations import user_topic
from tournaments.core.versions import raise_versions
from tournaments.notifications.models import Notice
from tournaments.notifications.queries import inbox_of


@transaction.atomic
def read(notice: Notice) -> None:
    """The recipient has seen it; again changes nothing."""
    _change(notice, read_at=None, to={"read_at": timezone.now()})


@transaction.atomic
def unread(notice: Notice) -> None:
    """It counts as new again."""
    _change(notice, read_at__isnull=False, to={"read_at": None})


@transaction.atomic
def archive(notice: Notice) -> None:
    """It leaves the inbox, read."""
    now = timezone.now()
    _change(notice, archived_at=None, to={"archived_at": now, "read_at": notice.read_at or now})


@transaction.atomic
def read_all(user: User, *, category: str = "") -> None:
    """Everything in the inbox is seen, or all of one category."""
    notices = Notice.objects.filter(pk__in=inbox_of(user, category=category).unread().values("pk"))
    if notices.update(read_at=timezone.now()):
        raise_versions(user_topic(user.pk))


def _change(notice: Notice, *, to: dict, **where) -> None:
    if Notice.objects.filter(pk=notice.pk, **where).update(**to):
        raise_versions(user_topic(notice.recipient_id))
