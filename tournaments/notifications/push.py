"""Notices that a browser shows by itself: Web Push (RFC 8030, 8291, 8292)."""

import json

import requests
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from py_vapid import Vapid
from pywebpush import WebPushException, webpush

from deltacrown import outbound
from deltacrown.errors import Refused
from tournaments.notifications import vapid
from tournaments.notifications.failures import DeliveryFailed, seconds_of
from tournaments.notifications.models import Notice
from tournaments.notifications.operations.browsers import remove_browser

# A push service takes 4096 bytes; these are characters, of which some take four.
LONGEST_TITLE = 120
LONGEST_BODY = 400
# Seconds that a push service keeps a notice for a browser that is away.
TTL = 24 * 3600
TTL_URGENT = 3600
GONE = {404, 410}


def deliver(notice: Notice) -> None:
    """Hand ``notice`` to the push service of its browser; raises DeliveryFailed.

    A browser that is gone is forgotten, and the notice with it.
    """
    if not vapid.is_on():
        raise DeliveryFailed(_("Push is switched off on this site."), permanent=True)
    try:
        _hand_over(notice)
    except Refused as refusal:
        permanent = refusal.code != "not_found"
        raise DeliveryFailed(refusal.message, permanent=permanent) from refusal
    except requests.RequestException as error:
        message = _("The push service could not be reached.")
        raise DeliveryFailed(message, permanent=False) from error
    except WebPushException as error:
        failure = _failure(error)
        if failure.gone:
            remove_browser(notice.subscription)
        raise failure from error


def payload_of(notice: Notice) -> dict[str, str]:
    """What the service worker shows."""
    return {
        "title": Truncator(notice.subject).chars(LONGEST_TITLE),
        "body": Truncator(notice.text.strip()).chars(LONGEST_BODY),
        "path": notice.path,
        "tag": f"event-{notice.event_id}",
    }


def _hand_over(notice: Notice) -> None:
    browser = notice.subscription
    with outbound.session() as session:
        webpush(
            {
                "endpoint": browser.endpoint,
                "keys": {"p256dh": browser.p256dh, "auth": browser.auth},
            },
            data=json.dumps(payload_of(notice), ensure_ascii=False),
            vapid_private_key=Vapid.from_string(settings.VAPID_PRIVATE_KEY),
            vapid_claims={"sub": settings.VAPID_CONTACT},
            ttl=TTL_URGENT if notice.is_urgent else TTL,
            headers={"urgency": "high" if notice.is_urgent else "normal"},
            requests_session=session,
        )


def _failure(error: WebPushException) -> DeliveryFailed:
    status = error.status_code
    if status is None:
        return DeliveryFailed(_("The keys of this browser are wrong."), permanent=True)
    if status in GONE:
        return DeliveryFailed(_("This browser is gone."), permanent=True, gone=True)
    message = _("The push service did not take the notice (%(status)s).") % {"status": status}
    if status == requests.codes.too_many_requests or status >= 500:
        wait = seconds_of(error.retry_after or "")
        return DeliveryFailed(message, permanent=False, retry_after=wait)
    return DeliveryFailed(message, permanent=True)
