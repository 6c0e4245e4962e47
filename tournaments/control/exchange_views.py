"""Changing the places of two entrants before a stage has begun: choose, look, confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.control import draw_edits
from tournaments.control.access import for_officials
from tournaments.control.exchange_forms import ExchangeForm
from tournaments.control.forms import PublicReasonForm
from tournaments.control.rules import check_can_order
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament


@for_officials(Capability.MODIFY_BRACKETS)
def exchange(request: HttpRequest, tournament: Tournament, number: int) -> HttpResponse:
    stage = get_object_or_404(tournament.drawn_stages, number=number)
    stage.tournament = tournament
    try:
        check_can_order(stage, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("control:room", tournament.slug)
    form = ExchangeForm(request.POST or None, stage=stage)
    if form.is_valid():
        try:
            return _changes(request, stage, form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    entries = stage.entries.select_related("entrant", "group").order_by("seed")
    context = {"tournament": tournament, "stage": stage, "form": form, "entries": entries}
    return render(request, "tournaments/control/exchange.html", context)


def _changes(request: HttpRequest, stage, form: ExchangeForm) -> HttpResponse:
    """Show what would change, or change it where that was seen and a reason given."""
    pair = {**form.cleaned_data, "by": request.user}
    preview = draw_edits.preview_exchange(stage, **pair)
    reason = PublicReasonForm(request.POST if "seen" in request.POST else None)
    if reason.is_valid() and request.POST["seen"]:
        try:
            draw_edits.exchange(
                stage, **pair, reason=reason.cleaned_data["reason"], seen=request.POST["seen"]
            )
        except Refused as refusal:
            reason.add_error(None, refusal.message)
        else:
            messages.success(request, _("They have changed places."))
            return redirect("control:room", stage.tournament.slug)
    context = {
        "tournament": stage.tournament,
        "stage": stage,
        "preview": preview,
        "form": reason,
        "given": [(name, entrant.pk) for name, entrant in form.cleaned_data.items()],
        **form.cleaned_data,
    }
    return render(request, "tournaments/control/exchange_preview.html", context)
