from django.db.models import Count, Q, QuerySet

from deltacrown.accounts.models import User
from deltacrown.teams.models import Membership, Team


def team_list(words: str = "") -> QuerySet[Team]:
    """Teams by name, those whose name or tag holds ``words``, with ``member_count``."""
    teams = Team.objects.annotate(member_count=Count("memberships")).order_by("name")
    if words:
        teams = teams.filter(Q(name__icontains=words) | Q(tag__iexact=words))
    return teams


def member_list(team: Team) -> list[Membership]:
    """The captain, then the players in the order they came."""
    return list(team.memberships.select_related("user"))


def membership_in(members: list[Membership], user: User) -> Membership | None:
    """The one of ``members`` that is this visitor's, if they are one."""
    return next((member for member in members if member.user_id == user.pk), None)
