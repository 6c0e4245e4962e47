from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from tournaments.registration import operations, queries

ON_A_PAGE = 20


@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    pages = Paginator(queries.registrations_of(request.user), ON_A_PAGE)
    context = {"page_obj": pages.get_page(request.GET.get("page"))}
    return render(request, "tournaments/registration/mine.html", context)


@require_POST
@login_required
def check_in(request: HttpRequest, reference: str) -> HttpResponse:
    registration = get_object_or_404(queries.readable_by(request.user), reference=reference)
    try:
        operations.check_in(registration, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("You are checked in."))
    return redirect(registration)
