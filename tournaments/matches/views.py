from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.core.roles import runs
from tournaments.matches import operations
from tournaments.matches.forms import is_lobby, result_form
from tournaments.matches.queries import visible_matches
from tournaments.matches.rules import check_can_enter_result
from tournaments.matches.sheet import match_sheet


def detail(request, pk):
    """Everybody sees a match; its organizer also sees the form for the result."""
    match = get_object_or_404(visible_matches(), pk=pk)
    try:
        check_can_enter_result(match, by=request.user)
    except Refused as refusal:
        return _page(request, match, refusal=refusal)
    return _page(request, match, form=result_form(match=match))


@require_POST
@login_required
def enter_result(request, pk):
    """Enter the result; only for those who run the tournament, 404 for everybody else."""
    match = get_object_or_404(visible_matches(), pk=pk)
    if not runs(request.user, match.tournament):
        raise Http404
    if any(side.entrant is None for side in match.sides.all()):
        messages.error(request, _("This match still waits for its sides."))
        return redirect(match)
    form = result_form(request.POST, match=match)
    if form.is_valid():
        try:
            _enter(match, form, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The result is entered."))
            return redirect(match)
    return _page(request, match, form=form)


def _enter(match, form, *, by):
    if is_lobby(match):
        operations.enter_finishes(match=match, finishes=form.cleaned_data["finishes"], by=by)
    elif form.absent:
        operations.forfeit(match=match, absent=form.absent, by=by)
    else:
        operations.enter_result(
            match=match,
            games=form.cleaned_data["games"],
            overtime=form.cleaned_data["overtime"],
            by=by,
        )


def _page(request, match, *, form=None, refusal=None):
    against = refusal.code if refusal else ""
    context = {
        "match": match,
        "tournament": match.tournament,
        "sheet": match_sheet(match),
        "form": form,
        "can_correct": against == "decided"
        and match.status == Match.Status.COMPLETED
        and match.tournament.status == Tournament.Status.LIVE,
        "is_official": against != "not_organizer",
        # The other reasons against a result the page itself tells.
        "conflict": refusal.message if against == "conflict_of_interest" else "",
    }
    return render(request, "tournaments/matches/detail.html", context)
