from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.operations import match_topic, room_topic, tournament_topic
from tournaments.core.roles import official_of
from tournaments.matches import operations
from tournaments.matches.arrival_screen import arrival_section
from tournaments.matches.chat_rules import is_of_room
from tournaments.matches.chat_screen import chat_section
from tournaments.matches.dispute_screen import dispute_section
from tournaments.matches.evidence import evidence_section
from tournaments.matches.forms import is_lobby, result_form
from tournaments.matches.queries import visible_matches
from tournaments.matches.reports_screen import report_section
from tournaments.matches.rules import check_can_enter_result
from tournaments.matches.sheet import match_sheet
from tournaments.matches.timing_screen import timing_section
from tournaments.matches.veto_screen import veto_section


def detail(request, pk):
    """Everybody sees a match; who may enter its result also sees the form for it."""
    return match_page(request, get_object_or_404(visible_matches(), pk=pk))


def match_page(request, match, *, evidence_form=None):
    """The page of a match, after a failure with the form for evidence as it was filled in."""
    official = official_of(request.user, match.tournament)
    shown = {"official": official, "evidence_form": evidence_form}
    if official is None:
        return _page(request, match, **shown)
    try:
        check_can_enter_result(match, by=request.user)
    except Refused as refusal:
        return _page(request, match, refusal=refusal, **shown)
    return _page(request, match, form=result_form(match=match), **shown)


@require_safe
@never_cache
@login_required
def work(request, pk):
    """The reports and the dispute, anew; 404 for whoever has no part in the match."""
    match = get_object_or_404(visible_matches(), pk=pk)
    who = {"by": request.user, "official": official_of(request.user, match.tournament)}
    if not is_of_room(match, **who):
        raise Http404
    context = {"match": match} | _work(match, **who)
    return render(request, "tournaments/matches/_work.html", context)


@require_POST
@login_required
def enter_result(request, pk):
    """Enter the result; 403 for officials who enter none, 404 for everybody else."""
    match = get_object_or_404(visible_matches(), pk=pk)
    official = official_of(request.user, match.tournament)
    if official is None:
        raise Http404
    if not official.may(Capability.REPORT_RESULTS):
        raise PermissionDenied
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
    return _page(request, match, official=official, form=form)


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


def _page(request, match, *, official=None, form=None, refusal=None, evidence_form=None):
    has_conflict = refusal is not None and refusal.code == "conflict_of_interest"
    corrects = official is not None and official.may(Capability.MANAGE_DISPUTES)
    who = {"by": request.user, "official": official}
    context = {
        "match": match,
        "tournament": match.tournament,
        "sheet": match_sheet(match),
        "form": form,
        "can_correct": corrects
        and not has_conflict
        and match.status in Match.TERMINAL
        and match.tournament.status == Tournament.Status.LIVE,
        "is_official": official is not None,
        "topics": _topics(match, **who),
        "timing": timing_section(match, **who),
        "veto": veto_section(match, **who),
        "arrival": arrival_section(match, **who),
        "chat": chat_section(match, **who),
        "evidence": evidence_section(match, form=evidence_form, **who),
        # The other reasons against a result the page itself tells.
        "conflict": refusal.message if has_conflict else "",
    }
    response = render(request, "tournaments/matches/detail.html", context | _work(match, **who))
    if request.user.is_authenticated:
        # Who plays in it sees codes, passwords and what was said: no browser keeps that.
        add_never_cache_headers(response)
    return response


def _work(match, *, by, official):
    """What is said of the result, and what this visitor can say."""
    return {
        "reports": report_section(match, by=by, official=official),
        "dispute": dispute_section(match, by=by, official=official),
    }


def _topics(match, *, by, official):
    """What the page follows; the room only for those who may enter it.

    The tournament too: a side comes from another match, and changes this one alone.
    """
    room = is_of_room(match, by=by, official=official)
    return {
        "match": match_topic(match.pk),
        "tournament": tournament_topic(match.tournament.pk),
        "room": room_topic(match.pk) if room else "",
    }
