"""Check-in by officials: the list of who is there, and the code at the door."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.control.access import for_officials
from tournaments.control.registration_forms import ExtendForm, ForcedForm
from tournaments.control.registration_queries import check_in_list, registration_page
from tournaments.control.views import done_in
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import may
from tournaments.registration import operations
from tournaments.registration.models import Registration
from tournaments.registration.rules.reviewing import can_readmit

MANAGES = Capability.MANAGE_REGISTRATIONS


@never_cache
@for_officials(MANAGES)
def check_ins(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    words, who = request.GET.get("q", "")[:60], request.GET.get("who", "")
    context = check_in_list(tournament, by=request.user, words=words, who=who)
    return render(request, "tournaments/control/registrations/check_in.html", context)


@require_POST
@for_officials(MANAGES)
def check_in(request: HttpRequest, tournament: Tournament, reference: str) -> HttpResponse:
    """Check in from the list, inside the window, and come back to the list as it was."""
    registration = get_object_or_404(tournament.registrations, reference=reference)
    try:
        operations.check_in(registration, by=request.user)
    except Refused as refusal:
        messages.error(request, f"{registration.name}: {refusal.message}")
    else:
        done = _("%(name)s is checked in.") % {"name": registration.name}
        messages.success(request, done)
    address = reverse("control:check_ins", args=[tournament.slug])
    return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)


@require_POST
@for_officials(MANAGES)
def extend(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    form = ExtendForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Extend check-in by 15, 30 or 60 minutes."))
        return redirect("control:check_ins", tournament.slug)
    minutes = form.cleaned_data["minutes"]
    return done_in(
        "control:check_ins",
        request,
        tournament,
        lambda: operations.extend_check_in(tournament, minutes=minutes, by=request.user),
        _("Check-in is extended, and those who are missing are told."),
    )


@never_cache
@login_required
def door(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Where the code at the door leads: officials check in, players find their own page."""
    rows = Registration.objects.select_related("tournament__organizer__group", "payment", "team")
    registration = get_object_or_404(rows, tournament__slug=slug, reference=reference)
    if not may(request.user, registration.tournament, MANAGES):
        if Registration.objects.made_by(request.user).filter(pk=registration.pk).exists():
            return redirect(registration)
        raise Http404
    page = registration_page(registration)
    is_sent = request.method == "POST"
    form = None if page["in_window"] else ForcedForm(request.POST if is_sent else None)
    if is_sent and (form is None or form.is_valid()):
        try:
            _let_through(registration, form, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("%(name)s is checked in.") % {"name": registration.name})
        return redirect("control:door", slug, reference)
    context = page | {"form": form, "can_readmit": can_readmit(registration, request.user)}
    return render(request, "tournaments/control/registrations/door.html", context)


def _let_through(registration: Registration, form: ForcedForm | None, *, by) -> None:
    if form is None:
        operations.check_in(registration, by=by)
    else:
        reason = form.cleaned_data["reason"]
        operations.force_check_in(registration, by=by, reason=reason)
