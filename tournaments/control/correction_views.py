"""Putting a result right: what it should be, what that would change, and taking it back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.control import correcting
from tournaments.control.access import for_officials
from tournaments.control.correcting import VOID
from tournaments.control.correction_forms import correction_form
from tournaments.control.forms import PublicReasonForm
from tournaments.control.rules import check_can_correct, check_can_undo
from tournaments.control.views import done_in
from tournaments.core.capabilities import Capability
from tournaments.engine.formats import parse_spec
from tournaments.matches.forms import is_lobby
from tournaments.matches.operations import finished, forfeited, played
from tournaments.matches.queries import visible_matches
from tournaments.matches.sheet import match_sheet


@for_officials(Capability.MANAGE_DISPUTES)
def correct(request, tournament, pk):
    """The form; then what would change, asking for a reason; then the correction itself."""
    match = get_object_or_404(visible_matches().filter(stage__tournament=tournament), pk=pk)
    try:
        check_can_correct(match, tournament, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(match)
    again = "again" in request.POST
    form = correction_form(
        request.POST if request.method == "POST" and not again else None, match=match
    )
    if again or form.is_valid():
        try:
            return _changes(request, match, form, None if again else _verdict(match, form))
        except Refused as refusal:
            if again:
                messages.error(request, refusal.message)
                return redirect(match)
            form.add_error(None, refusal.message)
    return render(request, "tournaments/control/correct.html", _context(match) | {"form": form})


@for_officials(Capability.MANAGE_DISPUTES)
def undo(request, tournament, pk):
    correction = get_object_or_404(tournament.corrections, pk=pk)
    if request.method == "POST":
        return done_in(
            "control:room",
            request,
            tournament,
            lambda: correcting.undo(correction, by=request.user),
            _("The correction is taken back. Everything is as it was before."),
        )
    try:
        check_can_undo(correction, tournament, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("control:room", tournament.slug)
    context = {"tournament": tournament, "correction": correction}
    return render(request, "tournaments/control/undo.html", context)


@for_officials(Capability.MANAGE_DISPUTES)
def void(request, tournament, pk):
    """Take a match out of its table: what would change, then a reason."""
    match = get_object_or_404(visible_matches().filter(stage__tournament=tournament), pk=pk)
    try:
        return _changes(request, match, None, VOID)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(match)


def _changes(request, match, form, verdict):
    """Show what ``verdict`` would change, or correct where that was seen and a reason given."""
    preview = correcting.preview_correction(match=match, verdict=verdict, by=request.user)
    reason = PublicReasonForm(request.POST if "seen" in request.POST else None)
    if reason.is_valid() and request.POST["seen"]:
        try:
            correcting.correct(
                match=match,
                verdict=verdict,
                by=request.user,
                reason=reason.cleaned_data["reason"],
                seen=request.POST["seen"],
            )
        except Refused as refusal:
            reason.add_error(None, refusal.message)
        else:
            messages.success(request, _("The result is corrected."))
            return redirect("control:room", match.tournament.slug)
    context = _context(match) | {
        "preview": preview,
        "form": reason,
        "given": _given(request, form, verdict),
        "is_void": verdict is VOID,
    }
    return render(request, "tournaments/control/correct_preview.html", context)


def _given(request, form, verdict):
    """What the form behind the preview had, so that it comes along."""
    if verdict is VOID:
        return []
    names = ["again"] if verdict is None else [name for name in form.fields if name in request.POST]
    return [(name, request.POST[name]) for name in names]


def _verdict(match, form):
    if is_lobby(match):
        return finished(match, form.cleaned_data["finishes"])
    if form.disqualified:
        return forfeited(form.disqualified, Match.DecidedBy.DISQUALIFICATION)
    if form.absent:
        return forfeited(form.absent)
    return played(match, form.cleaned_data["games"], overtime=form.cleaned_data["overtime"])


def _context(match):
    return {
        "tournament": match.tournament,
        "match": match,
        "sheet": match_sheet(match),
        "is_table": parse_spec(match.stage.spec).is_table,
    }
