"""Panels of the page editor."""

from typing import Any

from wagtail.admin.panels import HelpPanel

from tournaments.content.queries import settings_in_force


class SettingsInForcePanel(HelpPanel):
    """What is in force on the live record, above the words that are being edited."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("template", "tournaments/content/admin/settings_in_force.html")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | settings_in_force(self.instance)
