"""The ear on the event log."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.utils import timezone

from tournaments.core.models import Event
from tournaments.notifications import operations
from tournaments.notifications.kinds import BROADCASTERS, WRITERS, Message, Writer
from tournaments.notifications.queries import zones_of


def consume(event: Event) -> None:
    """Turn ``event`` into notices, if its kind tells anybody or any channel anything."""
    if writer := WRITERS.get(event.kind):
        operations.notify(event, list(_in_their_zones(event, writer)))
    if broadcaster := BROADCASTERS.get(event.kind):
        operations.broadcast(event, broadcaster(event))


def _in_their_zones(event: Event, writer: Writer) -> Iterator[Message]:
    """The messages, with times as each reader's clock shows them: written once a zone."""
    messages = [replace(each, recipients=list(each.recipients)) for each in writer(event)]
    zones = zones_of(reader.pk for message in messages for reader in message.recipients)
    here = timezone.get_default_timezone()
    yield from _for_those_in(here, messages, zones)
    for zone in sorted(set(zones.values()) - {here}, key=str):
        with timezone.override(zone):
            yield from _for_those_in(zone, writer(event), zones)


def _for_those_in(
    zone: ZoneInfo, messages: list[Message], zones: dict[int, ZoneInfo]
) -> Iterator[Message]:
    for message in messages:
        readers = [reader for reader in message.recipients if zones.get(reader.pk) == zone]
        if readers:
            yield replace(message, recipients=readers)
