"""A page that was never published, seen in the editor's preview."""

from typing import Any

from tournaments.control.page_settings import settings_of
from tournaments.core.models import Tournament


def as_if_published(page: Any) -> Tournament:
    """The live record that ``page`` would get, not saved. A draft may leave anything empty."""
    settings = {name: value for name, value in settings_of(page).items() if value is not None}
    settings["prizes"] = [prize for prize in settings["prizes"] if prize["first"]]
    tournament = Tournament(
        title=page.title,
        slug=page.slug or "preview",
        status=Tournament.Status.PUBLISHED,
        **settings,
    )
    if not tournament.last_check_in_at:
        tournament.check_in_opens_at = None
    return tournament
