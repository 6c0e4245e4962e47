"""Reads for the screens of editors."""

from typing import Any

from django.utils import timezone

from tournaments.control.applying import is_translation
from tournaments.core.models import Tournament


def settings_in_force(page: Any) -> dict[str, Any]:
    """What stands above the editor of a tournament's ``page``; no tournament before its time."""
    if page.pk is None:
        return {"tournament": None}
    tournament = Tournament.objects.behind(page).select_related("page").first()
    if tournament is None:
        return {"tournament": None, "is_translation": is_translation(page)}
    held = tournament.registrations.holding_a_place().count()
    return {
        "tournament": tournament,
        "is_translation": tournament.page_id != page.pk,
        "places_held": held,
        "phase": tournament.phase_at(timezone.now(), places_held=held),
    }
