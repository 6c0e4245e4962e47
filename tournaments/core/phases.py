"""Phases of a published tournament: computed from the clock, never stored."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from tournaments.core.settings import TournamentSettings


class Phase(models.TextChoices):
    ANNOUNCED = "announced", _("Announced")
    REGISTRATION_OPEN = "registration_open", _("Registration open")
    REGISTRATION_FULL = "registration_full", _("Full")
    REGISTRATION_CLOSED = "registration_closed", _("Registration closed")
    CHECK_IN = "check_in", _("Check-in open")
    READY_TO_DRAW = "ready_to_draw", _("Ready for the draw")


def phase(settings: TournamentSettings, moment: datetime, *, is_full: bool) -> Phase:
    """The phase at ``moment``. Each window holds its first second and not its last."""
    opens, closes = settings.registration_opens_at, settings.last_registration_at
    check_in, check_in_ends = settings.check_in_opens_at, settings.last_check_in_at
    if check_in and check_in <= moment < check_in_ends:
        return Phase.CHECK_IN
    if opens and moment < opens:
        return Phase.ANNOUNCED
    if not closes or moment < closes:
        return Phase.REGISTRATION_FULL if is_full else Phase.REGISTRATION_OPEN
    if check_in and moment < check_in:
        return Phase.REGISTRATION_CLOSED
    return Phase.READY_TO_DRAW


def next_boundary(settings: TournamentSettings, moment: datetime) -> datetime | None:
    """The first moment after ``moment`` at which the phase may change by itself."""
    times = (
        settings.registration_opens_at,
        settings.last_registration_at,
        settings.check_in_opens_at,
        settings.last_check_in_at,
        settings.starts_at,
    )
    return min((time for time in times if time and time > moment), default=None)
