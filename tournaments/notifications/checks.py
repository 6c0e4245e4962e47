"""System check: keys for web push that no push service would take."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from py_vapid import Vapid, VapidException

from tournaments.notifications import vapid


@register()
def push_can_be_signed(**kwargs: Any) -> list[CheckMessage]:
    """Found at start: else every notice to a browser, and the page that offers them, would fail."""
    if not vapid.is_on():
        return []
    claims = {"sub": settings.VAPID_CONTACT, "aud": "https://push.example.org"}
    try:
        Vapid.from_string(settings.VAPID_PRIVATE_KEY).sign(claims)
    except (ValueError, VapidException):
        return [
            Error(
                "VAPID_PRIVATE_KEY is no key, or VAPID_CONTACT neither mailto: nor https:.",
                hint="manage.py vapid prints both.",
                id="tournaments.E004",
            )
        ]
    return []
