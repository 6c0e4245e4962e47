"""The map veto. Everybody watches; the sides ban, pick and choose where they begin."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.capabilities import Capability
from tournaments.core.roles import official_of
from tournaments.matches import operations
from tournaments.matches.play_views import run_by
from tournaments.matches.queries import visible_matches
from tournaments.matches.rules import plays_in
from tournaments.matches.veto_screen import veto_section

LONGEST_MAP = 60


@never_cache
def veto(request: HttpRequest, pk: int) -> HttpResponse:
    """The board, as a part of the match page; sent there, a map is banned or picked."""
    if request.method == "POST":
        return take(request, pk)
    return _part(request, get_object_or_404(visible_matches(), pk=pk))


@login_required
def take(request: HttpRequest, pk: int) -> HttpResponse:
    match = _played_by(request, pk)
    return _done(request, match, operations.veto_map, map=request.POST.get("map", "")[:LONGEST_MAP])


@require_POST
@login_required
def choose_start(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    match = _played_by(request, pk)
    side = request.POST.get("side", "")
    return _done(request, match, operations.choose_start, number=number, side=side)


@require_POST
@login_required
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    match = get_object_or_404(visible_matches(), pk=pk)
    if not plays_in(request.user, match):
        match = run_by(request, pk)
    return _done(request, match, operations.begin_veto)


def _played_by(request: HttpRequest, pk: int) -> Match:
    """The match; 404 for everybody who does not play in it or enters its result."""
    match = get_object_or_404(visible_matches(), pk=pk)
    official = official_of(request.user, match.tournament)
    is_official = official is not None and official.may(Capability.REPORT_RESULTS)
    if not is_official and not plays_in(request.user, match):
        raise Http404
    return match


def _done(
    request: HttpRequest, match: Match, verb: Callable[..., object], **words: object
) -> HttpResponse:
    """Do it; for htmx the board follows, else the match, with the reason where it was refused."""
    refusal = ""
    try:
        verb(match, by=request.user, **words)
    except Refused as refused:
        refusal = refused.message
    if request.headers.get("HX-Request") == "true":
        return _part(request, match, refusal=refusal)
    if refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _("Done. The other side sees it at once."))
    return redirect(f"{match.get_absolute_url()}#veto")


def _part(request: HttpRequest, match: Match, *, refusal: str = "") -> HttpResponse:
    official = official_of(request.user, match.tournament)
    section = veto_section(match, by=request.user, official=official)
    context = {"veto": section, "match": match, "refusal": refusal}
    return render(request, "tournaments/matches/_veto_board.html", context)
