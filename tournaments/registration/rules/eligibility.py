"""Who may enter. Each reason why not has a code, and a message that says what to do."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from deltacrown.teams.models import Team
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation
from tournaments.registration.entry import Entry
from tournaments.registration.queries import Places, places_of
from tournaments.registration.rules.account import (
    check_not_banned,
    check_signed_in,
    check_verified,
)
from tournaments.registration.rules.answering import refusal_of
from tournaments.registration.rules.players import (
    check_ages,
    check_countries,
    check_player_ids,
    check_players_free,
)
from tournaments.registration.rules.rosters import (
    check_guests,
    check_roster,
    check_team,
    check_team_is_large_enough,
)
from tournaments.registration.rules.window import (
    check_has_room,
    check_is_open,
    check_participation,
)

Check = Callable[[], None]


def can_register(
    tournament: Tournament, user: User | AnonymousUser, team: Team | None = None
) -> list[Refused]:
    """All that keeps ``user``, or their ``team``, from entering; empty: they may.

    What only a filled form can tell, such as the roster, is not asked here.
    """
    checks = [partial(check_signed_in, user), partial(check_is_open, tournament)]
    if user.is_authenticated:
        checks += _checks_of(tournament, user, team)
    checks.append(partial(check_has_room, tournament, places_of(tournament)))
    return [refusal for check in checks if (refusal := refusal_of(check))]


def check_can_register(
    tournament: Tournament, entry: Entry, *, places: Places, terms_accepted: bool
) -> None:
    """Everything that must hold for ``entry``. The tournament is locked."""
    check_verified(entry.by)
    check_is_open(tournament)
    check_participation(tournament, is_team=bool(entry.team or entry.guests))
    check_not_entered(tournament, by=entry.by, team=entry.team)
    if entry.team:
        check_team(entry.team, by=entry.by)
        check_roster(tournament, entry)
        check_players_free(tournament, (*entry.players, *entry.coaches))
    if entry.guests:
        check_guests(tournament, entry.guests, places)
    check_not_banned(tournament, entry.people, by=entry.by)
    check_players(tournament, entry.players)
    check_terms(tournament, terms_accepted)
    check_has_room(tournament, places)


def check_players(tournament: Tournament, players: Sequence[User]) -> None:
    """What is asked of everybody who plays, alone or in a team."""
    for check in _checks_of_players(tournament, players):
        check()


def check_not_entered(tournament: Tournament, *, by: User, team: Team | None) -> None:
    """Neither the team, nor in a tournament of single players ``by``, is in it already."""
    entered = tournament.registrations.open()
    if team and entered.filter(team=team).exists():
        message = _("%(team)s is registered for this tournament already.")
        raise Refused(message % {"team": team.name}, code="already_registered")
    is_solo = tournament.participation == Participation.SOLO
    if is_solo and entered.filter(Q(user=by) | Q(roster__user=by)).exists():
        message = _("You are registered for this tournament already.")
        raise Refused(message, code="already_registered")


def check_terms(tournament: Tournament, accepted: bool) -> None:
    if tournament.terms and not accepted:
        raise Refused(_("Accept the terms of the tournament."), code="terms")


def _checks_of(tournament: Tournament, user: User, team: Team | None) -> Iterator[Check]:
    yield partial(check_verified, user)
    yield partial(check_not_banned, tournament, [user], by=user)
    if team:
        yield partial(check_participation, tournament, is_team=True)
        yield partial(check_team, team, by=user)
        yield partial(check_team_is_large_enough, tournament, team)
    yield partial(check_not_entered, tournament, by=user, team=team)
    if tournament.participation == Participation.SOLO:
        yield from _checks_of_players(tournament, [user])


def _checks_of_players(tournament: Tournament, players: Sequence[User]) -> Iterator[Check]:
    yield partial(check_player_ids, tournament, players)
    yield partial(check_ages, tournament, players)
    yield partial(check_countries, tournament, players)
