"""Who may take the place that was kept for a guest."""

from functools import partial

from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.registration.models import Registration, RosterEntry
from tournaments.registration.rules.account import check_not_banned, check_verified
from tournaments.registration.rules.answering import refusal_of
from tournaments.registration.rules.moves import check_before_draw
from tournaments.registration.rules.players import (
    check_ages,
    check_countries,
    check_players_free,
    fits,
    player_ids,
)
from tournaments.registration.rules.rostering import check_in_play


def check_can_claim(registration: Registration, *, by: User) -> None:
    """``by`` may be one of its guests. A player id they need not have: one was given for them."""
    tournament = registration.tournament
    check_in_play(registration)
    check_verified(by)
    check_players_free(tournament, [by])
    check_not_banned(tournament, [by], by=by)
    check_ages(tournament, [by])
    check_countries(tournament, [by])


def why_not_claim(registration: Registration, user: User) -> Refused | None:
    return refusal_of(partial(check_can_claim, registration, by=user))


def check_can_renew(registration: Registration, *, by: User) -> None:
    """``by`` may make a link anew, or a place free again."""
    if not registration.is_guest or registration.registered_by_id != by.pk:
        message = _("Only the one who registered the guests has their links.")
        raise Refused(message, code="not_yours")
    check_in_play(registration)
    check_before_draw(registration.tournament)


def can_renew(registration: Registration, user: User) -> bool:
    return refusal_of(partial(check_can_renew, registration, by=user)) is None


def player_id_for(entry: RosterEntry, user: User) -> str:
    """That of the account, if it is right and nobody else here plays under it; else as given."""
    own = player_ids(entry.tournament, [user]).get(user.pk, "")
    if not own or (entry.tournament.game.player_id_pattern and not fits(entry.tournament, own)):
        return entry.player_id
    others = RosterEntry.objects.filter(tournament=entry.tournament, live=True, player_id=own)
    return entry.player_id if others.exclude(pk=entry.pk).exists() else own
