"""A team as such: its name, game and logo."""

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from deltacrown.accounts.models import User
from deltacrown.tasks import enqueue
from deltacrown.teams import rules
from deltacrown.teams.logos import clean_logo
from deltacrown.teams.models import Membership, Team
from deltacrown.teams.operations.rows import locked

# Addresses beside the teams' own.
PATHS_IN_USE = {"create", "invitations", "join", "looking"}
SLUG_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def create_team(*, name: str, tag: str, owner: User, game=None, logo: File | None = None) -> Team:
    """Found a team, with its owner as its first member.

    Its address comes from this first name and stays when the name changes.
    """
    rules.check_name_is_free(name)
    team = Team(name=name, tag=tag, slug=_free_slug(name), game=game)
    if logo:
        team.logo = clean_logo(logo)
    _save(team)
    Membership.objects.create(team=team, user=owner, role=Membership.Role.OWNER)
    return team


@transaction.atomic
def update_team(
    *,
    team: Team,
    name: str,
    tag: str,
    game,
    by: User,
    logo: File | None = None,
    remove_logo: bool = False,
) -> Team:
    """Write name, tag and game anew. Without a new ``logo`` the old one stays or is removed."""
    team = locked(team)
    rules.check_runs(team, by=by)
    rules.check_name_is_free(name, but_for=team)
    team.name, team.tag, team.game = name, tag, game
    if team.logo and (logo or remove_logo):
        enqueue("deltacrown.teams.tasks.drop_logo", team.logo.name)
        team.logo = ""
    if logo:
        team.logo = clean_logo(logo)
    _save(team)
    return team


def drop_logo(name: str) -> None:
    """Delete the file of a logo that no team has any more."""
    if not Team.objects.filter(logo=name).exists():
        default_storage.delete(name)


def _save(team: Team) -> None:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as clash:  # another team took the name since the check
        raise rules.name_taken() from clash


def _free_slug(name: str) -> str:
    """The name as an address; a name without Latin letters or digits gives "team"."""
    slug = slugify(name)[:50] or "team"
    if slug not in PATHS_IN_USE and not Team.objects.filter(slug=slug).exists():
        return slug
    return f"{slug}-{get_random_string(5, SLUG_LETTERS)}"
