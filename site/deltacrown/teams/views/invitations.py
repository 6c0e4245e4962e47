from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from deltacrown.errors import Refused
from deltacrown.teams import operations, queries, screens
from deltacrown.teams.forms import AskForm, InviteForm
from deltacrown.teams.models import Invitation, Team
from deltacrown.teams.views.finding import member_of, team_for

ANSWERS = {
    "accept": operations.accept,
    "decline": operations.decline,
    "withdraw": operations.withdraw,
}


@login_required
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    team = team_for(request, slug, Team.is_led_by)
    own = member_of(team, request.user.username)
    form = InviteForm(request.POST or None, role=own.role)
    if form.is_valid():
        try:
            made = operations.invite(team=team, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(user)s is invited.") % {"user": made.user})
            return redirect(team)
    page = screens.team_page(team, by=request.user, form=form)
    return render(request, "teams/detail.html", page)


@login_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team.objects.select_related("game"), slug=slug)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            operations.ask_to_join(team=team, user=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            message = _("%(team)s is told that you want to join.")
            messages.success(request, message % {"team": team})
            return redirect(team)
    return render(request, "teams/ask.html", {"team": team, "form": form})


@require_POST
@login_required
def answer(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Accept, decline or withdraw; invitations of others are not there."""
    invitations = Invitation.objects.select_related("team", "user")
    invitation = get_object_or_404(invitations, pk=pk)
    if invitation.user_id != request.user.pk and not invitation.team.is_led_by(request.user):
        raise Http404
    try:
        ANSWERS[verb](invitation, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _answered(invitation, verb, own=request.user))
    stays_at_home = invitation.user_id == request.user.pk and verb != "accept"
    return redirect("account") if stays_at_home else redirect(invitation.team)


def _answered(invitation: Invitation, verb: str, *, own) -> str:
    names = {"user": invitation.user, "team": invitation.team}
    if verb == "withdraw":
        return _("It is taken back.")
    if verb == "decline":
        return _("You have declined.")
    if invitation.user_id == own.pk:
        return _("Welcome to %(team)s.") % names
    return _("%(user)s is in the team.") % names


@require_POST
@login_required
def link(request: HttpRequest, slug: str) -> HttpResponse:
    """Make or renew the link of the team, or switch it off (``off``)."""
    team = team_for(request, slug, Team.is_led_by)
    try:
        if "off" in request.POST:
            operations.switch_off_link(team=team, by=request.user)
            messages.success(request, _("The link is switched off. Nobody joins by it any more."))
        else:
            operations.renew_link(team=team, by=request.user)
            messages.success(request, _("The new link is below. No older one works any more."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(team)


@never_cache
def join(request: HttpRequest, code: str) -> HttpResponse:
    """The page that the link of a team leads to. Strangers sign in and come back."""
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return _join(request, code)
    team = queries.team_of_code(code)
    if team is None:
        return render(request, "teams/link_off.html", status=404)
    is_in = request.user.is_authenticated and team.members.contains(request.user)
    context = {"team": team, "leaders": queries.leaders_of(team), "is_in": is_in}
    return render(request, "teams/join.html", context)


def _join(request: HttpRequest, code: str) -> HttpResponse:
    try:
        membership = operations.join_by_link(code=code, user=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("teams:join", code)
    messages.success(request, _("Welcome to %(team)s.") % {"team": membership.team})
    return redirect(membership.team)
