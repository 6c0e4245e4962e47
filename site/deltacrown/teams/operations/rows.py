"""What every operation on a team begins with. The lock of the team comes before all its rows."""

from deltacrown.accounts.models import User
from deltacrown.teams import rules
from deltacrown.teams.models import Membership, Team


def locked(team: Team) -> Team:
    return Team.objects.select_for_update().get(pk=team.pk)


def membership(team: Team, user: User) -> Membership:
    found = team.memberships.filter(user=user).first()
    if found is None:
        raise rules.not_member()
    return found
