"""The one way to queue work."""

from django.db import transaction
from django_q.tasks import async_task


def enqueue(path: str, *args: int | str) -> None:
    """Queue the task at ``path`` as part of the current transaction.

    The queue is in the same database: the task runs only if the transaction
    stands, and is never lost between the two. Tasks are delivered at least once.
    """
    assert transaction.get_connection().in_atomic_block, "enqueue belongs inside the operation"
    async_task(path, *args)
