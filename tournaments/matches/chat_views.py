"""The room of a match: for those who play in it and those who look after it, and nobody else."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.capabilities import Capability
from tournaments.core.roles import official_of
from tournaments.matches import operations
from tournaments.matches.chat_rules import MODERATES, OF_ROOMS, can_read
from tournaments.matches.chat_screen import chat_section
from tournaments.matches.models import ChatMessage
from tournaments.matches.play_forms import MessageForm, ReportMessageForm, SidesForm
from tournaments.matches.queries import visible_matches


def _room(request: HttpRequest, pk: int) -> Match:
    """The match; 404 for everybody who does not read its room."""
    match = get_object_or_404(visible_matches(), pk=pk)
    if not can_read(match, by=request.user):
        raise Http404
    return match


def _looked_after(request: HttpRequest, pk: int, *capabilities: Capability) -> Match:
    """The match; 403 for readers of its room who do not look after it."""
    match = _room(request, pk)
    official = official_of(request.user, match.tournament)
    if official is None or not official.may(*capabilities):
        raise PermissionDenied
    return match


@require_GET
@never_cache
@login_required
def chat(request: HttpRequest, pk: int) -> HttpResponse:
    """The messages, as a part of the match page; with ?all a page of every one."""
    match = _room(request, pk)
    if "all" in request.GET:
        return _page(request, match)
    return render(request, "tournaments/matches/_chat_list.html", _context(request, match))


@require_POST
@never_cache
@login_required
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a message; htmx gets the messages and an empty form, others the match page."""
    match = _room(request, pk)
    form = MessageForm(request.POST)
    is_written = False
    if form.is_valid():
        try:
            operations.write_message(match, by=request.user, **form.cleaned_data)
            is_written = True
        except Refused as refusal:
            form.add_error(None, refusal.message)
    if request.headers.get("HX-Request") == "true":
        context = _context(request, match, form=None if is_written else form)
        return render(request, "tournaments/matches/_chat_written.html", context)
    return _back(match) if is_written else _page(request, match, form=form)


@never_cache
@login_required
def report_message(request: HttpRequest, pk: int, message_pk: int) -> HttpResponse:
    match = _room(request, pk)
    message = get_object_or_404(match.chat_messages, pk=message_pk, hidden_at=None)
    form = ReportMessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            operations.report_message(message, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The officials look at the message."))
            return _back(match)
    return _act(
        request,
        match,
        form,
        title=_("Report a message"),
        button=_("Report the message"),
        quoted=message,
    )


@never_cache
@login_required
def message_sides(request: HttpRequest, pk: int) -> HttpResponse:
    match = _looked_after(request, pk, *OF_ROOMS)
    form = SidesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            operations.message_sides(match, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Both sides are told."))
            return _back(match)
    title = _("Write to both sides")
    return _act(request, match, form, title=title, button=_("Send to both sides"))


@require_POST
@login_required
def hide_message(request: HttpRequest, pk: int, message_pk: int) -> HttpResponse:
    done = _("The message is hidden from the players.")
    return _moderate(request, pk, message_pk, operations.hide_message, done)


@require_POST
@login_required
def keep_message(request: HttpRequest, pk: int, message_pk: int) -> HttpResponse:
    done = _("The message may stand.")
    return _moderate(request, pk, message_pk, operations.keep_message, done)


def _moderate(
    request: HttpRequest, pk: int, message_pk: int, verb: Callable[..., ChatMessage], done: str
) -> HttpResponse:
    match = _looked_after(request, pk, *MODERATES)
    message = get_object_or_404(match.chat_messages, pk=message_pk)
    try:
        verb(message, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return _back(match)


def _context(request: HttpRequest, match: Match, **shown: object) -> dict[str, object]:
    official = official_of(request.user, match.tournament)
    section = chat_section(match, by=request.user, official=official, **shown)
    return {"chat": section, "match": match}


def _page(request: HttpRequest, match: Match, *, form: MessageForm | None = None) -> HttpResponse:
    """The room alone, with every message."""
    context = _context(request, match, form=form, everything=True)
    return render(request, "tournaments/matches/chat.html", context)


def _act(request: HttpRequest, match: Match, form: forms.Form, **words: object) -> HttpResponse:
    context = {"match": match, "form": form, "anchor": "#chat", **words}
    return render(request, "tournaments/matches/act.html", context)


def _back(match: Match) -> HttpResponse:
    return redirect(f"{match.get_absolute_url()}#chat")
