"""Links with which scorekeepers enter the result of one match."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.capabilities import Capability
from tournaments.core.roles import official_of
from tournaments.matches import operations
from tournaments.matches.forms import is_lobby, result_form
from tournaments.matches.models import ScoreLink
from tournaments.matches.queries import visible_matches
from tournaments.matches.rules import check_can_enter_result
from tournaments.matches.sheet import match_sheet


@require_POST
@login_required
def make(request: HttpRequest, pk: int) -> HttpResponse:
    match = _match(request, pk)
    try:
        operations.make_score_link(match, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(match)
    messages.success(request, _("The link is made. Whoever has it enters this result, once."))
    return redirect(f"{match.get_absolute_url()}#score-link")


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    match = _match(request, pk)
    try:
        operations.revoke_score_link(match, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The link is good for nothing any more."))
    return redirect(match)


@never_cache
def score(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link enters the result, once; afterwards it says so."""
    link = ScoreLink.objects.in_force().of_token(token).select_related("made_by").first()
    match = link and visible_matches().filter(pk=link.match_id).first()
    if match is None:
        return _unlisted(render(request, "tournaments/matches/score_over.html", status=404))
    refusal, form = _why_not(match, link), None
    if refusal is None or request.method == "POST":
        form = _form(request, match)
    if form is not None and form.is_valid():
        try:
            operations.enter_by_link(token, **_result(match, form))
        except Refused as refusal_of_result:
            form.add_error(None, refusal_of_result.message)
        else:
            messages.success(request, _("The result is entered. Thank you!"))
            return _unlisted(redirect("matches:score", token))
    context = {
        "match": match,
        "tournament": match.tournament,
        "sheet": match_sheet(match),
        "form": form,
        "refusal": refusal,
    }
    return _unlisted(render(request, "tournaments/matches/score.html", context))


def _form(request: HttpRequest, match: Match) -> Form | None:
    if any(side.entrant is None for side in match.sides.all()):
        return None
    return result_form(request.POST if request.method == "POST" else None, match=match)


def _result(match: Match, form: Form) -> dict:
    if is_lobby(match):
        return {"finishes": form.cleaned_data["finishes"]}
    if form.absent:
        return {"absent": form.absent}
    return {name: form.cleaned_data[name] for name in ("games", "overtime")}


def _why_not(match: Match, link: ScoreLink) -> Refused | None:
    try:
        check_can_enter_result(match, by=link.made_by)
    except Refused as refusal:
        return refusal
    return None


def _match(request: HttpRequest, pk: int) -> Match:
    """404 for everybody who is no official, 403 for officials who enter no results."""
    match = get_object_or_404(visible_matches(), pk=pk)
    official = official_of(request.user, match.tournament)
    if official is None:
        raise Http404
    if not official.may(Capability.REPORT_RESULTS):
        raise PermissionDenied
    return match


def _unlisted(response: HttpResponse) -> HttpResponse:
    """No search engine keeps the address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
