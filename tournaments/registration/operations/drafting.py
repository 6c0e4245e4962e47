from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from deltacrown.accounts.models import User
from tournaments.core.models import Tournament
from tournaments.registration.models import EntryDraft

KEPT_FOR = timedelta(days=90)

Written = Mapping[str, list[str]]


@transaction.atomic
def save_draft(*, tournament: Tournament, by: User, values: Written) -> EntryDraft:
    """Keep what ``by`` has filled in so far, in place of what was kept before.

    A draft is nobody's business but theirs, so nothing is logged and nothing locked.
    """
    draft, _made = EntryDraft.objects.update_or_create(
        tournament=tournament, user=by, defaults={"values": dict(values)}
    )
    return draft


@transaction.atomic
def discard_draft(*, tournament: Tournament, by: User) -> None:
    """Forget what ``by`` has filled in. Without a draft: nothing happens."""
    EntryDraft.objects.filter(tournament=tournament, user=by).delete()


def forget_drafts(moment: datetime) -> int:
    """Delete drafts that nobody can send any more, or has touched for long; how many."""
    over = ~Q(tournament__status=Tournament.Status.PUBLISHED)
    old = EntryDraft.objects.filter(over | Q(saved_at__lt=moment - KEPT_FOR))
    return old.delete()[0]
