"""The control room of a tournament, for its organizer and its staff."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.brackets.operations import close_ladder, decide_lots, request_round
from tournaments.brackets.rules import check_can_close
from tournaments.control import operations
from tournaments.control.access import for_officials
from tournaments.control.forms import LotsForm, ReasonForm
from tournaments.control.queries import (
    consequences_of_cancelling,
    control_room,
    progress,
    ties,
)
from tournaments.control.rules import check_can_cancel, check_can_complete
from tournaments.control.seeding import request_draw
from tournaments.core.capabilities import Capability
from tournaments.core.operations import archive as archive_tournament


@for_officials()
def room(request, tournament):
    context = control_room(tournament, by=request.user, official=request.official)
    return render(request, "tournaments/control/room.html", context)


@for_officials()
def next_step(request, tournament):
    """The part of the control room that asks again while a worker is at it."""
    if not request.htmx:
        return redirect("control:room", tournament.slug)
    context = progress(tournament, request.official)
    if context["step"].is_work:
        return render(request, "tournaments/control/_next_step.html", context)
    return HttpResponseClientRefresh()  # the whole page has changed


@require_POST
@for_officials(Capability.MODIFY_BRACKETS)
def draw(request, tournament):
    return _do(
        request,
        tournament,
        lambda: request_draw(tournament=tournament, by=request.user),
        _("The draw is queued. It appears here in a moment."),
    )


@require_POST
@for_officials(Capability.MODIFY_BRACKETS)
def pair(request, tournament, number):
    stage = get_object_or_404(tournament.drawn_stages, number=number)
    return _do(
        request,
        tournament,
        lambda: request_round(stage=stage, by=request.user),
        _("The pairing is queued. It appears here in a moment."),
    )


@for_officials(Capability.MODIFY_BRACKETS)
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


@for_officials(Capability.MANAGE_SETTINGS)
def complete(request, tournament):
    if request.method == "POST":
        return _do(
            request,
            tournament,
            lambda: operations.complete(tournament, by=request.user),
            _("The tournament is completed. Certificates and notices follow."),
        )
    return _confirm(request, tournament, check_can_complete, "complete")


@for_officials(Capability.MANAGE_SETTINGS)
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
@for_officials(Capability.MANAGE_SETTINGS)
def archive(request, tournament):
    return _do(
        request,
        tournament,
        lambda: archive_tournament(tournament, by=request.user),
        _("The tournament is archived."),
    )


@for_officials(Capability.MODIFY_BRACKETS)
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
