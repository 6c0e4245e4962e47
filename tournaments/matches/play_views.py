"""Running a match: calling it, who is there, and how the sides find each other."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.capabilities import Capability
from tournaments.core.roles import official_of
from tournaments.matches import operations
from tournaments.matches.arrival_screen import arrival_section
from tournaments.matches.models import Fixture
from tournaments.matches.play_forms import RestartForm, RoomForm, TimeForm
from tournaments.matches.play_rules import sees_play
from tournaments.matches.queries import visible_matches


def run_by(request: HttpRequest, pk: int) -> Match:
    """The match; 403 for officials who run none, 404 for everybody else."""
    match = get_object_or_404(visible_matches(), pk=pk)
    official = official_of(request.user, match.tournament)
    if official is None:
        raise Http404
    if not official.may(Capability.REPORT_RESULTS):
        raise PermissionDenied
    return match


def seen_by(request: HttpRequest, pk: int) -> Match:
    """The match; 404 for everybody who neither plays in it nor decides about it."""
    match = get_object_or_404(visible_matches(), pk=pk)
    official = official_of(request.user, match.tournament)
    if not sees_play(match, by=request.user, official=official):
        raise Http404
    return match


@require_GET
@never_cache
@login_required
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the match page that changes while people arrive."""
    match = seen_by(request, pk)
    official = official_of(request.user, match.tournament)
    section = arrival_section(match, by=request.user, official=official)
    context = {"arrival": section, "match": match}
    return render(request, "tournaments/matches/_arrival_now.html", context)


@require_POST
@login_required
def call(request: HttpRequest, pk: int) -> HttpResponse:
    match = run_by(request, pk)
    return _done(request, match, operations.call_match, _("Both sides are told to come."))


@require_POST
@login_required
def start(request: HttpRequest, pk: int) -> HttpResponse:
    match = run_by(request, pk)
    return _done(request, match, operations.start_match, _("The match is live."))


@require_POST
@login_required
def give_time(request: HttpRequest, pk: int) -> HttpResponse:
    match = run_by(request, pk)
    form = TimeForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["minutes"]))
        return _back(match)
    done = _("The sides have more time, and are told.")
    return _done(request, match, operations.give_time, done, **form.cleaned_data)


@require_POST
@login_required
def check_in(request: HttpRequest, pk: int, entrant_pk: int) -> HttpResponse:
    match = seen_by(request, pk)
    side = get_object_or_404(match.sides.select_related("entrant"), entrant=entrant_pk)
    done = _("%(name)s is checked in.") % {"name": side.entrant.name}
    return _done(request, match, operations.check_in_side, done, entrant=side.entrant)


@never_cache
@login_required
def restart(request: HttpRequest, pk: int) -> HttpResponse:
    match = run_by(request, pk)
    form = RestartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            operations.restart_match(match, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The match begins anew, and both sides are told."))
            return _back(match)
    return render(request, "tournaments/matches/restart.html", {"match": match, "form": form})


@never_cache
@login_required
def lobby(request: HttpRequest, pk: int) -> HttpResponse:
    match = run_by(request, pk)
    fixture = Fixture.objects.filter(match=match).first()
    form = RoomForm.of(fixture, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            operations.set_lobby(match, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Both sides see the lobby now."))
            return _back(match)
    context = {"match": match, "form": form, "title": _("Lobby"), "button": _("Save the lobby")}
    return render(request, "tournaments/matches/act.html", context)


def _done(
    request: HttpRequest, match: Match, verb: Callable[..., object], done: str, **words: object
) -> HttpResponse:
    """Do it, say so or why not, and go back to the match."""
    try:
        verb(match, by=request.user, **words)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return _back(match)


def _back(match: Match) -> HttpResponse:
    return redirect(f"{match.get_absolute_url()}#arrival")
