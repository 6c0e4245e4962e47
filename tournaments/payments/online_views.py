"""Paying online: to the provider, back from it, and what it says by itself."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.core.limits import counted
from tournaments.payments import operations
from tournaments.payments.models import Method
from tournaments.payments.providers import online
from tournaments.payments.queries import payments_of

OUTCOMES = frozenset({"success", "fail", "cancel"})


@never_cache
@require_POST
@login_required
def pay_online(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a session and go on to it: by a page, since a form may not lead to another host."""
    payment = get_object_or_404(payments_of(request.user), registration__reference=reference)
    with counted("checkout", request.user.pk):
        pass  # the attempt counts, whatever becomes of it
    try:
        start = operations.start_checkout(payment, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(payment.registration)
    context = {"payment": payment, "registration": payment.registration, "url": start.url}
    return render(request, "tournaments/payments/pay_online.html", context)


@csrf_exempt
@never_cache
def come_back(request: HttpRequest, reference: str, outcome: str) -> HttpResponse:
    """Where the provider sends the payer with a form of its own, so without a session.

    Whatever the form claims is a hint like any other; the page of the registration tells what
    is true.
    """
    if outcome not in OUTCOMES:
        raise Http404
    if online() and request.method == "POST":
        with suppress(Refused):
            operations.note_callback(Method.SSLCOMMERZ, request.POST.dict())
    return redirect("registration:detail", reference)


@csrf_exempt
@never_cache
@require_POST
def callback(request: HttpRequest, method: str) -> HttpResponse:
    """What the provider says from machine to machine. The answer is quick; the work is queued."""
    if method != Method.SSLCOMMERZ or not online():
        raise Http404
    try:
        operations.note_callback(method, request.POST.dict())
    except Refused as refusal:
        return HttpResponse(refusal.code, status=400, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
