"""The card "Notices in this browser"."""

from dataclasses import dataclass

from django.db.models import QuerySet

from deltacrown.accounts.models import User
from tournaments.notifications import vapid
from tournaments.notifications.models import PushSubscription


@dataclass(frozen=True, slots=True)
class BrowserCard:
    """What its template needs; ``public_key`` is what a browser subscribes with."""

    public_key: str
    browsers: QuerySet[PushSubscription]


def browser_card(user: User) -> BrowserCard | None:
    """The card of ``user``; None while the site has no keys for push."""
    if not vapid.is_on():
        return None
    return BrowserCard(vapid.public_key(), user.push_subscriptions.order_by("-pk"))
