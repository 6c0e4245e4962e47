"""Entering and leaving a tournament, and what a registration looks like in between."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from deltacrown.errors import Refused
from tournaments.core.models import Tournament
from tournaments.payments import operations, screens
from tournaments.registration.forms import RosterForm
from tournaments.registration.queries import readable_by
from tournaments.registration.rules import can_withdraw


@never_cache
@login_required
def register(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Tournament.objects.visible().select_related("game", "page")
    tournament = get_object_or_404(visible, slug=slug)
    chosen = request.POST.get("team") or request.GET.get("team")
    context = screens.entry_page(tournament, by=request.user, team_slug=chosen)
    team = context["team"]
    form = RosterForm(request.POST or None, tournament=tournament, team=team) if team else None
    if request.method == "POST" and (form is None or form.is_valid()):
        players = form.cleaned_data["players"] if form else ()
        try:
            registration = operations.enter(
                tournament=tournament, by=request.user, team=team, players=players
            )
        except Refused as refusal:
            context["refusal"] = refusal
        else:
            messages.success(request, _("You are registered: %s.") % registration.reference)
            return redirect(registration)
    context["form"] = form
    return render(request, "tournaments/registration/register.html", context)


@never_cache
@login_required
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    registration = get_object_or_404(readable_by(request.user), reference=reference)
    context = screens.registration_page(registration, by=request.user)
    return render(request, "tournaments/registration/detail.html", context)


@never_cache
@login_required
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    registration = get_object_or_404(readable_by(request.user), reference=reference)
    if request.method == "POST":
        try:
            operations.leave(registration, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The registration is withdrawn."))
        return redirect(registration)
    if not can_withdraw(registration, request.user):
        messages.error(request, _("This registration cannot be withdrawn."))
        return redirect(registration)
    context = screens.registration_page(registration, by=request.user)
    return render(request, "tournaments/registration/withdraw.html", context)
