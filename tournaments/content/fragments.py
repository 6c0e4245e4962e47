"""Parts of a tournament's page that a browser fetches again while it is live.

A part knows the version it shows and asks with it (``seen``): as long as nothing happened the
answer is "no content", and what the visitor has scrolled to or opened stays as it is.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tournaments.content.competition import competition, competition_version
from tournaments.control.applying import PAGES
from tournaments.core.models import Tournament
from tournaments.core.operations import tournament_topic


def brackets(request: HttpRequest, slug: str) -> HttpResponse:
    return _part(request, slug, "tournaments/brackets/_brackets.html")


def standings(request: HttpRequest, slug: str) -> HttpResponse:
    return _part(request, slug, "tournaments/brackets/_standings.html")


def _part(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    tournament = get_object_or_404(Tournament.objects.visible().select_related("page"), slug=slug)
    if request.GET.get("seen") == str(competition_version(tournament)):
        return HttpResponse(status=204)
    shown = competition(tournament)
    response = render(request, template, {"tournament": tournament, "competition": shown})
    response.cache_topics = [tournament_topic(tournament.pk), PAGES]
    return response
