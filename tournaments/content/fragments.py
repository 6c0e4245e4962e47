"""Parts of pages that a browser fetches again when something happened (static/js/live.js).

Each answer carries a mark of its bytes, and the browser asks with the mark it has: as long as
the part looks as before the answer is "not modified", whatever else happened.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deltacrown.unchanged import kept_unless_known
from tournaments.content.competition import competition
from tournaments.content.tv import Wishes, panels
from tournaments.control.applying import PAGES
from tournaments.core.models import Tournament
from tournaments.core.operations import match_topic, tournament_topic
from tournaments.matches.now import counts_of, now_of
from tournaments.matches.queries import visible_matches
from tournaments.matches.schedule_screen import schedule_screen
from tournaments.matches.sheet import match_sheet


@require_safe
def brackets(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _of_competition(request, slug, "tournaments/brackets/_brackets.html")


@require_safe
def standings(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _of_competition(request, slug, "tournaments/brackets/_standings.html")


@require_safe
def now(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What is played and what comes next, with the counters above."""
    tournament = visible(slug)
    shown = {"tournament": tournament, "now": now_of(tournament)}
    return _part(request, tournament, "tournaments/content/_now.html", shown)


@require_safe
def counters(request: HttpRequest, slug: str) -> HttpResponseBase:
    """How many matches are over, left and under way."""
    tournament = visible(slug)
    shown = {"now": counts_of(tournament)}
    return _part(request, tournament, "tournaments/content/_counters.html", shown)


@require_safe
def schedule(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What is played when; of one station or side, as the page of the schedule was asked."""
    tournament = visible(slug)
    chosen = {key: request.GET.get(key, "") for key in ("station", "side")}
    shown = {"schedule": schedule_screen(tournament, **chosen, now=this_minute())}
    return _part(request, tournament, "tournaments/matches/_schedule.html", shown)


@require_safe
def tv(request: HttpRequest, slug: str) -> HttpResponseBase:
    tournament = visible(slug)
    shown = {"tournament": tournament, "panels": panels(tournament, Wishes.of(request.GET))}
    return _part(request, tournament, "tournaments/content/tv/_panels.html", shown)


@require_safe
def match(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The head of a match's page: who plays, how it stands."""
    return _of_match(request, pk, "tournaments/matches/_live.html")


@require_safe
def overlay(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _of_match(request, pk, "tournaments/content/overlay/_match.html")


def this_minute() -> datetime:
    """What is estimated from it looks the same for a minute, if nothing happens."""
    return timezone.now().replace(second=0, microsecond=0)


def visible(slug: str) -> Tournament:
    return get_object_or_404(Tournament.objects.visible().select_related("page"), slug=slug)


def _of_competition(request: HttpRequest, slug: str, template: str) -> HttpResponseBase:
    tournament = visible(slug)
    shown = {"tournament": tournament, "competition": competition(tournament)}
    return _part(request, tournament, template, shown)


def _of_match(request: HttpRequest, pk: int, template: str) -> HttpResponseBase:
    found = get_object_or_404(visible_matches().select_related("fixture__station"), pk=pk)
    shown = {"match": found, "sheet": match_sheet(found)}
    return _part(request, found.tournament, template, shown, match_topic(found.pk))


def _part(
    request: HttpRequest, tournament: Tournament, template: str, shown: dict[str, Any], *topics: str
) -> HttpResponseBase:
    response = render(request, template, shown)
    wanted = [tournament_topic(tournament.pk), PAGES, *topics]
    return kept_unless_known(request, response, topics=wanted)
