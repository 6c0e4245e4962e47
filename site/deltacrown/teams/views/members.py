from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.teams import operations, rules
from deltacrown.teams.forms import RoleForm
from deltacrown.teams.models import Team
from deltacrown.teams.views.finding import member_of, team_for


@login_required
def member(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """One member, for those who run the team: another role, and the ways to the larger steps."""
    team = team_for(request, slug, Team.is_run_by)
    person, own = member_of(team, username), member_of(team, request.user.username)
    form = RoleForm(request.POST or None, role=own.role, member=person)
    if form.is_valid():
        try:
            operations.set_role(team=team, user=person.user, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The role is saved."))
            return redirect(team)
    context = {
        "team": team,
        "member": person,
        "own": own,
        "can_change": rules.can_change(person, role=own.role),
        "form": form,
    }
    return render(request, "teams/member.html", context)


@login_required
def remove_member(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    team = team_for(request, slug, Team.is_run_by)
    person = member_of(team, username)
    if request.method == "POST":
        try:
            operations.remove_member(team=team, user=person.user, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("%(user)s is out of the team.") % {"user": person.user})
        return redirect(team)
    return render(request, "teams/remove_member.html", {"team": team, "member": person})


@login_required
def hand_over(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    team = team_for(request, slug, Team.is_owned_by)
    person = member_of(team, username)
    if request.method == "POST":
        try:
            operations.hand_over(team=team, to=person.user, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("%(user)s owns the team now.") % {"user": person.user})
        return redirect(team)
    return render(request, "teams/hand_over.html", {"team": team, "member": person})


@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    person = member_of(team, request.user.username)
    if request.method == "POST":
        try:
            operations.leave_team(team=team, user=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("You have left %(team)s.") % {"team": team})
        return redirect(team)
    return render(request, "teams/leave.html", {"team": team, "member": person})
