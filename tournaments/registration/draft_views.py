"""The draft of a registration: saved while somebody writes, or by a button without a script."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tournaments.core.models import Tournament
from tournaments.registration import operations
from tournaments.registration.choosing import choice_of
from tournaments.registration.drafts import written_in


@require_POST
@login_required
def save(request: HttpRequest, slug: str) -> HttpResponse:
    tournament = get_object_or_404(Tournament.objects.visible().select_related("game"), slug=slug)
    choice = choice_of(tournament, request.user, request.POST)
    draft = operations.save_draft(
        tournament=tournament, by=request.user, values=written_in(choice.form(), request.POST)
    )
    if request.htmx:
        context = {"draft": draft, "is_new": True}
        return render(request, "tournaments/registration/_draft_note.html", context)
    messages.success(request, _("Draft saved. It waits here for you; nothing is registered yet."))
    return redirect("registration:register", slug=slug)


@require_POST
@login_required
def start_over(request: HttpRequest, slug: str) -> HttpResponse:
    tournament = get_object_or_404(Tournament.objects.visible(), slug=slug)
    operations.discard_draft(tournament=tournament, by=request.user)
    return redirect("registration:register", slug=slug)
