from functools import partial

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils.text import slugify

from deltacrown.accounts.models import GameAccount, User
from deltacrown.teams.models import Membership, Team
from deltacrown.teams.operations import (
    create_team,
    join_by_link,
    renew_link,
    set_role,
    update_team,
)
from tournaments.core.models import Game
from tournaments.management.demonstrating import pictures

PASSWORD = "crown-demo"  # noqa: S105

ACCOUNTS = {
    "organizer": "writes pages, draws, enters results",
    "staff": "verifies payment proofs in the admin",
    "player": "registers, pays and plays",
}


def account(username: str) -> User:
    """One of the accounts that visitors of the demo sign in with; the address is verified."""
    user, made = User.objects.get_or_create(
        username=username,
        defaults={
            "email": f"{username}@demo.invalid",
            "password": partial(make_password, PASSWORD),  # slow, so only for a new account
        },
    )
    if made:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if username == "staff":
            user.groups.add(Group.objects.get(name="Payment verifiers"))
    return user


def stand_in(name: str) -> User:
    """A player who fills a place. The account is off: nobody signs in, and no mail is sent."""
    slug = slugify(name)
    first, _space, last = name.partition(" ")
    user, _made = User.objects.get_or_create(
        username=slug,
        defaults={
            "email": f"{slug}@demo.invalid",
            "first_name": first,
            "last_name": last,
            "is_active": False,
            "password": make_password(None),
        },
    )
    return user


def with_player_id(user: User, game: Game, player_id: str) -> User:
    GameAccount.objects.get_or_create(user=user, game=game, defaults={"player_id": player_id})
    return user


def team(name: str, tag: str, game: Game, owner: User, members: list[User]) -> Team:
    """A team with a logo. The first member manages it, and all others play."""
    team = Team.objects.filter(name=name).first()
    if team is None:
        team = create_team(name=name, tag=tag, owner=owner, game=game, logo=pictures.logo(tag))
        code = renew_link(team=team, by=owner)
        for member in members:
            join_by_link(code=code, user=member)
        set_role(team=team, user=members[0], role=Membership.Role.MANAGER, by=owner)
    elif team.game is None:  # loaded before teams had games and logos
        logo = pictures.logo(tag)
        team = update_team(team=team, name=name, tag=tag, game=game, logo=logo, by=owner)
    return team


def roster(name: str, tag: str, game: Game, owner: User, *, size: int = 5) -> tuple[Team, list]:
    """A team, and those who play for it, each with a player id in the ``game``."""
    players = [owner, *(stand_in(f"{name} {place}") for place in range(2, size + 1))]
    for place, player in enumerate(players):
        with_player_id(player, game, f"{tag}{place}x{len(name)}#BD1")
    return team(name, tag, game, owner, players[1:]), players
