from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.teams import operations, queries
from deltacrown.teams.forms import MemberForm, TeamForm
from deltacrown.teams.models import Membership, Team

TEAMS_ON_A_PAGE = 24


def team_list(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    pages = Paginator(queries.team_list(words), TEAMS_ON_A_PAGE)
    context = {"words": words, "page_obj": pages.get_page(request.GET.get("page"))}
    return render(request, "teams/list.html", context)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    return _detail_page(request, get_object_or_404(Team, slug=slug), MemberForm())


@login_required
def create(request: HttpRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if form.is_valid():
        try:
            team = operations.create_team(captain=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, _("%(team)s is created. Add your players.") % {"team": team})
            return redirect(team)
    return render(request, "teams/create.html", {"form": form})


@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    team = _captained_team(request, slug)
    form = TeamForm(request.POST or None, initial={"name": team.name, "tag": team.tag})
    if form.is_valid():
        try:
            operations.update_team(team=team, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, _("The team is saved."))
            return redirect(team)
    return render(request, "teams/edit.html", {"team": team, "form": form})


@login_required
def add_member(request: HttpRequest, slug: str) -> HttpResponse:
    team = _captained_team(request, slug)
    form = MemberForm(request.POST or None)
    if form.is_valid():
        try:
            member = operations.add_member(team=team, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("username", refusal.message)
        else:
            messages.success(request, _("%(user)s is in the team.") % {"user": member.user})
            return redirect(team)
    return _detail_page(request, team, form)


@login_required
def remove_member(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    team = _captained_team(request, slug)
    member = _member(team, username)
    if request.method == "POST":
        try:
            operations.remove_member(team=team, user=member.user, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("%(user)s is out of the team.") % {"user": member.user})
        return redirect(team)
    return render(request, "teams/remove_member.html", {"team": team, "member": member})


@login_required
def hand_over(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    team = _captained_team(request, slug)
    member = _member(team, username)
    if request.method == "POST":
        try:
            operations.hand_over(team=team, to=member.user, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("%(user)s is the captain now.") % {"user": member.user})
        return redirect(team)
    return render(request, "teams/hand_over.html", {"team": team, "member": member})


@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    member = _member(team, request.user.username)
    if request.method == "POST":
        try:
            operations.leave_team(team=team, user=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("You have left %(team)s.") % {"team": team})
        return redirect(team)
    return render(request, "teams/leave.html", {"team": team, "member": member})


def _captained_team(request: HttpRequest, slug: str) -> Team:
    team = get_object_or_404(Team, slug=slug)
    if not team.is_captained_by(request.user):
        raise PermissionDenied
    return team


def _member(team: Team, username: str) -> Membership:
    members = team.memberships.select_related("user")
    return get_object_or_404(members, user__username__iexact=username)


def _detail_page(request: HttpRequest, team: Team, form: MemberForm) -> HttpResponse:
    members = queries.member_list(team)
    own = queries.membership_in(members, request.user)
    context = {
        "team": team,
        "members": members,
        "own": own,
        "is_captain": own is not None and own.role == Membership.Role.CAPTAIN,
        "form": form,
    }
    return render(request, "teams/detail.html", context)
