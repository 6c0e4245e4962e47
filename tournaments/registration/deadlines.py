"""When a status ends by itself."""

from datetime import datetime, timedelta

from django.utils import timezone

from tournaments.core.models import Tournament
from tournaments.registration.models import Registration

Status = Registration.Status


def deadline(tournament: Tournament, status: Registration.Status) -> datetime | None:
    """Until when a registration that takes ``status`` now may stay in it; None for ever."""
    hours = {
        Status.AWAITING_PAYMENT: tournament.payment_hours,
        Status.OFFERED: tournament.offer_hours,
    }.get(status)
    return timezone.now() + timedelta(hours=hours) if hours else None
