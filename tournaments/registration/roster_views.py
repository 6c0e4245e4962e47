"""Who plays in a registration: its team until rosters lock, substitutes after that."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from deltacrown.errors import Refused
from tournaments.registration import operations
from tournaments.registration.models import Registration
from tournaments.registration.queries import readable_by
from tournaments.registration.roster_forms import RosterForm, SubstitutionForm
from tournaments.registration.roster_page import substitutions_of
from tournaments.registration.rules.rostering import check_can_ask, check_can_change_roster


@never_cache
@login_required
def roster(request: HttpRequest, reference: str) -> HttpResponse:
    """Change who plays, until rosters lock."""
    registration = _find(request, reference)
    try:
        check_can_change_roster(registration, by=request.user)
    except Refused as refusal:
        return _refused(request, registration, refusal)
    form = RosterForm(
        request.POST or None, request.FILES or None, registration=registration, user=request.user
    )
    if form.is_valid():
        try:
            operations.set_roster(registration, by=request.user, **form.roster())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The roster is changed."))
            return redirect(registration)
    return _page(request, "roster", registration, form=form)


@never_cache
@login_required
def substitutions(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a substitution, once rosters are locked."""
    registration = _find(request, reference)
    try:
        check_can_ask(registration, by=request.user)
    except Refused as refusal:
        return _refused(request, registration, refusal)
    form = SubstitutionForm(request.POST or None, registration=registration)
    if form.is_valid():
        try:
            operations.ask_substitution(registration, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Asked. The officials decide, and you are told."))
            return redirect(registration)
    asked = substitutions_of(registration)
    return _page(request, "roster_substitute", registration, form=form, substitutions=asked)


def _find(request: HttpRequest, reference: str) -> Registration:
    return get_object_or_404(readable_by(request.user), reference=reference)


def _refused(request: HttpRequest, registration: Registration, refusal: Refused) -> HttpResponse:
    messages.error(request, refusal.message)
    return redirect(registration)


def _page(
    request: HttpRequest, name: str, registration: Registration, **context: object
) -> HttpResponse:
    context |= {"registration": registration, "tournament": registration.tournament}
    return render(request, f"tournaments/registration/{name}.html", context)
