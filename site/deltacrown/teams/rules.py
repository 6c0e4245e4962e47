from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from deltacrown.teams.models import Invitation, Membership, Team

Role = Membership.Role

MOST_MEMBERS = 50

# Who may give and take which roles. The owner's own passes by handing over the team alone.
ROLES_GIVEN_BY = {
    Role.OWNER: (Role.MANAGER, Role.CAPTAIN, Role.COACH, Role.PLAYER, Role.SUBSTITUTE),
    Role.MANAGER: (Role.CAPTAIN, Role.COACH, Role.PLAYER, Role.SUBSTITUTE),
}
# As what people are invited. A captain is named among those who are in.
ROLES_OFFERED_BY = {
    Role.OWNER: (Role.PLAYER, Role.SUBSTITUTE, Role.COACH, Role.MANAGER),
    Role.MANAGER: (Role.PLAYER, Role.SUBSTITUTE, Role.COACH),
    Role.CAPTAIN: (Role.PLAYER, Role.SUBSTITUTE, Role.COACH),
}


def roles_given_by(role: str | None) -> tuple[Membership.Role, ...]:
    return ROLES_GIVEN_BY.get(role, ())


def roles_offered_by(role: str | None) -> tuple[Membership.Role, ...]:
    return ROLES_OFFERED_BY.get(role, ())


def can_change(member: Membership, *, role: str | None) -> bool:
    """Whether who has ``role`` in the team may give ``member`` another one, or remove them."""
    return member.role in roles_given_by(role)


# --- authority ---------------------------------------------------------------------


def check_owns(team: Team, *, by: User) -> None:
    if not team.is_owned_by(by):
        raise Refused(_("Only the owner of the team may do this."), code="not_owner")


def check_runs(team: Team, *, by: User) -> None:
    if not team.is_run_by(by):
        message = _("Only the owner and the managers of the team may do this.")
        raise Refused(message, code="not_manager")


def check_leads(team: Team, *, by: User) -> None:
    if not team.is_led_by(by):
        message = _("Only the owner, the managers and the captain of the team may do this.")
        raise Refused(message, code="not_leader")


def check_can_change(member: Membership, *, by: Membership) -> None:
    if member.role == Role.OWNER:
        raise Refused(_("The owner stays: hand over the team first."), code="owner_stays")
    if not can_change(member, role=by.role):
        message = _("A manager may not change another manager. Ask the owner.")
        raise Refused(message, code="above")


def check_may_give(role: str, *, by: Membership) -> None:
    if role not in roles_given_by(by.role):
        raise Refused(_("You may not give this role. Ask the owner."), code="role")


def check_may_offer(role: str, *, by: Membership) -> None:
    if role not in roles_offered_by(by.role):
        message = _("You may not invite anybody with this role. Choose another one.")
        raise Refused(message, code="role")


def check_may_leave(membership: Membership) -> None:
    if membership.role == Role.OWNER:
        raise Refused(
            _("The owner stays: hand over the team to another member first."), code="owner_stays"
        )


# --- joining -----------------------------------------------------------------------


def check_can_join(team: Team, *, user: User) -> None:
    if team.memberships.filter(user=user).exists():
        raise Refused(
            _("%(user)s is in the team already.") % {"user": user.username},
            code="already_member",
        )
    if team.memberships.count() >= MOST_MEMBERS:
        raise Refused(
            _(
                "%(team)s is full: a team has at most %(limit)s members. Its owner or a manager "
                "can remove somebody who plays no longer."
            )
            % {"team": team, "limit": MOST_MEMBERS},
            code="team_full",
        )


def check_nothing_waits(team: Team, *, user: User, direction: str) -> None:
    """Nobody is asked twice, and who was asked answers that instead of asking back."""
    waiting = team.invitations.waiting().filter(user=user).first()
    if waiting is None:
        return
    names = {"user": user.username, "team": team}
    if waiting.direction == Invitation.Direction.INVITED:
        message = (
            _("%(user)s is invited already and has not answered yet.")
            if direction == Invitation.Direction.INVITED
            else _("%(team)s has invited you already: accept the invitation.")
        )
        raise Refused(message % names, code="already_invited")
    message = (
        _("%(user)s has asked to join: accept the request.")
        if direction == Invitation.Direction.INVITED
        else _("You have asked already. %(team)s has not answered yet.")
    )
    raise Refused(message % names, code="already_asked")


def check_waits(invitation: Invitation) -> None:
    messages = {
        Invitation.Status.ACCEPTED: _("This was accepted already."),
        Invitation.Status.DECLINED: _("This was declined already. Ask for a new invitation."),
        Invitation.Status.WITHDRAWN: _("This was withdrawn. Ask for a new invitation."),
    }
    if message := messages.get(Invitation.Status(invitation.status)):
        raise Refused(message, code="answered")


def check_may_answer(invitation: Invitation, *, by: User) -> None:
    """A person answers an invitation; a leader of the team answers a request."""
    if invitation.is_request:
        check_leads(invitation.team, by=by)
    elif invitation.user_id != by.pk:
        raise Refused(_("This invitation is for somebody else."), code="not_yours")


def check_may_withdraw(invitation: Invitation, *, by: User) -> None:
    """A leader of the team takes an invitation back; a person takes their request back."""
    if not invitation.is_request:
        check_leads(invitation.team, by=by)
    elif invitation.user_id != by.pk:
        raise Refused(_("This request is of somebody else."), code="not_yours")


# --- refusals that operations raise themselves ----------------------------------------


def check_name_is_free(name: str, *, but_for: Team | None = None) -> None:
    namesakes = Team.objects.filter(name__iexact=name)
    if but_for is not None:
        namesakes = namesakes.exclude(pk=but_for.pk)
    if namesakes.exists():
        raise name_taken()


def name_taken() -> Refused:
    return Refused(_("Another team has this name."), code="name_taken")


def not_member() -> Refused:
    return Refused(_("This person is not in the team."), code="not_member")


def unknown_player(username: str) -> Refused:
    return Refused(
        _("There is no player called %(username)s. The name must be exact.")
        % {"username": username},
        code="unknown_player",
    )


def link_is_off() -> Refused:
    message = _("This link works no longer. Ask the team for a new one.")
    return Refused(message, code="link_off")


def already_listed(game) -> Refused:
    message = _("A listing for %(game)s is open already. Close it to write another one.")
    return Refused(message % {"game": game}, code="already_listed")


def no_game(team: Team) -> Refused:
    message = _("Say first which game %(team)s plays: edit the team.")
    return Refused(message % {"team": team}, code="no_game")


def not_your_listing() -> Refused:
    return Refused(_("This listing is of somebody else."), code="not_yours")
