from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from deltacrown.teams.models import Membership, Team


def check_captain(team: Team, *, by: User) -> None:
    if not team.is_captained_by(by):
        raise Refused(_("Only the captain may change the team."), code="not_captain")


def check_name_is_free(name: str, *, but_for: Team | None = None) -> None:
    namesakes = Team.objects.filter(name__iexact=name)
    if but_for is not None:
        namesakes = namesakes.exclude(pk=but_for.pk)
    if namesakes.exists():
        raise name_taken()


def check_can_join(team: Team, *, user: User) -> None:
    if team.memberships.filter(user=user).exists():
        raise already_member(user)


def check_is_no_captain(membership: Membership) -> None:
    if membership.role == Membership.Role.CAPTAIN:
        raise Refused(_("The captain stays: hand over the captaincy first."), code="captain_stays")


def name_taken() -> Refused:
    return Refused(_("Another team has this name."), code="name_taken")


def already_member(user: User) -> Refused:
    return Refused(
        _("%(user)s is in the team already.") % {"user": user.username}, code="already_member"
    )


def not_member() -> Refused:
    return Refused(_("This person is not in the team."), code="not_member")


def unknown_player(username: str) -> Refused:
    return Refused(
        _("There is no player called %(username)s. The name must be exact.")
        % {"username": username},
        code="unknown_player",
    )
