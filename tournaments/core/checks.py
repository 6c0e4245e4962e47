"""System checks: limits that would not hold, or not be answered."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from tournaments.core.attempts import ATTEMPTS

AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"
LIMITS = "tournaments.core.middleware.LimitMiddleware"


@register()
def limits_are_answered(**kwargs: Any) -> list[CheckMessage]:
    """Limits count by person, so that they stand inside the authentication."""
    order = [name for name in settings.MIDDLEWARE if name in {AUTHENTICATION, LIMITS}]
    if order == [AUTHENTICATION, LIMITS]:
        return []
    return [
        Error(
            "The limits are not answered, or not by person.",
            hint=f"Put {LIMITS} into MIDDLEWARE, after {AUTHENTICATION}.",
            id="tournaments.E001",
        )
    ]


@register()
def limits_are_numbers(**kwargs: Any) -> list[CheckMessage]:
    """Each limit allows something, within some time, and whatever is counted has one."""
    counted = {attempt.limit for attempts in ATTEMPTS.values() for attempt in attempts}
    faults = [
        name
        for name in counted | settings.RATE_LIMITS.keys()
        if not _is_limit(settings.RATE_LIMITS.get(name))
    ]
    return [
        Error(
            f'RATE_LIMITS["{name}"] must be a number and the seconds of a window, both above 0.',
            id="tournaments.E002",
        )
        for name in sorted(faults)
    ]


@register()
def proxies_are_a_number(**kwargs: Any) -> list[CheckMessage]:
    if settings.TRUSTED_PROXIES >= 0:
        return []
    return [
        Error("TRUSTED_PROXIES must be 0 or the number of proxies.", id="tournaments.E003"),
    ]


def _is_limit(value: Any) -> bool:
    return (
        isinstance(value, tuple | list)
        and len(value) == 2
        and all(isinstance(each, int) and each > 0 for each in value)
    )
