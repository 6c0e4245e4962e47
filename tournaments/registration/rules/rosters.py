"""What must be true of a team and those it names, with accounts or without."""

from collections import Counter
from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from deltacrown.teams.models import Membership, Team
from tournaments.core.models import Tournament
from tournaments.registration.entry import Entry
from tournaments.registration.guests import GuestPlayer, GuestTeam
from tournaments.registration.models import Registration, RosterEntry
from tournaments.registration.queries import Places
from tournaments.registration.rules.players import fits
from tournaments.registration.rules.words import names_of

MOST_COACHES = 2
NAME_LENGTH = range(2, 51)


def check_team(team: Team, *, by: User) -> None:
    if not team.is_led_by(by):
        raise Refused(_("Only the captain of a team can register it."), code="not_captain")


def check_team_is_large_enough(tournament: Tournament, team: Team) -> None:
    """The team has as many who can play as the smallest roster needs."""
    check_number(tournament, starters=team.memberships.filter(role__in=Membership.PLAYS).count())


def check_roster(tournament: Tournament, entry: Entry) -> None:
    """The roster has a size that the tournament allows; all are in the team, and named once."""
    if len(entry.coaches) > MOST_COACHES:
        message = _("Name at most %(most)s coaches.")
        raise Refused(message % {"most": MOST_COACHES}, code="too_many_coaches")
    named = Counter((*entry.players, *entry.coaches))
    if twice := [user for user, times in named.items() if times > 1]:
        message = _("Named twice: %(names)s. Give each person one role.")
        raise Refused(message % {"names": names_of(twice)}, code="named_twice")
    check_number(tournament, starters=len(entry.starters))
    check_number(tournament, players=len(entry.players))
    members = set(entry.team.memberships.values_list("user_id", flat=True))
    if strangers := [user for user in named if user.pk not in members]:
        message = _("Not in %(team)s: %(names)s.")
        values = {"team": entry.team.name, "names": names_of(strangers)}
        raise Refused(message % values, code="not_member")


def check_number(
    tournament: Tournament, *, starters: int | None = None, players: int | None = None
) -> None:
    """There are enough ``starters``, and not too many ``players`` with the substitutes."""
    least, most = tournament.smallest_roster, tournament.largest_roster
    if starters is not None and starters < least:
        message = ngettext(
            "Name at least %(least)s player; you chose %(number)s.",
            "Name at least %(least)s players; you chose %(number)s.",
            least,
        )
        raise Refused(message % {"least": least, "number": starters}, code="roster_too_small")
    if players is not None and players > most:
        message = ngettext(
            "Name at most %(most)s player; you chose %(number)s.",
            "Name at most %(most)s players; you chose %(number)s.",
            most,
        )
        raise Refused(message % {"most": most, "number": players}, code="roster_too_large")


def check_guests(tournament: Tournament, guests: GuestTeam, places: Places) -> None:
    """The tournament takes one more team without accounts, and this one is complete."""
    if not tournament.guest_teams_max:
        message = _("This tournament takes no guest teams. Make a team with accounts.")
        raise Refused(message, code="no_guests")
    if places.guests >= tournament.guest_teams_max:
        message = _("All places for guest teams are taken. Make a team with accounts.")
        raise Refused(message, code="guests_full")
    _check_name(tournament, guests)
    check_guest_players(tournament, guests)


def check_guest_players(
    tournament: Tournament, guests: GuestTeam, *, but: Registration | None = None
) -> None:
    """The players of the team are named, enough, and in no other registration than ``but``."""
    _check_player_names(guests)
    check_number(tournament, starters=len(guests.players), players=len(guests.players))
    _check_guest_ids(tournament, guests, but)


def _check_name(tournament: Tournament, guests: GuestTeam) -> None:
    if len(guests.name.strip()) not in NAME_LENGTH:
        raise Refused(_("The name of a team has 2 to 50 letters."), code="team_name")
    if tournament.registrations.open().filter(name__iexact=guests.name.strip()).exists():
        message = _("A team called %(name)s is in this tournament already. Choose another name.")
        raise Refused(message % {"name": guests.name}, code="name_taken")


def _check_player_names(guests: GuestTeam) -> None:
    if not all(player.name.strip() for player in guests.players):
        raise Refused(_("Give the name of each player."), code="player_name_missing")
    if twice := _twice(player.name for player in guests.players):
        message = _("Named twice: %(names)s. Give each player a name of their own.")
        raise Refused(message % {"names": get_text_list(twice, _("and"))}, code="named_twice")


def _check_guest_ids(tournament: Tournament, guests: GuestTeam, but: Registration | None) -> None:
    game = tournament.game
    wrong = [player for player in guests.players if not _has_an_id(tournament, player)]
    if game.player_id_pattern and wrong:
        message = _("The %(label)s for %(game)s is missing or not right for: %(names)s.")
        label = game.player_id_label or _("player id")
        names = get_text_list([player.name for player in wrong], _("and"))
        values = {"label": label, "game": game.name, "names": names}
        raise Refused(message % values, code="player_id_invalid")
    ids = [player.player_id for player in guests.players if player.player_id]
    if twice := _twice(ids):
        message = _("The same player id twice: %(ids)s.")
        raise Refused(message % {"ids": get_text_list(twice, _("and"))}, code="named_twice")
    busy = RosterEntry.objects.filter(tournament=tournament, live=True, player_id__in=ids)
    if but:
        busy = busy.exclude(registration=but)
    if taken := list(busy.values_list("player_id", flat=True)):
        message = _("Already in this tournament with another registration: %(names)s.")
        names = get_text_list(taken, _("and"))
        raise Refused(message % {"names": names}, code="player_already_in")


def _has_an_id(tournament: Tournament, player: GuestPlayer) -> bool:
    return fits(tournament, player.player_id)


def _twice(words: Iterable[str]) -> list[str]:
    counted = Counter(word.strip().casefold() for word in words)
    return [word for word, times in counted.items() if times > 1]
