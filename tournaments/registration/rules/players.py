"""What must be true of everybody who plays."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django_countries import countries

from deltacrown.accounts.models import GameAccount, Profile, User
from deltacrown.errors import Refused
from tournaments.core.models import Tournament
from tournaments.registration.models import RosterEntry
from tournaments.registration.rules.words import names_of


def check_players_free(tournament: Tournament, people: Sequence[User]) -> None:
    """None of ``people`` is on the roster of a registration that is open."""
    busy = RosterEntry.objects.filter(tournament=tournament, live=True, user__in=people)
    if taken := [entry.user for entry in busy.select_related("user")]:
        message = _("Already in this tournament with another registration: %(names)s.")
        raise Refused(message % {"names": names_of(taken)}, code="player_already_in")


def check_player_ids(tournament: Tournament, players: Sequence[User]) -> None:
    """Every player has an id of the shape that the game asks for, if it asks for one."""
    game = tournament.game
    if not game.player_id_pattern:
        return
    label = game.player_id_label or _("player id")
    known = player_ids(tournament, players)
    if lacking := [player for player in players if player.pk not in known]:
        message = _("The %(label)s for %(game)s is missing for: %(names)s. Add it in “My account”.")
        values = {"label": label, "game": game.name, "names": names_of(lacking)}
        raise Refused(message % values, code="player_id_missing")
    if wrong := [player for player in players if not fits(tournament, known[player.pk])]:
        message = _(
            "The %(label)s for %(game)s is not right for: %(names)s. Mend it in “My account”."
        )
        values = {"label": label, "game": game.name, "names": names_of(wrong)}
        raise Refused(message % values, code="player_id_invalid")


def fits(tournament: Tournament, player_id: str) -> bool:
    """Whether the whole of ``player_id`` has the shape that the game asks for."""
    return re.fullmatch(tournament.game.player_id_pattern, player_id) is not None


def player_ids(tournament: Tournament, players: Iterable[User]) -> dict[int, str]:
    """The player id of each of ``players`` who has one, by the user's primary key."""
    accounts = GameAccount.objects.filter(game=tournament.game_id, user__in=players)
    return dict(accounts.values_list("user_id", "player_id"))


def check_ages(tournament: Tournament, players: Sequence[User]) -> None:
    """Everybody is old enough on the day the tournament starts."""
    if not tournament.minimum_age:
        return
    told = Profile.objects.filter(user__in=players, birth_date__isnull=False)
    births = dict(told.values_list("user_id", "birth_date"))
    if silent := [player for player in players if player.pk not in births]:
        message = _("The date of birth is missing for: %(names)s. Add it in “My account”.")
        raise Refused(message % {"names": names_of(silent)}, code="age_unknown")
    day = timezone.localdate(tournament.starts_at)
    if young := [each for each in players if age_on(day, births[each.pk]) < tournament.minimum_age]:
        message = _("Everybody must be %(age)s years old on %(day)s. Too young: %(names)s.")
        values = {
            "age": tournament.minimum_age,
            "day": date_format(day, "j M Y"),
            "names": names_of(young),
        }
        raise Refused(message % values, code="too_young")


def age_on(day: date, birth: date) -> int:
    """Full years. Who was born on 29 February is a year older on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def check_countries(tournament: Tournament, players: Sequence[User]) -> None:
    """Everybody is from a country that the tournament is for."""
    allowed = re.findall(r"\w+", tournament.allowed_countries.upper())
    if not allowed:
        return
    told = Profile.objects.filter(user__in=players).exclude(country="")
    country_of = dict(told.values_list("user_id", "country"))
    if silent := [player for player in players if player.pk not in country_of]:
        message = _("The country is missing for: %(names)s. Add it in “My account”.")
        raise Refused(message % {"names": names_of(silent)}, code="country_unknown")
    if abroad := [player for player in players if country_of[player.pk] not in allowed]:
        message = _("This tournament is for players from %(countries)s. Not from there: %(names)s.")
        places = get_text_list([countries.name(code) or code for code in allowed], _("and"))
        raise Refused(message % {"countries": places, "names": names_of(abroad)}, code="country")
