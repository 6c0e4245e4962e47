"""Panels of the page editor."""

from typing import Any

from django.utils import timezone
from wagtail.admin.panels import HelpPanel

from tournaments.control.applying import is_translation
from tournaments.core.models import Tournament


class SettingsInForcePanel(HelpPanel):
    """What is in force on the live record, above the words that are being edited."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("template", "tournaments/content/admin/settings_in_force.html")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | _in_force(self.instance)


def _in_force(page: Any) -> dict[str, Any]:
    """The live record behind ``page`` and how it stands; none before the first publish."""
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
