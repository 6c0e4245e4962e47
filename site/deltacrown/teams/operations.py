from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from deltacrown.accounts.models import User
from deltacrown.teams import rules
from deltacrown.teams.models import Membership, Team

PATHS_IN_USE = {"create"}  # addresses beside the teams' own
SLUG_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def create_team(*, name: str, tag: str, captain: User) -> Team:
    """Found a team, with its captain as its first member.

    Its address comes from this first name and stays when the name changes.
    """
    rules.check_name_is_free(name)
    try:
        with transaction.atomic():
            team = Team.objects.create(name=name, tag=tag, slug=_free_slug(name))
    except IntegrityError as clash:  # another team took the name since the check
        raise rules.name_taken() from clash
    Membership.objects.create(team=team, user=captain, role=Membership.Role.CAPTAIN)
    return team


@transaction.atomic
def update_team(*, team: Team, name: str, tag: str, by: User) -> Team:
    team = _locked(team)
    rules.check_captain(team, by=by)
    rules.check_name_is_free(name, but_for=team)
    team.name, team.tag = name, tag
    try:
        with transaction.atomic():
            team.save(update_fields=["name", "tag"])
    except IntegrityError as clash:
        raise rules.name_taken() from clash
    return team


@transaction.atomic
def add_member(*, team: Team, username: str, by: User) -> Membership:
    """Put a player into the team. It asks them nothing, so they may leave at any time."""
    team = _locked(team)
    rules.check_captain(team, by=by)
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise rules.unknown_player(username)
    rules.check_can_join(team, user=user)
    return Membership.objects.create(team=team, user=user)


@transaction.atomic
def remove_member(*, team: Team, user: User, by: User) -> None:
    team = _locked(team)
    rules.check_captain(team, by=by)
    _end_membership(team, user)


@transaction.atomic
def leave_team(*, team: Team, user: User) -> None:
    _end_membership(_locked(team), user)


@transaction.atomic
def hand_over(*, team: Team, to: User, by: User) -> None:
    """Make another member the captain. At no moment are there two."""
    team = _locked(team)
    rules.check_captain(team, by=by)
    heir = _membership(team, to)
    team.memberships.filter(user=by).update(role=Membership.Role.PLAYER)
    heir.role = Membership.Role.CAPTAIN
    heir.save(update_fields=["role"])


def _locked(team: Team) -> Team:
    return Team.objects.select_for_update().get(pk=team.pk)


def _membership(team: Team, user: User) -> Membership:
    membership = team.memberships.filter(user=user).first()
    if membership is None:
        raise rules.not_member()
    return membership


def _end_membership(team: Team, user: User) -> None:
    membership = _membership(team, user)
    rules.check_is_no_captain(membership)
    membership.delete()


def _free_slug(name: str) -> str:
    """The name as an address; a name without Latin letters or digits gives "team"."""
    slug = slugify(name)[:50] or "team"
    if slug not in PATHS_IN_USE and not Team.objects.filter(slug=slug).exists():
        return slug
    return f"{slug}-{get_random_string(5, SLUG_LETTERS)}"
