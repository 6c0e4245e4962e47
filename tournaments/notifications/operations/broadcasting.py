from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.text import Truncator

from deltacrown.tasks import enqueue
from deltacrown.teams.models import Team
from tournaments.core.models import Event, Organizer
from tournaments.notifications.kinds import Broadcast, category_of
from tournaments.notifications.models import Notice, Webhook

LONGEST_SUBJECT = Notice._meta.get_field("subject").max_length


@transaction.atomic
def broadcast(event: Event, broadcasts: Iterable[Broadcast]) -> None:
    """Note each broadcast in the ledger, once a webhook that is on, and queue its sending."""
    rows = [
        Notice(
            event=event,
            webhook=webhook,
            channel=Notice.Channel.DISCORD,
            category=category_of(event.kind),
            subject=Truncator(webhook.owner).chars(LONGEST_SUBJECT),
            text=one.text,
            path=one.path,
        )
        for one in broadcasts
        for webhook in _webhooks_of(one.owners)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    unsent = event.notices.filter(channel=Notice.Channel.DISCORD, sent_at=None, failed_at=None)
    if pks := list(unsent.order_by("pk").values_list("pk", flat=True)):
        enqueue("tournaments.notifications.tasks.send_notices", *pks)


def _webhooks_of(owners: Iterable[Organizer | Team]) -> list[Webhook]:
    owners = list(owners)
    webhooks = Webhook.objects.on().filter(
        Q(organizer__in=[owner for owner in owners if isinstance(owner, Organizer)])
        | Q(team__in=[owner for owner in owners if isinstance(owner, Team)])
    )
    return list(webhooks.select_related("organizer", "team"))
