"""Handing a row of the event log to everybody who listens."""

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from tournaments.core.models import Event, EventDelivery


def deliver(event_id: int) -> None:
    """Hand the event to each consumer that has not had it.

    A consumer's writes and the note that it had the event commit together, so
    running this twice, or by two workers at once, changes nothing more. An event may be
    gone by now, with a tournament that nobody had registered for.
    """
    events = Event.objects.select_related("subject_type", "tournament", "actor")
    event = events.filter(pk=event_id).first()
    if event is None:
        return
    for name, path in settings.EVENT_CONSUMERS.items():
        with transaction.atomic():
            if _claim(event, name):
                import_string(path)(event)


def _claim(event: Event, consumer: str) -> bool:
    """Whether this transaction is the one that serves ``consumer``."""
    locked = Event.objects.select_for_update(no_key=True).filter(pk=event.pk)
    assert locked.exists(), "the log is append-only"
    _delivery, made = EventDelivery.objects.get_or_create(event=event, consumer=consumer)
    return made
