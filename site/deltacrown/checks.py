"""System checks: promises of the settings that nothing else would notice."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

BROKERS_BEFORE_ORM = ("broker_class", "iron_mq", "sqs")


@register("queue")
def queue_shares_the_transaction(**kwargs: Any) -> list[CheckMessage]:
    """Work and its task commit together only on the ORM broker in the default database."""
    queue = settings.Q_CLUSTER
    others = [name for name in BROKERS_BEFORE_ORM if queue.get(name)]
    if queue.get("orm") == "default" and not others and not queue.get("sync"):
        return []
    return [
        Error(
            "Q_CLUSTER must use the ORM broker in the default database.",
            hint='Set "orm": "default", without another broker and without "sync".',
            id="deltacrown.E001",
        )
    ]


@register("queue")
def queue_runs_a_task_once_at_a_time(**kwargs: Any) -> list[CheckMessage]:
    timeout = settings.Q_CLUSTER.get("timeout")
    if timeout is not None and settings.Q_CLUSTER.get("retry", 60) > timeout:
        return []
    return [
        Error(
            'Q_CLUSTER["retry"] must exceed Q_CLUSTER["timeout"].',
            hint="Else a task that still runs is handed to a second worker.",
            id="deltacrown.E002",
        )
    ]
