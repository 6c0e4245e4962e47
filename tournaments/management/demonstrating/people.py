from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils.text import slugify

from deltacrown.accounts.models import GameAccount, User
from deltacrown.teams.models import Membership, Team
from tournaments.core.models import Game

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
            "password": make_password(PASSWORD),
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


def team(name: str, tag: str, captain: User, members: list[User]) -> Team:
    team, made = Team.objects.get_or_create(slug=slugify(name), defaults={"name": name, "tag": tag})
    if made:
        Membership.objects.create(team=team, user=captain, role=Membership.Role.CAPTAIN)
        Membership.objects.bulk_create(Membership(team=team, user=user) for user in members)
    return team
