from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.notifications.browser_rules import (
    check_can_be_pushed,
    check_is_the_same_browser,
    check_keys,
)
from tournaments.notifications.models import PushSubscription

MOST_BROWSERS = 10


@transaction.atomic
def subscribe(
    user: User, *, endpoint: str, p256dh: str, auth: str, browser: str = ""
) -> PushSubscription:
    """Show notices of ``user`` in the browser behind ``endpoint``.

    A browser shows those of one person: who signs in there after another takes it over, and what
    still waits for the other does not come there. Beyond the most that one person may have, the
    oldest goes.
    """
    check_keys(p256dh=p256dh, auth=auth)
    check_can_be_pushed(endpoint)
    known = PushSubscription.objects.select_for_update().filter(endpoint=endpoint).first()
    if known:
        check_is_the_same_browser(known, p256dh=p256dh, auth=auth)
        if known.user_id != user.pk:
            known.delete()
    longest = PushSubscription._meta.get_field("browser").max_length
    subscription, _is_new = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={"user": user, "p256dh": p256dh, "auth": auth, "browser": browser[:longest]},
    )
    newest = user.push_subscriptions.order_by("-pk").values_list("pk", flat=True)
    PushSubscription.objects.filter(pk__in=list(newest[MOST_BROWSERS:])).delete()
    return subscription


def unsubscribe(user: User, *, endpoint: str) -> None:
    """Show nothing more in this browser, if it is one of ``user``."""
    user.push_subscriptions.filter(endpoint=endpoint).delete()


def remove_browser(subscription: PushSubscription) -> None:
    """Forget a browser, which may be lost or gone, and what was sent there."""
    PushSubscription.objects.filter(pk=subscription.pk).delete()
