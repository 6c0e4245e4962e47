"""Leaving a tournament under way: the organizer's page, and that of the entrant's own people."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.control import operations
from tournaments.control.access import for_officials
from tournaments.control.forms import LeaveForm, ReasonForm
from tournaments.control.queries import open_matches_of
from tournaments.control.rules import TAKES_OUT, check_can_drop_out
from tournaments.control.views import done_in
from tournaments.core.models import Tournament
from tournaments.registration.models import Entrant, Registration


@for_officials(*TAKES_OUT)
def take_out(request, tournament, reference):
    """The organizer withdraws or disqualifies an entrant."""
    entrant = get_object_or_404(tournament.entrants, registration__reference=reference)
    form = LeaveForm(request.POST or None)
    if form.is_valid():
        how = form.cleaned_data["left_by"]
        leave = {
            Entrant.LeftBy.WITHDRAWAL: operations.withdraw_entrant,
            Entrant.LeftBy.DISQUALIFICATION: operations.disqualify_entrant,
        }[how]
        return done_in(
            "control:room",
            request,
            tournament,
            lambda: leave(entrant, by=request.user, reason=form.cleaned_data["reason"]),
            _("%(name)s is out. Its open matches went to the opponents.") % {"name": entrant},
        )
    context = {
        "tournament": tournament,
        "entrant": entrant,
        "form": form,
        "open_matches": open_matches_of(entrant),
    }
    return render(request, "tournaments/control/take_out.html", context)


@login_required
def drop_out(request, slug, reference):
    """Who plays for an entrant takes it out; 404 for everybody else."""
    own = Registration.objects.made_by(request.user).filter(reference=reference)
    visible = Tournament.objects.visible().filter(slug=slug)
    entrant = (
        Entrant.objects.filter(registration__in=own, tournament__in=visible)
        .select_related("registration__team", "tournament__organizer__group")
        .first()
    )
    if entrant is None:
        raise Http404
    try:
        check_can_drop_out(entrant, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(entrant.registration)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            operations.withdraw_entrant(
                entrant, by=request.user, reason=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("You have left the tournament."))
        return redirect(entrant.registration)
    context = {
        "tournament": entrant.tournament,
        "entrant": entrant,
        "form": form,
        "open_matches": open_matches_of(entrant),
    }
    return render(request, "tournaments/control/drop_out.html", context)
