"""Registrations in the control room: the list, each by itself, and what officials decide."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from deltacrown.spreadsheets import csv_response
from tournaments.control.access import for_officials
from tournaments.control.forms import ReasonForm, SeedForm
from tournaments.control.queries import SEES_ENTRANTS, may_of
from tournaments.control.readmitting import readmit
from tournaments.control.registration_export import registration_rows
from tournaments.control.registration_forms import FilterForm, NoteForm, RemarksForm
from tournaments.control.registration_queries import registration_list, registration_page
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.payments.operations import approve_entry, turn_away
from tournaments.registration import operations
from tournaments.registration.models import Registration
from tournaments.registration.rules.reviewing import (
    can_approve,
    can_readmit,
    can_request_changes,
)

MANAGES = Capability.MANAGE_REGISTRATIONS


@never_cache
@for_officials(*SEES_ENTRANTS)
def listing(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    form = FilterForm(request.GET)
    context = registration_list(tournament, form.chosen(), request.GET.get("page"))
    context |= {"form": form, "may": may_of(request.official)}
    return render(request, "tournaments/control/registrations/list.html", context)


@never_cache
@for_officials(MANAGES)
def export(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    return csv_response(f"{tournament.slug}-registrations", registration_rows(tournament))


@never_cache
@for_officials(*SEES_ENTRANTS)
def detail(request: HttpRequest, tournament: Tournament, reference: str) -> HttpResponse:
    return _page(request, _find(tournament, reference))


@require_POST
@for_officials(MANAGES)
def approve(request: HttpRequest, tournament: Tournament, reference: str) -> HttpResponse:
    registration = _find(tournament, reference)
    return _do(
        request,
        registration,
        lambda: approve_entry(registration, by=request.user),
        _("%(name)s is approved.") % {"name": registration.name},
    )


@require_POST
@for_officials(MANAGES)
def request_changes(request: HttpRequest, tournament: Tournament, reference: str) -> HttpResponse:
    registration = _find(tournament, reference)
    form = RemarksForm(request.POST, tournament=tournament)
    if form.is_valid():
        try:
            operations.request_changes(
                registration,
                by=request.user,
                remarks=form.remarks(),
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The changes are asked for, within three days."))
            return redirect("control:registration", tournament.slug, reference)
    return _page(request, registration, remarks_form=form)


@require_POST
@for_officials(MANAGES)
def note(request: HttpRequest, tournament: Tournament, reference: str) -> HttpResponse:
    registration = _find(tournament, reference)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, registration, note_form=form)
    text = form.cleaned_data["text"]
    return _do(
        request,
        registration,
        lambda: operations.add_note(registration, by=request.user, text=text),
        _("The note is kept."),
    )


@require_POST
@for_officials(Capability.MODIFY_BRACKETS)
def seed(request: HttpRequest, tournament: Tournament, reference: str) -> HttpResponse:
    registration = _find(tournament, reference)
    form = SeedForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A seed is a number from 1."))
        return redirect("control:registration", tournament.slug, reference)
    return _do(
        request,
        registration,
        lambda: operations.set_seed(registration, form.cleaned_data["seed"], by=request.user),
        _("The seed is set."),
    )


@for_officials(MANAGES)
def reject(request: HttpRequest, tournament: Tournament, reference: str) -> HttpResponse:
    registration = _find(tournament, reference)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _do(
            request,
            registration,
            lambda: turn_away(registration, by=request.user, reason=reason),
            _("The registration is rejected."),
        )
    context = {"tournament": tournament, "registration": registration, "form": form}
    return render(request, "tournaments/control/registrations/reject.html", context)


@for_officials(MANAGES)
def let_in_again(request: HttpRequest, tournament: Tournament, reference: str) -> HttpResponse:
    registration = _find(tournament, reference)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            new = readmit(registration, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            done = _("%(name)s is in again, and checked in.")
            messages.success(request, done % {"name": new.name})
            return redirect("control:registration", tournament.slug, new.reference)
    context = {"tournament": tournament, "registration": registration, "form": form}
    return render(request, "tournaments/control/registrations/readmit.html", context)


def _find(tournament: Tournament, reference: str) -> Registration:
    rows = tournament.registrations.select_related("payment", "registered_by", "team")
    registration = get_object_or_404(rows, reference=reference)
    registration.tournament = tournament
    return registration


def _page(request: HttpRequest, registration: Registration, **forms) -> HttpResponse:
    by, tournament = request.user, registration.tournament
    context = registration_page(registration) | {
        "may": may_of(request.official),
        "can_approve": can_approve(registration, by),
        "can_request_changes": can_request_changes(registration, by),
        "can_readmit": can_readmit(registration, by),
        "remarks_form": RemarksForm(tournament=tournament),
        "note_form": NoteForm(),
    }
    return render(request, "tournaments/control/registrations/detail.html", context | forms)


def _do(
    request: HttpRequest, registration: Registration, operation: Callable[[], object], done: str
) -> HttpResponse:
    """Run the operation, say what came of it, and show the registration."""
    try:
        operation()
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("control:registration", registration.tournament.slug, registration.reference)
