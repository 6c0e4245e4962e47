from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.teams import operations, queries, screens
from deltacrown.teams.forms import EditTeamForm, TeamForm
from deltacrown.teams.models import Team
from deltacrown.teams.views.finding import team_for

TEAMS_ON_A_PAGE = 24


def team_list(request: HttpRequest) -> HttpResponse:
    words, game = request.GET.get("q", "").strip(), request.GET.get("game", "")
    pages = Paginator(queries.team_list(words, game=game), TEAMS_ON_A_PAGE)
    context = {
        "words": words,
        "game": game,
        "games": queries.games(),
        "page_obj": pages.get_page(request.GET.get("page")),
    }
    return render(request, "teams/list.html", context)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team.objects.select_related("game"), slug=slug)
    return render(request, "teams/detail.html", screens.team_page(team, by=request.user))


@login_required
def create(request: HttpRequest) -> HttpResponse:
    form = TeamForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            team = operations.create_team(owner=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            message = _("%(team)s is created. Invite your players.")
            messages.success(request, message % {"team": team})
            return redirect(team)
    return render(request, "teams/create.html", {"form": form})


@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    team = team_for(request, slug, Team.is_run_by)
    form = EditTeamForm(request.POST or None, request.FILES or None, team=team)
    if form.is_valid():
        try:
            operations.update_team(team=team, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The team is saved."))
            return redirect(team)
    return render(request, "teams/edit.html", {"team": team, "form": form})
