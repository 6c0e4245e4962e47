import re
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import GameAccount, User
from deltacrown.errors import Refused

OLDEST_BIRTH = date(1900, 1, 1)


def check_birth_date(born: date) -> None:
    if born >= timezone.localdate():
        raise Refused(_("A date of birth lies in the past."), code="birth_date")
    if born < OLDEST_BIRTH:
        raise Refused(_("Please check the year of birth."), code="birth_date")


def check_player_id(game, player_id: str, *, user: User) -> None:
    """``player_id`` looks as ids of this game do, and nobody else plays with it."""
    if game.player_id_pattern and not re.fullmatch(game.player_id_pattern, player_id):
        raise Refused(_malformed(game), code="malformed")
    others = GameAccount.objects.filter(game=game).exclude(user=user)
    if others.filter(player_id__iexact=player_id).exists():
        raise taken(game)


def taken(game) -> Refused:
    return Refused(
        _("Somebody else plays %(game)s with this id. Please check it for a slip.")
        % {"game": game},
        code="taken",
    )


def _malformed(game) -> str:
    if game.player_id_help:
        return _("This is not an id of %(game)s. %(help)s") % {
            "game": game,
            "help": game.player_id_help,
        }
    return _("This is not an id of %(game)s.") % {"game": game}
