"""Calendars: of a tournament, of a team, of one match, and a person's own by a secret address."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deltacrown.teams.models import Team
from tournaments.core.models import Tournament
from tournaments.matches.calendars import calendar_matches, calendar_of, moves_of_gone
from tournaments.matches.models import FeedToken
from tournaments.matches.my_matches import my_matches, own_calendar_matches
from tournaments.matches.operations.feeds import renew_feed, revoke_feed

PUBLIC = "public, max-age=60"
PRIVATE = "private, no-cache"


@require_safe
def of_tournament(request: HttpRequest, slug: str) -> HttpResponseBase:
    tournament = get_object_or_404(Tournament.objects.visible(), slug=slug)
    matches = calendar_matches().filter(stage__tournament=tournament)
    gone = moves_of_gone(tournament)
    content = calendar_of(matches, name=tournament.title, gone=gone)
    return _answer(request, content, name=slug, caching=PUBLIC)


@require_safe
def of_team(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What a team plays, in every tournament that everybody may know about."""
    team = get_object_or_404(Team, slug=slug)
    matches = calendar_matches().filter(sides__entrant__registration__team=team).distinct()
    return _answer(request, calendar_of(matches, name=team.name), name=slug, caching=PUBLIC)


@require_safe
def of_match(request: HttpRequest, pk: int) -> HttpResponseBase:
    match = get_object_or_404(calendar_matches(), pk=pk)
    content = calendar_of([match], name=match.tournament.title)
    return _answer(request, content, name=f"match-{pk}", caching=PUBLIC)


@require_safe
def of_person(request: HttpRequest, token: str) -> HttpResponseBase:
    """A person's own matches, for a calendar that cannot sign in. The address is the key."""
    feeds = FeedToken.objects.select_related("user").filter(user__is_active=True)
    feed = get_object_or_404(feeds, token=token)
    content = calendar_of(own_calendar_matches(feed.user), name=_("My matches"))
    response = _answer(request, content, name="my-matches", caching=PRIVATE)
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    feed = FeedToken.objects.filter(user=request.user).first()
    context = {"matches": my_matches(request.user), "feed": feed}
    return render(request, "tournaments/matches/my_matches.html", context)


@require_POST
@login_required
def renew(request: HttpRequest) -> HttpResponse:
    renew_feed(request.user)
    messages.success(request, _("Your calendar has a new address."))
    return redirect("matches:mine")


@require_POST
@login_required
def revoke(request: HttpRequest) -> HttpResponse:
    revoke_feed(request.user)
    messages.success(request, _("The address of your calendar leads nowhere now."))
    return redirect("matches:mine")


def _answer(request: HttpRequest, content: bytes, *, name: str, caching: str) -> HttpResponseBase:
    """The calendar, or only word that the program which asks has it already."""
    etag = quote_etag(sha256(content).hexdigest()[:32])
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["ETag"], response["Cache-Control"] = etag, caching
    return get_conditional_response(request, etag=etag, response=response)
