"""Which channels of Discord are told: set, try, switch on again, remove."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltacrown.errors import Refused
from deltacrown.teams.models import Team
from tournaments.core.limits import counted
from tournaments.core.models import Organizer
from tournaments.notifications.models import Webhook
from tournaments.notifications.operations import webhooks
from tournaments.notifications.webhook_forms import WebhookForm
from tournaments.notifications.webhook_queries import newest_messages, places_of
from tournaments.notifications.webhook_rules import can_set

OWNERS = {"organizer": Organizer, "team": Team}


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    context = {"places": places_of(request.user)}
    return render(request, "tournaments/notifications/webhooks.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The webhook of one organizer or team, and the form for its address."""
    owner = _owner(request, kind, pk)
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        try:
            with counted("webhook", request.user.pk):
                webhooks.set_webhook(owner, url=form.cleaned_data["url"], by=request.user)
        except Refused as refusal:
            form.add_error("url", refusal.message)
        else:
            messages.success(request, _("The webhook is set. Send a test message now."))
            return redirect("notifications:webhook", kind, pk)
    known = owner.webhooks.select_related("made_by").first()
    context = {
        "kind": kind,
        "owner": owner,
        "webhook": known,
        "sent": newest_messages(known) if known else [],
        "form": form,
    }
    return render(request, "tournaments/notifications/webhook.html", context)


@login_required
@require_POST
def test(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    done = _("The test message is on its way. Look into Discord.")
    return _done(request, kind, pk, webhooks.test_webhook, done)


@login_required
@require_POST
def switch_on(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    done = _("The webhook is switched on. Send a test message now.")
    return _done(request, kind, pk, webhooks.switch_on_webhook, done)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    if request.method == "POST":
        done = _("The webhook is removed.")
        return _done(request, kind, pk, webhooks.remove_webhook, done)
    owner = _owner(request, kind, pk)
    context = {"kind": kind, "owner": owner, "webhook": get_object_or_404(owner.webhooks.all())}
    return render(request, "tournaments/notifications/webhook_remove.html", context)


def _owner(request: HttpRequest, kind: str, pk: int) -> Organizer | Team:
    """Strangers need not know whether somebody has a webhook."""
    if kind not in OWNERS:
        raise Http404
    owner = get_object_or_404(OWNERS[kind], pk=pk)
    if not can_set(owner, by=request.user):
        raise Http404
    return owner


def _done(
    request: HttpRequest, kind: str, pk: int, verb: Callable[..., None], done: str
) -> HttpResponse:
    known: Webhook = get_object_or_404(_owner(request, kind, pk).webhooks.all())
    try:
        with counted("webhook", request.user.pk):
            verb(known, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("notifications:webhook", kind, pk)
