from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from tournaments.core import delivery, limits


def deliver_event(first: int, *others: int) -> None:
    """Deliver each event by itself: one that fails keeps none of the others back."""
    try:
        delivery.deliver(first)
    finally:
        if others:
            deliver_event(*others)


def forget_old_limits() -> None:
    """Delete counts of windows that are over, whatever they limited."""
    longest = max(seconds for _number, seconds in settings.RATE_LIMITS.values())
    limits.forget_old(timezone.now() - timedelta(seconds=longest))
