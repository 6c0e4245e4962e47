import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.tasks import enqueue
from tournaments.core.capabilities import Capability
from tournaments.core.models import Event, Tournament
from tournaments.core.roles import check_may
from tournaments.core.versions import raise_versions

ARCHIVE_AFTER = timedelta(hours=24)

# A change of these is seen on lists of tournaments, not only on its own page.
LISTED = "listing"


@dataclass(slots=True)
class _Batch:
    """Events that are not written yet, and the topics that they change."""

    events: list[Event] = field(default_factory=list)
    topics: set[str] = field(default_factory=set)

    def write(self) -> None:
        if self.topics:
            raise_versions(*self.topics)
        if self.events:
            Event.objects.bulk_create(self.events)
            enqueue("tournaments.core.tasks.deliver_event", *(event.pk for event in self.events))


_batch: ContextVar[_Batch | None] = ContextVar("batch", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Write the events of this block when it ends, in as many statements as one event takes.

    What raises leaves none of them, so the block stands inside the transaction that is rolled
    back then. Events have no key before the end.
    """
    if _batch.get() is not None:
        yield
        return
    batch = _Batch()
    token = _batch.set(batch)
    try:
        yield
    finally:
        _batch.reset(token)
    batch.write()


def happened(
    kind: str,
    subject: models.Model,
    *,
    actor=None,
    before: dict | None = None,
    after: dict | None = None,
    reason: str = "",
    changes: str | Sequence[str] = (),
) -> Event:
    """Append ``kind`` to the event log, in the transaction of the change itself.

    Raises the version of the tournament it belongs to, if any, of the subject's own ``topics``
    (a match has one), and of the topics that it ``changes`` besides; and queues one task, which
    hands the row to each consumer.
    """
    tournament: Tournament | None = (
        subject if isinstance(subject, Tournament) else subject.tournament
    )
    event = Event(
        kind=kind,
        tournament=tournament,
        subject=subject,
        actor=actor,
        before=_plain(before),
        after=_plain(after),
        reason=reason,
    )
    with together():
        batch = _batch.get()
        batch.events.append(event)
        batch.topics |= {*getattr(subject, "topics", ()), *_as_topics(changes)}
        if tournament:
            batch.topics.add(tournament_topic(tournament.pk))
    return event


def tournament_topic(tournament_id: int) -> str:
    return f"tournament:{tournament_id}"


def match_topic(match_id: int) -> str:
    """What everybody may know of a match."""
    return f"match:{match_id}"


def room_topic(match_id: int) -> str:
    """What only the participants of a match and its officials know."""
    return f"room:{match_id}"


def user_topic(user_id: int) -> str:
    """What only this person knows: the inbox."""
    return f"user:{user_id}"


def _as_topics(changes: str | Sequence[str]) -> Sequence[str]:
    return [changes] if isinstance(changes, str) else changes


def _plain(values: dict | None) -> dict:
    return json.loads(json.dumps(values or {}, cls=DjangoJSONEncoder))


def lock(tournament: Tournament) -> Tournament:
    """The tournament's row, locked until the transaction ends; fresh from the database.

    As every lock of a row here it leaves the key alone (``no_key``): whoever writes a row that
    points at it, such as an event, does not wait for it at the commit. Two of those that do, one
    with the lock and one with the version of its topic, would wait for each other for ever.
    """
    return Tournament.objects.select_for_update(no_key=True).get(pk=tournament.pk)


def move(tournament: Tournament, status: Tournament.Status, *, by=None, reason: str = "") -> None:
    """Move a locked tournament to ``status`` and log it.

    Guards are the caller's, and so is the transaction.
    """
    before = tournament.status
    tournament.move_to(status)
    happened(
        f"tournament.{status.value}",
        tournament,
        actor=by,
        before={"status": before},
        after={"status": status.value},
        reason=reason,
        changes=LISTED,
    )


@transaction.atomic
def archive(tournament: Tournament, *, by) -> None:
    """Put a finished tournament away, at the earliest 24 hours after its end."""
    tournament = lock(tournament)
    check_may(by, tournament, Capability.MANAGE_SETTINGS)
    if tournament.status == Tournament.Status.ARCHIVED:
        return
    if tournament.status not in {Tournament.Status.COMPLETED, Tournament.Status.CANCELLED}:
        raise Refused(
            _("Only a completed or cancelled tournament can be archived."), code="not_over"
        )
    if tournament.completed_at and timezone.now() < tournament.completed_at + ARCHIVE_AFTER:
        raise Refused(_("A completed tournament can be archived after 24 hours."), code="too_early")
    move(tournament, Tournament.Status.ARCHIVED, by=by)


@transaction.atomic
def return_to_draft(tournament: Tournament, *, by=None) -> None:
    """Take back the publication of a tournament that nobody registered for."""
    tournament = lock(tournament)
    if tournament.status == Tournament.Status.DRAFT:
        return
    if tournament.status != Tournament.Status.PUBLISHED:
        raise Refused(_("Only a published tournament can return to draft."), code="not_published")
    if tournament.registrations.exists():
        raise Refused(
            _("Somebody has registered. Cancel the tournament instead."), code="registered"
        )
    move(tournament, Tournament.Status.DRAFT, by=by)
