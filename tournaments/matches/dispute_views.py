"""A dispute from the day it is opened to its ruling."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.roles import official_of
from tournaments.matches import operations
from tournaments.matches.dispute_rules import can_see_dispute, check_can_open
from tournaments.matches.dispute_screen import dispute_page
from tournaments.matches.evidence import evidence_section
from tournaments.matches.models import Dispute
from tournaments.matches.queries import visible_matches
from tournaments.matches.report_forms import DisputeForm, RulingForm, TextForm
from tournaments.matches.reports_screen import latest_dispute
from tournaments.matches.sheet import match_sheet


@never_cache
@login_required
def open_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Open one; 404 for everybody who neither plays in the match nor decides about it."""
    match = _match(request, pk)
    try:
        check_can_open(match, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(match)
    form = DisputeForm(request.POST or None)
    if form.is_valid():
        try:
            dispute = operations.open_dispute(match, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The dispute is open. Add what shows how it went."))
            return redirect(dispute)
    context = _context(match) | {"form": form}
    return render(request, "tournaments/matches/open_dispute.html", context)


@never_cache
@login_required
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest dispute of the match, to its players and to the officials who decide."""
    match = _match(request, pk)
    return _page(request, match, _dispute(match))


@require_POST
@login_required
def take(request: HttpRequest, pk: int) -> HttpResponse:
    dispute = _dispute(_match(request, pk))
    done = _("It is yours now.")
    return _do(request, dispute, lambda: operations.take_dispute(dispute, by=request.user), done)


@require_POST
@login_required
def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_text(request, pk, operations.escalate, _("The dispute is handed on."))


@require_POST
@login_required
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_text(request, pk, operations.dismiss, _("The dispute is dismissed."))


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    dispute = _dispute(_match(request, pk))
    done = _("The dispute is taken back.")
    return _do(request, dispute, lambda: operations.cancel_dispute(dispute, by=request.user), done)


@require_POST
@login_required
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    match = _match(request, pk)
    dispute = _dispute(match)
    form = RulingForm(request.POST, match=match)
    if form.is_valid():
        try:
            _rule(dispute, form, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        if form.is_valid():
            messages.success(request, _("The ruling stands, and the match is completed."))
            return redirect(dispute)
    return _page(request, match, dispute, ruling=form)


def _rule(dispute: Dispute, form: RulingForm, *, by) -> None:
    if verdict := form.verdict():
        operations.rule(dispute, verdict=verdict, text=form.cleaned_data["text"], by=by)


def _with_text(
    request: HttpRequest, pk: int, operation: Callable[..., object], done: str
) -> HttpResponse:
    dispute = _dispute(_match(request, pk))
    form = TextForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why, in a sentence or two: both sides read it."))
        return redirect(dispute)
    text = form.cleaned_data["text"]
    return _do(request, dispute, lambda: operation(dispute, text=text, by=request.user), done)


def _do(
    request: HttpRequest, dispute: Dispute, operation: Callable[[], object], done: str
) -> HttpResponse:
    try:
        operation()
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(dispute)


def _match(request: HttpRequest, pk: int) -> Match:
    match = get_object_or_404(visible_matches(), pk=pk)
    if not can_see_dispute(match, by=request.user):
        raise Http404
    return match


def _dispute(match: Match) -> Dispute:
    found = latest_dispute(match)
    if found is None:
        raise Http404
    found.match = match
    return found


def _page(
    request: HttpRequest, match: Match, dispute: Dispute, *, ruling: RulingForm | None = None
) -> HttpResponse:
    official = official_of(request.user, match.tournament)
    page = dispute_page(dispute, match, by=request.user, ruling=ruling)
    if ruling is not None and page.ruling is None:  # somebody was quicker, or may not rule
        for error in ruling.non_field_errors():
            messages.error(request, error)
    context = _context(match) | {
        "page": page,
        "is_official": official is not None,
        "evidence": evidence_section(match, by=request.user, official=official),
    }
    return render(request, "tournaments/matches/dispute.html", context)


def _context(match: Match) -> dict:
    return {"match": match, "tournament": match.tournament, "sheet": match_sheet(match)}
