"""Pages that others show: the screen of a venue, an overlay of a stream, a frame of a site."""

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from tournaments.content.competition import competition
from tournaments.content.fragments import visible
from tournaments.content.tv import Wishes, panels
from tournaments.control.applying import PAGES
from tournaments.core.operations import tournament_topic
from tournaments.core.settings import hosts_of
from tournaments.matches.queries import visible_matches
from tournaments.matches.sheet import match_sheet

THEMES = ("dark", "light")


@require_safe
def tv(request: HttpRequest, slug: str) -> HttpResponse:
    """The screen of the venue: ``?every=`` seconds, ``?show=bracket,standings,next``."""
    tournament = visible(slug)
    wishes = Wishes.of(request.GET)
    shown = {
        "tournament": tournament,
        "wishes": wishes,
        "panels": panels(tournament, wishes),
        "topic": tournament_topic(tournament.pk),
    }
    return render(request, "tournaments/content/tv/page.html", shown)


@require_safe
def overlay(request: HttpRequest, pk: int) -> HttpResponse:
    """One match over the picture of a stream: ``?theme=`` dark or light."""
    match = get_object_or_404(visible_matches().select_related("fixture__station"), pk=pk)
    theme = request.GET.get("theme")
    shown = {
        "match": match,
        "sheet": match_sheet(match),
        "theme": theme if theme in THEMES else THEMES[0],
    }
    return render(request, "tournaments/content/overlay/page.html", shown)


@require_safe
@xframe_options_exempt
def embedded_bracket(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The bracket for a frame of those sites alone that the organizer named; else not there."""
    tournament = visible(slug)
    hosts = hosts_of(tournament.embed_hosts)
    if not hosts:
        raise Http404
    shown = {"tournament": tournament, "competition": competition(tournament)}
    response = render(request, "tournaments/content/embed/bracket.html", shown)
    # As a header and not as an attribute of the answer, so that the page cache keeps it.
    ancestors = [f"https://{host}" for host in hosts]
    response[HEADER] = build_policy(replace={"frame-ancestors": ancestors})
    response.cache_topics = [tournament_topic(tournament.pk), PAGES]
    return response
