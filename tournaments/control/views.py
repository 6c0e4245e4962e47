"""The organizer's control room. Everybody else gets 404: they need not know that it exists."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.brackets.operations import close_ladder, decide_lots, request_round
from tournaments.brackets.rules import check_can_close
from tournaments.control import operations
from tournaments.control.forms import LotsForm, ReasonForm, SeedForm
from tournaments.control.queries import (
    consequences_of_cancelling,
    control_room,
    progress,
    ties,
)
from tournaments.control.rules import check_can_cancel, check_can_complete
from tournaments.control.seeding import request_draw
from tournaments.core.models import Tournament
from tournaments.core.operations import archive as archive_tournament
from tournaments.core.roles import runs
from tournaments.payments.operations import turn_away
from tournaments.registration.operations import set_seed


def for_organizer(view):
    """Find the tournament by its slug, for those who run it."""

    @login_required
    @wraps(view)
    def found(request, slug, **kwargs):
        tournaments = Tournament.objects.select_related("game", "organizer__group", "page")
        tournament = get_object_or_404(tournaments, slug=slug)
        if not runs(request.user, tournament):
            raise Http404
        return view(request, tournament, **kwargs)

    return found


@for_organizer
def room(request, tournament):
    context = control_room(tournament, by=request.user, page=request.GET.get("page"))
    return render(request, "tournaments/control/room.html", context)


@for_organizer
def next_step(request, tournament):
    """The part of the control room that asks again while a worker is at it."""
    if not request.htmx:
        return redirect("control:room", tournament.slug)
    context = progress(tournament)
    if context["step"].is_work:
        return render(request, "tournaments/control/_next_step.html", context)
    return HttpResponseClientRefresh()  # the whole page has changed


@require_POST
@for_organizer
def draw(request, tournament):
    return _do(
        request,
        tournament,
        lambda: request_draw(tournament=tournament, by=request.user),
        _("The draw is queued. It appears here in a moment."),
    )


@require_POST
@for_organizer
def pair(request, tournament, number):
    stage = get_object_or_404(tournament.drawn_stages, number=number)
    return _do(
        request,
        tournament,
        lambda: request_round(stage=stage, by=request.user),
        _("The pairing is queued. It appears here in a moment."),
    )


@for_organizer
def close(request, tournament, number):
    stage = get_object_or_404(tournament.drawn_stages, number=number)
    if request.method == "POST":
        return _do(
            request,
            tournament,
            lambda: close_ladder(stage, by=request.user),
            _("The ladder is closed."),
        )
    waiting = stage.matches.exclude(status__in=Match.TERMINAL).count()
    return _confirm(
        request,
        tournament,
        lambda _tournament, by: check_can_close(stage, by=by),
        "close",
        stage=stage,
        waiting=waiting,
    )


@for_organizer
def complete(request, tournament):
    if request.method == "POST":
        return _do(
            request,
            tournament,
            lambda: operations.complete(tournament, by=request.user),
            _("The tournament is completed. Certificates and notices follow."),
        )
    return _confirm(request, tournament, check_can_complete, "complete")


@for_organizer
def cancel(request, tournament):
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _do(
            request,
            tournament,
            lambda: operations.cancel(tournament, by=request.user, reason=reason),
            _("The tournament is cancelled."),
        )
    context = consequences_of_cancelling(tournament) | {"form": form}
    return _confirm(request, tournament, check_can_cancel, "cancel", **context)


@require_POST
@for_organizer
def archive(request, tournament):
    return _do(
        request,
        tournament,
        lambda: archive_tournament(tournament, by=request.user),
        _("The tournament is archived."),
    )


@require_POST
@for_organizer
def seed(request, tournament, reference):
    registration = get_object_or_404(tournament.registrations, reference=reference)
    form = SeedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A seed is a number from 1."))
        return redirect("control:room", tournament.slug)
    return _do(
        request,
        tournament,
        lambda: set_seed(registration, form.cleaned_data["seed"], by=request.user),
        _("The seed is set."),
    )


@for_organizer
def reject(request, tournament, reference):
    registration = get_object_or_404(tournament.registrations, reference=reference)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _do(
            request,
            tournament,
            lambda: turn_away(registration, by=request.user, reason=reason),
            _("The registration is rejected."),
        )
    context = {"tournament": tournament, "registration": registration, "form": form}
    return render(request, "tournaments/control/reject.html", context)


@for_organizer
def lots(request, tournament, number):
    stage = get_object_or_404(tournament.drawn_stages, number=number)
    tied = [tie["entrants"] for tie in ties(stage)]
    form = LotsForm(request.POST or None, ties=tied)
    if tied and form.is_valid():
        return _do(
            request,
            tournament,
            lambda: decide_lots(stage=stage, order=form.order, by=request.user),
            _("The order is decided."),
        )
    context = {"tournament": tournament, "stage": stage, "form": form}
    return render(request, "tournaments/control/lots.html", context)


def _confirm(request, tournament, check, name, **context):
    """The page that asks again; whoever cannot do it reads why in the control room."""
    try:
        check(tournament, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("control:room", tournament.slug)
    return render(
        request, f"tournaments/control/{name}.html", {"tournament": tournament, **context}
    )


def _do(request, tournament, operation, done):
    """Run the operation, say what came of it, and go back to the control room."""
    return done_in("control:room", request, tournament, operation, done)


def done_in(address, request, tournament, operation, done):
    """Run the operation, say what came of it, and go on to ``address`` of the tournament."""
    try:
        operation()
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(address, tournament.slug)
