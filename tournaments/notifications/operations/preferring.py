from collections.abc import Mapping
from datetime import time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.notifications.kinds import Category
from tournaments.notifications.models import Notice, Preference, Quiet

Channel = Notice.Channel


@transaction.atomic
def prefer(user: User, wanted: Mapping[tuple[str, str], bool]) -> None:
    """Choose channels by category. What waits and is not wanted any more does not go out."""
    Preference.objects.bulk_create(
        [
            Preference(user=user, category=category, channel=channel, is_wanted=is_wanted)
            for (category, channel), is_wanted in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "category", "channel"],
        update_fields=["is_wanted"],
    )
    unwanted = [pair for pair, is_wanted in wanted.items() if not is_wanted]
    if unwanted:
        pairs = [Q(category=category, channel=channel) for category, channel in unwanted]
        waiting = Notice.objects.waiting().filter(recipient=user)
        waiting.filter(_any(pairs)).update(
            failed_at=timezone.now(), last_error="Not wanted any more."
        )


@transaction.atomic
def be_quiet(user: User, *, starts: time | None, ends: time | None, wants_digest: bool) -> None:
    """Choose hours without messages, and one mail a day or each at once.

    What waits for a daily mail goes out by itself when there is none any more.
    """
    Quiet.objects.update_or_create(
        user=user, defaults={"starts": starts, "ends": ends, "wants_digest": wants_digest}
    )
    if not wants_digest:
        Notice.objects.waiting().filter(recipient=user, in_digest=True).update(in_digest=False)


def unsubscribe(user: User, *, category: str, channel: str) -> None:
    """End one category over a channel; without a category, all of them."""
    categories = [category] if category else Category.values
    prefer(user, {(each, channel): False for each in categories})


def _any(conditions: list[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found
