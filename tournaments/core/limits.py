"""Named limits: how often somebody may do something within a window of time.

One row a name and subject, counted up by one statement, so that all processes of the site count
together and a database is all it takes. A count that is taken inside a transaction goes with
it: what is refused or crashes there costs nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import ngettext

from tournaments.core.models import LimitCount

# The window is fixed: it begins with the first count and does not move with later ones.
UPSERT = """
    INSERT INTO {table} (name, subject, window_start, number) VALUES (%s, %s, %s, 1)
    ON CONFLICT (name, subject) DO UPDATE SET
        number = CASE WHEN {table}.window_start <= %s THEN 1 ELSE {table}.number + 1 END,
        window_start = CASE WHEN {table}.window_start <= %s
            THEN excluded.window_start ELSE {table}.window_start END
    WHERE {table}.number < %s OR {table}.window_start <= %s
"""


class LimitReached(Exception):  # not an error of the program
    """Too often. ``retry_after`` is in seconds; the middleware answers 429."""

    def __init__(self, name: str, *, retry_after: int) -> None:
        minutes = -(-retry_after // 60)
        self.name = name
        self.retry_after = retry_after
        self.message = ngettext(
            "That was too often. Try again in %(minutes)s minute.",
            "That was too often. Try again in %(minutes)s minutes.",
            minutes,
        ) % {"minutes": minutes}
        super().__init__(self.message)


def take(name: str, subject: object) -> None:
    """Count one ``name`` of ``subject``; raises LimitReached when there is none left.

    Exact over all processes: the row is locked until the transaction around it ends.
    """
    most, seconds = settings.RATE_LIMITS[name]
    now = timezone.now()
    old = now - timedelta(seconds=seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            UPSERT.format(table=connection.ops.quote_name(LimitCount._meta.db_table)),
            [name, str(subject), *map(_plain, (now, old, old)), most, _plain(old)],
        )
        taken = cursor.rowcount == 1
    if not taken:
        raise LimitReached(name, retry_after=_left(name, subject, seconds, now))


@contextmanager
def counted(name: str, subject: object) -> Iterator[None]:
    """Do the block as one transaction that counts once; what is refused in it counts nothing."""
    with transaction.atomic():
        take(name, subject)
        yield


def forget_old(before: datetime) -> int:
    """Delete counts whose window began before ``before``; how many."""
    return LimitCount.objects.filter(window_start__lt=before).delete()[0]


def _left(name: str, subject: object, seconds: int, now: datetime) -> int:
    rows = LimitCount.objects.filter(name=name, subject=str(subject))
    start = rows.values_list("window_start", flat=True).first() or now
    left = (start + timedelta(seconds=seconds) - now).total_seconds()
    return min(max(1, ceil(left)), seconds)


def _plain(moment: datetime) -> object:
    """The moment as this database's own adapter writes it."""
    return connection.ops.adapt_datetimefield_value(moment)
