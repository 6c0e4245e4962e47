"""The money of a tournament in the control room: sums, payments, waivers and refunds."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from deltacrown.errors import Refused
from deltacrown.spreadsheets import csv_response
from tournaments.control.access import for_officials
from tournaments.control.finance_forms import (
    MOST_BEST,
    PaymentFilterForm,
    RefundForm,
    WaiveBestForm,
    WaiverForm,
)
from tournaments.control.finance_queries import best_rated, finance_page
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.payments import operations
from tournaments.payments.finance import finance_rows, method_of, payment_list
from tournaments.payments.models import Method, Payment

handles_money = for_officials(Capability.MANAGE_PAYMENTS)


@never_cache
@handles_money
def listing(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    form = PaymentFilterForm(request.GET)
    context = finance_page(tournament, form.chosen(), request.GET.get("page"))
    return render(request, "tournaments/control/finance/list.html", context | {"form": form})


@never_cache
@handles_money
def export(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    return csv_response(f"{tournament.slug}-finance", finance_rows(tournament))


@never_cache
@handles_money
def waive(request: HttpRequest, tournament: Tournament, reference: str) -> HttpResponse:
    payment = _find(tournament, reference)
    form = WaiverForm(request.POST or None)

    def act() -> str:
        operations.waive(payment, by=request.user, reason=form.cleaned_data["reason"])
        return _("The fee of %(name)s is waived.") % {"name": payment.registration.name}

    context = {"payment": payment, "registration": payment.registration}
    return _asked(request, tournament, form, act, "waive", context)


@never_cache
@handles_money
def refund(request: HttpRequest, tournament: Tournament, reference: str) -> HttpResponse:
    payment = _find(tournament, reference)
    form = RefundForm(request.POST or None, paid_by=payment.paid_by)

    def act() -> str:
        how = dict(form.cleaned_data)
        if how["method"] == Method.SSLCOMMERZ:
            operations.refund_online(payment, by=request.user, note=how["note"])
        else:
            operations.refund(payment, by=request.user, **how)
        return _("The refund of %(name)s is noted.") % {"name": payment.registration.name}

    context = {"payment": payment, "registration": payment.registration}
    context["paid_by"] = method_of(payment)
    return _asked(request, tournament, form, act, "refund", context)


@never_cache
@handles_money
def waive_best(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    form = WaiveBestForm(request.POST or None)

    def act() -> str:
        waived = len(operations.waive_top(tournament, by=request.user, **form.cleaned_data))
        message = ngettext("%(count)s fee is waived.", "%(count)s fees are waived.", waived)
        return message % {"count": waived}

    context = {"best": best_rated(tournament, MOST_BEST)}
    return _asked(request, tournament, form, act, "waive_best", context)


def _asked(
    request: HttpRequest,
    tournament: Tournament,
    form,
    act: Callable[[], str],
    page: str,
    context: dict,
) -> HttpResponse:
    """Ask first; done, or refused with the reason at the form."""
    if form.is_valid():
        try:
            done = act()
        except Refused as refusal:
            at = refusal.code if refusal.code in form.fields else None
            form.add_error(at, refusal.message)
        else:
            messages.success(request, done)
            return redirect("control:finance", tournament.slug)
    context |= {"tournament": tournament, "form": form}
    return render(request, f"tournaments/control/finance/{page}.html", context)


def _find(tournament: Tournament, reference: str) -> Payment:
    payment = get_object_or_404(payment_list(tournament), registration__reference=reference)
    payment.registration.tournament = tournament
    return payment
