"""Invitations by name and requests to join: made, answered, taken back."""

from django.db import transaction

from deltacrown.accounts.models import User
from deltacrown.tasks import enqueue
from deltacrown.teams import rules
from deltacrown.teams.models import Invitation, Listing, Membership, Team
from deltacrown.teams.operations.joining import join
from deltacrown.teams.operations.rows import locked, membership

Direction, Status = Invitation.Direction, Invitation.Status


@transaction.atomic
def invite(*, team: Team, username: str, role: str, by: User, message: str = "") -> Invitation:
    """Ask a player to join the team as ``role``. They are told, and are in when they accept."""
    team = locked(team)
    rules.check_leads(team, by=by)
    rules.check_may_offer(role, by=membership(team, by))
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise rules.unknown_player(username)
    return _make(team, user, Direction.INVITED, role=role, message=message, by=by)


@transaction.atomic
def invite_agent(*, listing: Listing, team: Team, by: User, message: str = "") -> Invitation:
    """Invite the player who posted ``listing``, as a player."""
    role, username = Membership.Role.PLAYER, listing.user.username
    return invite(team=team, username=username, role=role, by=by, message=message)


@transaction.atomic
def ask_to_join(*, team: Team, user: User, message: str = "") -> Invitation:
    """Ask the team to take this person in. Its leaders are told, and one of them answers."""
    role = Membership.Role.PLAYER
    return _make(locked(team), user, Direction.ASKED, role=role, message=message, by=user)


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> Membership:
    """The person is in the team from now on."""
    invitation = _waiting(invitation)
    rules.check_may_answer(invitation, by=by)
    return join(invitation.team, invitation.user, invitation.role)


@transaction.atomic
def decline(invitation: Invitation, *, by: User) -> None:
    invitation = _waiting(invitation)
    rules.check_may_answer(invitation, by=by)
    invitation.answer(Status.DECLINED)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """Take back what was asked, by the side that asked it."""
    invitation = _waiting(invitation)
    rules.check_may_withdraw(invitation, by=by)
    invitation.answer(Status.WITHDRAWN)


def _make(
    team: Team, user: User, direction: str, *, role: str, message: str, by: User
) -> Invitation:
    rules.check_can_join(team, user=user)
    rules.check_nothing_waits(team, user=user, direction=direction)
    invitation = Invitation.objects.create(
        team=team, user=user, direction=direction, role=role, message=message, made_by=by
    )
    enqueue("deltacrown.teams.tasks.mail_invitation", invitation.pk)
    return invitation


def _waiting(invitation: Invitation) -> Invitation:
    """The invitation as it stands once its team is locked."""
    team = locked(invitation.team)
    invitation = team.invitations.select_related("user").get(pk=invitation.pk)
    rules.check_waits(invitation)
    return invitation
