"""The links with which guests claim their places."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.registration import operations
from tournaments.registration.models import RosterEntry
from tournaments.registration.queries import readable_by
from tournaments.registration.rules.claiming import check_can_renew, why_not_claim

WITH_ALL = ("registration__tournament__game", "registration__tournament__page", "user")


@never_cache
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link sees whose place it is; who is signed in may claim it."""
    entry = RosterEntry.objects.filter(claim_token=token).select_related(*WITH_ALL).first()
    if entry is None:
        return render(request, "tournaments/registration/claim_over.html", status=404)
    refusal = None
    if request.user.is_authenticated:
        if request.method == "POST":
            return _claimed(request, token)
        refusal = why_not_claim(entry.registration, request.user)
    context = {
        "entry": entry,
        "registration": entry.registration,
        "tournament": entry.registration.tournament,
        "refusal": refusal,
    }
    return render(request, "tournaments/registration/claim.html", context)


def _claimed(request: HttpRequest, token: str) -> HttpResponse:
    try:
        entry = operations.claim_place(token, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("registration:claim", token)
    done = _("You play for %(name)s now.")
    messages.success(request, done % {"name": entry.registration.name})
    return redirect(entry.registration)


@require_POST
@login_required
def renew(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    entry = _find(request, reference, pk)
    return _do(
        request,
        entry,
        lambda: operations.renew_link(entry, by=request.user),
        _("There is a new link for %(name)s. The old one is good for nothing."),
    )


@never_cache
@login_required
def free(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Confirmed first: who claimed the place is out."""
    entry = _find(request, reference, pk)
    if request.method == "POST":
        return _do(
            request,
            entry,
            lambda: operations.free_place(entry, by=request.user),
            _("The place of %(name)s is free again, with a new link."),
        )
    try:
        check_can_renew(entry.registration, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(entry.registration)
    context = {"entry": entry, "registration": entry.registration}
    return render(request, "tournaments/registration/claim_free.html", context)


def _find(request: HttpRequest, reference: str, pk: int) -> RosterEntry:
    registration = get_object_or_404(readable_by(request.user), reference=reference)
    entry = get_object_or_404(registration.roster.select_related("user"), pk=pk)
    entry.registration = registration
    return entry


def _do(
    request: HttpRequest, entry: RosterEntry, operation: Callable[[], object], done: str
) -> HttpResponse:
    try:
        operation()
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done % {"name": entry.name})
    return redirect(entry.registration)
