from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from deltacrown.teams import operations, queries
from deltacrown.teams.forms import FreeAgentForm, InviteAgentForm, OpenTeamForm
from deltacrown.teams.models import Listing

LISTINGS_ON_A_PAGE = 20


def free_agents(request: HttpRequest) -> HttpResponse:
    context = _list(request, queries.free_agents)
    return render(request, "teams/free_agents.html", context)


def open_teams(request: HttpRequest) -> HttpResponse:
    user = request.user
    led = queries.led_teams(user).values_list("pk", flat=True) if user.is_authenticated else []
    context = _list(request, queries.open_teams) | {"led": set(led)}
    return render(request, "teams/open_teams.html", context)


def _list(request: HttpRequest, listings: Callable[[str], QuerySet[Listing]]) -> dict:
    game = request.GET.get("game", "")
    pages = Paginator(listings(game), LISTINGS_ON_A_PAGE)
    return {
        "page_obj": pages.get_page(request.GET.get("page")),
        "game": game,
        "games": queries.games(),
    }


@login_required
def post_free_agent(request: HttpRequest) -> HttpResponse:
    form = FreeAgentForm(request.POST or None)
    if form.is_valid():
        try:
            operations.look_for_team(user=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your listing is open. Teams can invite you now."))
            return redirect("teams:free_agents")
    return render(request, "teams/post_free_agent.html", {"form": form})


@login_required
def post_open_team(request: HttpRequest) -> HttpResponse:
    teams = queries.led_teams(request.user)
    form = OpenTeamForm(request.POST or None, teams=teams)
    if form.is_valid():
        try:
            operations.look_for_players(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The listing is open. Players can ask to join now."))
            return redirect("teams:open_teams")
    return render(request, "teams/post_open_team.html", {"form": form, "teams": teams})


@require_POST
@login_required
def close_listing(request: HttpRequest, pk: int) -> HttpResponse:
    listing = get_object_or_404(Listing.objects.select_related("team"), pk=pk)
    try:
        operations.close_listing(listing, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal
    messages.success(request, _("The listing is closed."))
    return redirect("teams:open_teams" if listing.team_id else "teams:free_agents")


@login_required
def invite_agent(request: HttpRequest, pk: int) -> HttpResponse:
    listing = get_object_or_404(queries.free_agents(), pk=pk)
    teams = queries.led_teams(request.user)
    form = InviteAgentForm(request.POST or None, teams=teams)
    if form.is_valid():
        try:
            made = operations.invite_agent(listing=listing, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(user)s is invited.") % {"user": made.user})
            return redirect("teams:free_agents")
    context = {"listing": listing, "teams": teams, "form": form}
    return render(request, "teams/invite_agent.html", context)
