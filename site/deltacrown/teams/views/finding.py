"""The team or the member that an address names, for those who may."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from deltacrown.accounts.models import User
from deltacrown.teams.models import Membership, Team


def team_for(request: HttpRequest, slug: str, may: Callable[[Team, User], bool]) -> Team:
    team = get_object_or_404(Team.objects.select_related("game"), slug=slug)
    if not may(team, request.user):
        raise PermissionDenied
    return team


def member_of(team: Team, username: str) -> Membership:
    members = team.memberships.select_related("user")
    return get_object_or_404(members, user__username__iexact=username)
