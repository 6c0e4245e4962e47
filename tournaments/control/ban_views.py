"""Whom an organizer keeps out of all its tournaments. Not for staff: they help with one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.control.access import for_organizer
from tournaments.control.people_forms import BanForm, LiftForm
from tournaments.control.people_queries import bans_by
from tournaments.control.views import done_in
from tournaments.core import banning


@for_organizer
def bans(request, tournament):
    form = BanForm(request.POST or None)
    if form.is_valid():
        try:
            banning.ban(
                form.user,
                organizer=tournament.organizer,
                reason=form.cleaned_data["reason"],
                ends_at=form.cleaned_data["ends_at"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error("ends_at" if refusal.code == "past" else "username", refusal.message)
        else:
            messages.success(request, _("%(user)s is banned.") % {"user": form.user.username})
            return redirect("control:bans", tournament.slug)
    context = {"tournament": tournament, "form": form} | bans_by(tournament.organizer)
    return render(request, "tournaments/control/bans.html", context)


@for_organizer
def lift(request, tournament, pk):
    ban = get_object_or_404(tournament.organizer.bans.select_related("user"), pk=pk)
    form = LiftForm(request.POST or None)
    if form.is_valid():
        return done_in(
            "control:bans",
            request,
            tournament,
            lambda: banning.lift(ban, by=request.user, reason=form.cleaned_data["reason"]),
            _("The ban is lifted."),
        )
    context = {"tournament": tournament, "ban": ban, "form": form}
    return render(request, "tournaments/control/lift_ban.html", context)
