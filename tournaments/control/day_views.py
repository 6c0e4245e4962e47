"""The match-day screen: all that goes on, and what an official does about it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deltacrown.unchanged import unless_known
from tournaments.control import day_acting
from tournaments.control.access import for_officials
from tournaments.control.day import day_screen
from tournaments.control.day_forms import ActForm
from tournaments.control.queries import may_of
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament

SHOWN = 3  # names of matches in a message


@require_safe
@never_cache
@for_officials()
def day(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    return render(request, "tournaments/control/day.html", _context(request, tournament))


@require_safe
@for_officials()
def part(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    """What changes by itself: fetched again when the tournament does."""
    response = render(request, "tournaments/control/_day.html", _context(request, tournament))
    response["Cache-Control"] = "private, no-cache"
    return unless_known(request, response)


@require_POST
@for_officials(Capability.REPORT_RESULTS)
def act(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    """Call, start or write to matches: one, those that are ticked, or a whole round."""
    form = ActForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data
        matches = chosen["match"] or day_acting.ready_of_round(tournament, chosen["round"])
        outcome = day_acting.act(
            tournament, matches, chosen["act"], by=request.user, text=chosen["text"]
        )
        _tell(request, chosen["act"], outcome)
    else:
        for errors in form.errors.values():
            messages.error(request, errors[0])
    return redirect("control:day", tournament.slug)


@require_POST
@for_officials(Capability.REPORT_RESULTS)
def act_one(request: HttpRequest, tournament: Tournament, pk: int, act: str) -> HttpResponse:
    """Call or start one match, whatever is ticked; 404 for any other act."""
    if act not in day_acting.OF_ONE:
        raise Http404
    _tell(request, act, day_acting.act(tournament, [pk], act, by=request.user))
    return redirect("control:day", tournament.slug)


def _tell(request: HttpRequest, act: str, outcome: day_acting.Outcome) -> None:
    if outcome.done:
        messages.success(request, _done(act, outcome.done))
    for reason, titles in outcome.refusals.items():
        names = ", ".join(titles[:SHOWN])
        more = len(titles) - SHOWN
        if more > 0:
            names = _("%(names)s and %(more)d more") % {"names": names, "more": more}
        messages.error(request, _("%(names)s: %(reason)s") % {"names": names, "reason": reason})
    if not outcome.done and not outcome.refusals:
        messages.info(request, _("Nothing of it can be done now."))


def _done(act: str, number: int) -> str:
    words = {
        "call": ngettext("%(count)s match is called.", "%(count)s matches are called.", number),
        "start": ngettext("%(count)s match has begun.", "%(count)s matches have begun.", number),
        "message": ngettext(
            "The message went to %(count)s match.", "The message went to %(count)s matches.", number
        ),
    }
    return words[act] % {"count": number}


def _context(request: HttpRequest, tournament: Tournament) -> dict:
    return {
        "tournament": tournament,
        "day": day_screen(tournament),
        "may": may_of(request.official),
    }
