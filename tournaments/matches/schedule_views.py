"""The schedule for everybody, the desk where it is made, and what sides propose."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from deltacrown.errors import Refused
from tournaments.brackets.models import Match, Round
from tournaments.core.limits import counted
from tournaments.core.models import Tournament
from tournaments.core.operations import tournament_topic
from tournaments.core.roles import official_of
from tournaments.matches import operations
from tournaments.matches.desk_screen import schedule_desk
from tournaments.matches.models import Proposal
from tournaments.matches.queries import visible_matches
from tournaments.matches.rules import plays_in, side_of
from tournaments.matches.schedule_forms import (
    BreakForm,
    ProposalForm,
    RefereeForm,
    RoundForm,
    StationForm,
    TimingForm,
)
from tournaments.matches.schedule_rules import ASSIGNS, BUILDS
from tournaments.matches.schedule_screen import schedule_screen

View = Callable[..., HttpResponse]


@require_safe
def schedule(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Tournament.objects.visible().select_related("page", "organizer__group")
    tournament = get_object_or_404(visible, slug=slug)
    chosen = {key: request.GET.get(key, "") for key in ("station", "side")}
    context = {
        "tournament": tournament,
        "schedule": schedule_screen(tournament, **chosen),
    }
    response = render(request, "tournaments/matches/schedule.html", context)
    response.cache_topics = [tournament_topic(tournament.pk)]
    return response


def for_officials(*capabilities) -> Callable[[View], View]:
    """Find the tournament for officials with one of ``capabilities``: 403 for the others, and
    404 for everybody else.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def found(request: HttpRequest, slug: str, **kwargs) -> HttpResponse:
            tournaments = Tournament.objects.select_related("organizer__group", "page", "game")
            tournament = get_object_or_404(tournaments, slug=slug)
            official = official_of(request.user, tournament)
            if official is None:
                raise Http404
            if not official.may(*capabilities):
                raise PermissionDenied
            request.official = official
            return view(request, tournament, **kwargs)

        return found

    return decorate


@require_safe
@for_officials(BUILDS, ASSIGNS)
def desk(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    return _desk(request, tournament)


@require_POST
@for_officials(BUILDS)
def add_station(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    form = StationForm(request.POST)
    return _build(request, tournament, form, operations.add_station, station_form=form)


@require_POST
@for_officials(BUILDS)
def add_break(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    form = BreakForm(request.POST)
    return _build(request, tournament, form, operations.add_break, break_form=form)


@require_POST
@for_officials(BUILDS)
def change_station(request: HttpRequest, tournament: Tournament, pk: int) -> HttpResponse:
    """Change a station, or with ``remove`` take it away."""
    station = get_object_or_404(tournament.stations, pk=pk)
    form = StationForm(request.POST, prefix=f"station-{pk}")
    if "remove" in request.POST:
        return _try(
            request, tournament, lambda: operations.remove_station(station, by=request.user)
        )
    if not form.is_valid():
        return _desk(request, tournament, changed={pk: form})
    return _try(
        request,
        tournament,
        lambda: operations.change_station(station, by=request.user, **form.cleaned_data),
    )


@require_POST
@for_officials(BUILDS)
def remove_break(request: HttpRequest, tournament: Tournament, pk: int) -> HttpResponse:
    pause = get_object_or_404(tournament.breaks, pk=pk)
    return _try(request, tournament, lambda: operations.remove_break(pause, by=request.user))


@require_POST
@for_officials(ASSIGNS)
def schedule_round(request: HttpRequest, tournament: Tournament, pk: int) -> HttpResponse:
    round_ = get_object_or_404(Round, pk=pk, stage__tournament=tournament)
    form = RoundForm(request.POST, prefix=f"round-{pk}")
    if form.is_valid():
        try:
            moved = operations.schedule_round(round_, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            told = ngettext(
                "%(number)d match has its time.", "%(number)d matches have their times.", moved
            )
            messages.success(request, told % {"number": moved})
            return redirect("matches:schedule_desk", tournament.slug)
    return _desk(request, tournament, rounds={pk: form})


@login_required
def schedule_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Move one match, or name its referee."""
    match = _match_for_officials(request, pk)
    tournament, fixture = match.tournament, getattr(match, "fixture", None)
    timing = {
        "starts_at": fixture.starts_at if fixture else None,
        "station": fixture.station_id if fixture else None,
    }
    form = TimingForm(request.POST or None, initial=timing, tournament=tournament)
    if request.method == "POST" and form.is_valid():
        try:
            operations.schedule_match(match, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The time and place are set."))
            if request.POST.get("back") == "desk":
                return redirect("matches:schedule_desk", tournament.slug)
            return redirect(match)
    referee = RefereeForm(
        initial={"referee": fixture.referee_id if fixture else None}, tournament=tournament
    )
    context = {"match": match, "form": form, "referee_form": referee}
    return render(request, "tournaments/matches/schedule_match.html", context)


@require_POST
@login_required
def assign_referee(request: HttpRequest, pk: int) -> HttpResponse:
    match = _match_for_officials(request, pk)
    form = RefereeForm(request.POST, tournament=match.tournament)
    try:
        if not form.is_valid():
            raise Refused(_("Choose one of the officials."), code="no_official")
        operations.assign_referee(match, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The referee is set."))
    return redirect(match)


@login_required
def propose_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the other side for another time; 404 for everybody who plays on neither side."""
    match = _match_for_sides(request, pk)
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            side = side_of(request.user, match)
            if side is None:  # a substitute took their place
                raise Refused(_("You do not play for this side."), code="not_in_match")
            with counted("proposal", request.user.pk):
                operations.propose_time(
                    match, entrant=side.entrant, by=request.user, **form.cleaned_data
                )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The other side is asked."))
            return redirect(match)
    context = {"match": match, "form": form}
    return render(request, "tournaments/matches/propose_time.html", context)


@require_POST
@login_required
def answer_proposal(request: HttpRequest, pk: int, proposal_pk: int) -> HttpResponse:
    """Accept it with ``accept``, take the own one back with ``withdraw``; else decline it."""
    match = _match_for_sides(request, pk)
    found = Proposal.objects.select_related("match__stage__tournament")
    proposal = get_object_or_404(found, pk=proposal_pk, match=match)
    try:
        if "withdraw" in request.POST:
            operations.withdraw_proposal(proposal, by=request.user)
        else:
            accept = "accept" in request.POST
            operations.answer_proposal(proposal, accept=accept, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Your answer is noted, and the other side is told."))
    return redirect(match)


def _match_for_officials(request: HttpRequest, pk: int) -> Match:
    found = Match.objects.select_related("stage__tournament__organizer__group", "fixture__station")
    match = get_object_or_404(found, pk=pk)
    official = official_of(request.user, match.tournament)
    if official is None:
        raise Http404
    if not official.may(ASSIGNS):
        raise PermissionDenied
    return match


def _match_for_sides(request: HttpRequest, pk: int) -> Match:
    match = get_object_or_404(visible_matches(), pk=pk)
    if not plays_in(request.user, match):
        raise Http404
    return match


def _build(request, tournament, form, operation, **shown) -> HttpResponse:
    if form.is_valid():
        try:
            operation(tournament, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("matches:schedule_desk", tournament.slug)
    return _desk(request, tournament, **shown)


def _try(request, tournament, operation) -> HttpResponse:
    try:
        operation()
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("matches:schedule_desk", tournament.slug)


def _desk(request: HttpRequest, tournament: Tournament, **shown) -> HttpResponse:
    context = {
        "tournament": tournament,
        "desk": schedule_desk(tournament, official=request.official, **shown),
    }
    return render(request, "tournaments/matches/schedule_desk.html", context)
