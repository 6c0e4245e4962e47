"""Entering and leaving a tournament, and what a registration looks like in between."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.core import limits
from tournaments.core.models import Tournament
from tournaments.payments import operations, screens
from tournaments.registration.choosing import choice_of
from tournaments.registration.models import Registration
from tournaments.registration.queries import readable_by
from tournaments.registration.rules import can_withdraw

Status = Registration.Status


@never_cache
def register(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Tournament.objects.visible().select_related("game", "page")
    tournament = get_object_or_404(visible, slug=slug)
    is_sent = request.method == "POST"
    if is_sent and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    choice = choice_of(tournament, request.user, request.POST, request.GET)
    context = screens.entry_page(choice)
    may_ask = choice.is_made and request.user.is_authenticated and not context["is_in"]
    form = None
    if may_ask and (is_sent or not context["faults"]):
        form = choice.form(request.POST, request.FILES) if is_sent else choice.form()
    if is_sent and (form is None or form.is_valid()):
        try:
            # What is refused is not counted.
            with limits.counted("registration", request.user.pk):
                registration = operations.enter(
                    tournament=tournament, by=request.user, **(form.entry() if form else {})
                )
        except Refused as refusal:
            if form:
                form.refuse(refusal)
            context["refusal"] = refusal
        else:
            messages.success(request, _said(registration))
            return redirect(registration)
    context["form"] = form
    return render(request, "tournaments/registration/register.html", context)


def _said(registration: Registration) -> str:
    message = {
        Status.WAITLISTED: _("You are on the waitlist: %s."),
        Status.NEEDS_REVIEW: _("Your registration is sent: %s."),
        Status.AWAITING_PAYMENT: _("Your place is held: %s. Now pay the entry fee."),
    }.get(Status(registration.status), _("You are registered: %s."))
    return message % registration.reference


@never_cache
@login_required
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    registration = get_object_or_404(readable_by(request.user), reference=reference)
    context = screens.registration_page(registration, by=request.user)
    context["share_address"] = request.build_absolute_uri(
        registration.tournament.get_absolute_url()
    )
    return render(request, "tournaments/registration/detail.html", context)


@require_POST
@login_required
def accept_offer(request: HttpRequest, reference: str) -> HttpResponse:
    registration = get_object_or_404(readable_by(request.user), reference=reference)
    try:
        registration = operations.accept_offer(registration, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _said(registration))
    return redirect(registration)


@never_cache
@login_required
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    registration = get_object_or_404(readable_by(request.user), reference=reference)
    if request.method == "POST":
        try:
            operations.leave(registration, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The registration is withdrawn."))
        return redirect(registration)
    if not can_withdraw(registration, request.user):
        messages.error(request, _("This registration cannot be withdrawn."))
        return redirect(registration)
    context = screens.withdrawal_page(registration)
    return render(request, "tournaments/registration/withdraw.html", context)
