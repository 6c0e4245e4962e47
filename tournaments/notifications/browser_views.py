"""Notices that a browser shows: on, off, and the worker that shows them."""

from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from deltacrown.errors import Refused
from tournaments.core.limits import counted
from tournaments.notifications.browser_card import browser_card
from tournaments.notifications.browser_forms import SubscriptionForm
from tournaments.notifications.operations import browsers

MINUTES_10 = 600
# Names that browsers give themselves; the first that fits, since most name others too.
NAMES = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome"}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"}


@require_safe
@cache_control(public=True, max_age=MINUTES_10)
def service_worker(request: HttpRequest) -> FileResponse:
    """At the top of the site, since a worker serves only what lies below its own address."""
    file = Path(finders.find("js/service-worker.js"))
    return FileResponse(file.open("rb"), content_type="text/javascript")


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    context = {"card": browser_card(request.user)}
    return render(request, "tournaments/notifications/browsers.html", context)


@login_required
@require_POST
def subscribe(request: HttpRequest) -> JsonResponse:
    """Asked by the script of the card."""
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return _refused(_("The browser did not say where to send."))
    try:
        with counted("push_subscription", request.user.pk):
            name = name_of(request.headers.get("User-Agent", ""))
            browsers.subscribe(request.user, **form.cleaned_data, browser=name)
    except Refused as refusal:
        return _refused(refusal.message)
    return JsonResponse({}, status=201)


@login_required
@require_POST
def unsubscribe(request: HttpRequest) -> JsonResponse:
    browsers.unsubscribe(request.user, endpoint=request.POST.get("endpoint", ""))
    return JsonResponse({})


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a browser by its row: a phone that was lost."""
    browsers.remove_browser(get_object_or_404(request.user.push_subscriptions, pk=pk))
    messages.success(request, _("The browser is removed."))
    return redirect("notifications:browsers")


def name_of(user_agent: str) -> str:
    """What people call the browser: Firefox, Android."""
    browser = _first(NAMES, user_agent) or ("Safari" if "Safari/" in user_agent else "")
    system = _first(SYSTEMS, user_agent) or ("Mac" if "Mac OS X" in user_agent else "")
    system = system or ("Linux" if "Linux" in user_agent else "")
    return ", ".join(filter(None, (browser, system))) or _("Browser")


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in names.items() if sign in user_agent), "")


def _refused(message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=400)
