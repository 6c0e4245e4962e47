"""Who is what in a team, and who leaves it."""

from django.db import transaction

from deltacrown.accounts.models import User
from deltacrown.teams import rules
from deltacrown.teams.models import Membership, Team
from deltacrown.teams.operations.linking import replace_code
from deltacrown.teams.operations.rows import locked, membership

Role = Membership.Role


@transaction.atomic
def set_role(*, team: Team, user: User, role: str, by: User) -> Membership:
    """Give a member another role. A team has one captain: the one before becomes a player."""
    team = locked(team)
    rules.check_runs(team, by=by)
    member, giver = membership(team, user), membership(team, by)
    rules.check_can_change(member, by=giver)
    rules.check_may_give(role, by=giver)
    if role == Role.CAPTAIN:
        others = team.memberships.filter(role=Role.CAPTAIN).exclude(pk=member.pk)
        others.update(role=Role.PLAYER)
    return _become(member, role)


@transaction.atomic
def hand_over(*, team: Team, to: User, by: User) -> None:
    """Make another member the owner; the one before stays as a player. Never are there two."""
    team = locked(team)
    rules.check_owns(team, by=by)
    heir = membership(team, to)
    team.memberships.filter(role=Role.OWNER).update(role=Role.PLAYER)
    _become(heir, Role.OWNER)


@transaction.atomic
def remove_member(*, team: Team, user: User, by: User) -> None:
    """Take a member out. The team's link is renewed, so that they do not come back by it."""
    team = locked(team)
    rules.check_runs(team, by=by)
    member = membership(team, user)
    rules.check_can_change(member, by=membership(team, by))
    member.delete()
    if team.join_code:
        replace_code(team)


@transaction.atomic
def leave_team(*, team: Team, user: User) -> None:
    member = membership(locked(team), user)
    rules.check_may_leave(member)
    member.delete()


def _become(member: Membership, role: str) -> Membership:
    member.role = role
    member.save(update_fields=["role"])
    return member
