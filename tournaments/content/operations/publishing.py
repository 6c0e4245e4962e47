"""What pages do to live records: taking effect, going back, moving along."""

from typing import Any

from django.db import transaction

from tournaments.content.models import TournamentPage
from tournaments.control.applying import PAGES, apply_settings
from tournaments.core.versions import raise_versions


@transaction.atomic
def page_went_live(page: Any) -> None:
    """A page was published: the settings of a tournament's page take effect."""
    raise_versions(PAGES)
    if isinstance(page, TournamentPage):
        apply_settings(page)


@transaction.atomic
def page_went_offline(page: Any) -> None:
    raise_versions(PAGES)


@transaction.atomic
def page_moved(page: Any) -> None:
    raise_versions(PAGES)
