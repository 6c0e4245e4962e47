"""The link with which people join without an invitation of their own."""

import secrets

from django.db import transaction

from deltacrown.accounts.models import User
from deltacrown.teams import rules
from deltacrown.teams.models import Membership, Team
from deltacrown.teams.operations.joining import join
from deltacrown.teams.operations.rows import locked


@transaction.atomic
def renew_link(*, team: Team, by: User) -> str:
    """Give the team a link, in place of the one it had; the old one works no longer."""
    team = locked(team)
    rules.check_leads(team, by=by)
    return replace_code(team)


@transaction.atomic
def switch_off_link(*, team: Team, by: User) -> None:
    team = locked(team)
    rules.check_leads(team, by=by)
    team.join_code = ""
    team.save(update_fields=["join_code"])


@transaction.atomic
def join_by_link(*, code: str, user: User) -> Membership:
    """Become a player of the team whose link this is, if it still is."""
    team = Team.objects.select_for_update().filter(join_code=code).first() if code else None
    if team is None:
        raise rules.link_is_off()
    return join(team, user, Membership.Role.PLAYER)


def replace_code(team: Team) -> str:
    team.join_code = secrets.token_urlsafe(32)
    team.save(update_fields=["join_code"])
    return team.join_code
