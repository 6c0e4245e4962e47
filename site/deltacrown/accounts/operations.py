from datetime import date

from django.db import IntegrityError, transaction

from deltacrown.accounts.models import GameAccount, Profile, User
from deltacrown.accounts.rules import check_player_id, taken


@transaction.atomic
def update_profile(
    *,
    user: User,
    timezone: str,
    country: str,
    biography: str,
    birth_date: date | None,
    phone: str,
    discord: str,
) -> Profile:
    """Write what the person tells about themselves, for the first time or anew."""
    told = {
        "timezone": timezone,
        "country": country,
        "biography": biography,
        "birth_date": birth_date,
        "phone": phone,
        "discord": discord,
    }
    profile, _made = Profile.objects.update_or_create(user=user, defaults=told)
    return profile


@transaction.atomic
def set_game_account(*, user: User, game, player_id: str) -> GameAccount:
    """Give the person this id in this game, in place of the one they had."""
    check_player_id(game, player_id, user=user)
    try:
        with transaction.atomic():
            account, _made = GameAccount.objects.update_or_create(
                user=user, game=game, defaults={"player_id": player_id}
            )
    except IntegrityError as clash:  # somebody else took the id since the check
        raise taken(game) from clash
    return account


@transaction.atomic
def remove_game_account(*, user: User, game) -> None:
    """Forget the person's id in this game. Rosters keep the id they were made with."""
    GameAccount.objects.filter(user=user, game=game).delete()
