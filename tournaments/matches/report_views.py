"""The sides say what a match ended with."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.matches import operations
from tournaments.matches.queries import visible_matches
from tournaments.matches.report_forms import ConfirmForm, ReportForm
from tournaments.matches.report_rules import check_can_report
from tournaments.matches.rules import plays_in
from tournaments.matches.sheet import match_sheet


@never_cache
@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report; 404 for everybody who does not play in the match."""
    match = own_match(request, pk)
    try:
        check_can_report(match, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(match)
    form = ReportForm(request.POST or None, match=match)
    if form.is_valid():
        try:
            operations.report_result(match, by=request.user, **_said(form))
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _came_of(match))
            return redirect(match)
    context = {
        "match": match,
        "tournament": match.tournament,
        "sheet": match_sheet(match),
        "form": form,
    }
    return render(request, "tournaments/matches/report.html", context)


@require_POST
@login_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the same as the other side."""
    match = own_match(request, pk)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say which report you confirm."))
        return redirect(match)
    try:
        operations.confirm_report(match, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _came_of(match))
    return redirect(match)


def own_match(request: HttpRequest, pk: int) -> Match:
    """A match in which the visitor plays."""
    match = get_object_or_404(visible_matches(), pk=pk)
    if not plays_in(request.user, match):
        raise Http404
    return match


def _said(form: ReportForm) -> dict:
    return {name: form.cleaned_data[name] for name in ("games", "overtime", "note")}


def _came_of(match: Match) -> str:
    """What the visitor learns of the report they have just made."""
    status = Match.objects.values_list("status", flat=True).get(pk=match.pk)
    return {
        Match.Status.COMPLETED: _("Both sides said the same: the result stands."),
        Match.Status.DISPUTED: _("The other side said something else, so an official decides."),
    }.get(status, _("Your report is with the other side now."))
