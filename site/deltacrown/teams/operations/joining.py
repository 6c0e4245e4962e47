"""How somebody becomes a member, whatever led them here."""

from deltacrown.accounts.models import User
from deltacrown.teams import rules
from deltacrown.teams.models import Invitation, Listing, Membership, Team


def join(team: Team, user: User, role: str) -> Membership:
    """Make ``user`` a member of the locked ``team``.

    Whatever waited between the two is accepted with it, and the person looks no more for a team
    in this game.
    """
    rules.check_can_join(team, user=user)
    for invitation in team.invitations.waiting().filter(user=user):
        invitation.answer(Invitation.Status.ACCEPTED)
    if team.game_id:
        Listing.objects.filter(user=user, team=None, game=team.game_id).close()
    return Membership.objects.create(team=team, user=user, role=role)
