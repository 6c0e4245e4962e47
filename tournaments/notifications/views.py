from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltacrown.accounts.models import User
from deltacrown.unchanged import unless_known
from tournaments.notifications import operations
from tournaments.notifications.browser_card import browser_card
from tournaments.notifications.forms import PreferencesForm
from tournaments.notifications.kinds import Category
from tournaments.notifications.models import Notice
from tournaments.notifications.queries import (
    CHOSEN,
    inbox_of,
    quiet_of,
    unread_count,
    wanted_by,
    zones_of,
)
from tournaments.notifications.unsubscribing import read_token
from tournaments.notifications.webhook_queries import places_of

ON_A_PAGE = 30
MARKS = {
    "read": operations.read,
    "unread": operations.unread,
    "archive": operations.archive,
}


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    category = request.GET.get("category", "")
    notices = Paginator(inbox_of(request.user, category=category), ON_A_PAGE)
    context = {
        "page_obj": notices.get_page(request.GET.get("page")),
        "categories": Category.choices,
        "category": category,
        "unread": unread_count(request.user),
    }
    return render(request, "tournaments/notifications/inbox.html", context)


@login_required
@require_safe
def badge(request: HttpRequest) -> HttpResponseBase:
    """The part of the header that a live page fetches again."""
    answer = render(request, "tournaments/notifications/_badge.html")
    answer["Cache-Control"] = "private, no-cache"
    return unless_known(request, answer)


@login_required
@require_safe
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a notice, and go where it leads."""
    notice = _own(request, pk)
    operations.read(notice)
    leads = notice.path != "/" and url_has_allowed_host_and_scheme(notice.path, None)
    return redirect(notice.path if leads else "notifications:inbox")


@login_required
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    verb = MARKS.get(request.POST.get("as", ""))
    if verb is None:
        raise Http404
    verb(_own(request, pk))
    return _back(request)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    operations.read_all(request.user, category=request.GET.get("category", ""))
    return _back(request)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    quiet = quiet_of(request.user)
    wanted = wanted_by(request.user)
    form = PreferencesForm(request.POST or None, instance=quiet, wanted=wanted)
    if form.is_valid():
        hours = {name: form.cleaned_data[name] for name in ("starts", "ends", "wants_digest")}
        operations.prefer(request.user, form.wanted)
        operations.be_quiet(request.user, **hours)
        messages.success(request, _("Your choices are saved."))
        return redirect("notifications:settings")
    context = {
        "form": form,
        "channels": CHOSEN,
        "zone": zones_of([request.user.pk])[request.user.pk],
        "card": browser_card(request.user),
        "may_set_webhooks": bool(places_of(request.user)),
    }
    return render(request, "tournaments/notifications/preferences.html", context)


@csrf_exempt  # the token is the permission; mail programs post without a form (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Leave one category of mails by the link in one of them, signed in or not."""
    leave = read_token(token)
    user = leave and User.objects.filter(pk=leave.user_id).first()
    if leave is None or user is None:
        return render(request, "tournaments/notifications/unsubscribe_unknown.html", status=404)
    if request.method == "POST":
        operations.unsubscribe(user, category=leave.category, channel=leave.channel)
    context = {
        "what": Category(leave.category).label if leave.category else "",
        "channel": Notice.Channel(leave.channel).label,
        "is_done": request.method == "POST",
    }
    return render(request, "tournaments/notifications/unsubscribe.html", context)


def _own(request: HttpRequest, pk: int) -> Notice:
    return get_object_or_404(request.user.notices.filter(channel=Notice.Channel.INBOX), pk=pk)


def _back(request: HttpRequest) -> HttpResponse:
    """To the inbox as it was looked at."""
    query = request.GET.urlencode()
    return redirect(f"{reverse('notifications:inbox')}{'?' if query else ''}{query}")
