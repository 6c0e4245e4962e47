"""How long the page cache may keep what this room shows."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from tournaments.control.applying import PAGES
from tournaments.core.models import Tournament
from tournaments.core.operations import LISTED, tournament_topic
from tournaments.core.queries import next_boundary_of_any

# The counts on cards change without a new version of the list: they may be this old.
LIST_SECONDS = 15


class ListsTournaments:
    """A page that lists tournaments."""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        since = timezone.now()
        response = super().serve(request, *args, **kwargs)
        latest = since + timedelta(seconds=LIST_SECONDS)
        response.cache_topics = [LISTED, PAGES]
        response.cache_until = min(next_boundary_of_any(since) or latest, latest)
        return response


def shows(response: HttpResponseBase, tournament: Tournament, *, since: datetime) -> None:
    """Declare that ``response`` shows ``tournament`` as it was at ``since``."""
    response.cache_topics = [tournament_topic(tournament.pk), PAGES]
    response.cache_until = tournament.next_boundary_after(since)
