"""Taking up again what the queue gave up: it drops a task after a number of failures."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django_q.models import OrmQ

from deltacrown.tasks import enqueue
from tournaments.brackets.models import Stage
from tournaments.control.models import Conclusion
from tournaments.core.models import Event

# Longer than the queue goes on trying by itself.
GIVEN_UP_AFTER = timedelta(hours=1)
# What is queued is not given up; it only waits for a worker.
LONG_QUEUE = 100
MOST_AT_ONCE = 500


@transaction.atomic
def resume() -> int:
    """Queue again each draw, round, conclusion and delivery that waits long; how many.

    All of them may run twice. While the queue is long nothing is added to it. Notices have a job
    of their own, ``notifications.send_waiting``.
    """
    if OrmQ.objects.count() > LONG_QUEUE:
        return 0
    before = timezone.now() - GIVEN_UP_AFTER
    draws = _oldest(Stage.objects.filter(drawn_at=None, refusal="", requested_at__lt=before))
    rounds = _oldest(Stage.objects.exclude(wanted_round=None).filter(requested_at__lt=before))
    ends = _oldest(Conclusion.objects.filter(announced_at=None, started_at__lt=before))
    events = _oldest(Event.objects.filter(deliveries=None, at__lt=before))
    for stage in draws:
        enqueue("tournaments.brackets.tasks.draw_stage", stage.pk)
    for stage in rounds:
        enqueue("tournaments.brackets.tasks.pair_round", stage.pk, stage.wanted_round)
    for conclusion in ends:
        enqueue("tournaments.control.tasks.conclude", conclusion.tournament_id)
    for event in events:
        enqueue("tournaments.core.tasks.deliver_event", event.pk)
    return len(draws) + len(rounds) + len(ends) + len(events)


def _oldest(rows: QuerySet) -> list[Model]:
    return list(rows.order_by("pk")[:MOST_AT_ONCE])
