"""One decision on many registrations: each stands for itself and is reported for itself."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.control.access import for_officials
from tournaments.control.forms import ReasonForm
from tournaments.control.registration_forms import Bulk, BulkForm
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.payments.operations import approve_entry, turn_away
from tournaments.registration.models import Registration
from tournaments.registration.operations import check_in


@require_POST
@for_officials(Capability.MANAGE_REGISTRATIONS)
def decide(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    """Do to each ticked registration what was chosen; a rejection asks for its reason first."""
    form = BulkForm(request.POST, tournament=tournament)
    if not form.is_valid():
        messages.error(request, _("Tick at least one registration, and choose what to do."))
        return redirect(_back(request, tournament))
    action = Bulk(form.cleaned_data["action"])
    ticked = list(
        tournament.registrations.filter(reference__in=form.cleaned_data["reference"]).order_by(
            "number"
        )
    )
    reason = ""
    if action == Bulk.REJECT:
        reasons = ReasonForm(request.POST if "reason" in request.POST else None)
        if not reasons.is_valid():
            return _ask_why(request, tournament, ticked, reasons)
        reason = reasons.cleaned_data["reason"]
    _report(request, action, _decide(request, ticked, _verb(action, request.user, reason)))
    return redirect(_back(request, tournament))


def _verb(action: Bulk, by: User, reason: str) -> Callable[[Registration], object]:
    return {
        Bulk.APPROVE: lambda each: approve_entry(each, by=by),
        Bulk.CHECK_IN: lambda each: check_in(each, by=by),
        Bulk.REJECT: lambda each: turn_away(each, by=by, reason=reason),
    }[action]


def _decide(
    request: HttpRequest, ticked: list[Registration], verb: Callable[[Registration], object]
) -> int:
    """How many it was done to; each in a transaction of its own, so that none waits for all."""
    done = 0
    for registration in ticked:
        try:
            verb(registration)
        except Refused as refusal:
            messages.error(request, f"{registration.name}: {refusal.message}")
        else:
            done += 1
    return done


def _report(request: HttpRequest, action: Bulk, count: int) -> None:
    if not count:
        return
    message = {
        Bulk.APPROVE: ngettext(
            "%(count)s registration approved.", "%(count)s registrations approved.", count
        ),
        Bulk.CHECK_IN: ngettext(
            "%(count)s registration checked in.", "%(count)s registrations checked in.", count
        ),
        Bulk.REJECT: ngettext(
            "%(count)s registration rejected.", "%(count)s registrations rejected.", count
        ),
    }[action]
    messages.success(request, message % {"count": count})


def _ask_why(
    request: HttpRequest, tournament: Tournament, ticked: list[Registration], form: ReasonForm
) -> HttpResponse:
    context = {
        "tournament": tournament,
        "registrations": ticked,
        "form": form,
        "back": _back(request, tournament),
    }
    return render(request, "tournaments/control/registrations/reject_many.html", context)


def _back(request: HttpRequest, tournament: Tournament) -> str:
    """The list as it was filtered."""
    wanted = request.POST.get("back", "")
    own = reverse("control:registrations", args=[tournament.slug])
    is_own = wanted.startswith(own) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_own else own
