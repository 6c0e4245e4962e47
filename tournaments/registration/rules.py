"""What a registration may do. ``check_…`` says no with ``Refused``; ``can_…`` answers templates."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deltacrown.accounts.models import GameAccount, User
from deltacrown.errors import Refused
from deltacrown.teams.models import Team
from tournaments.core.models import Tournament
from tournaments.core.roles import check_runs, runs
from tournaments.core.settings import Participation
from tournaments.registration.models import Registration, RosterEntry


@dataclass(frozen=True, slots=True)
class SeedRow:
    """What the organizer says of a registration before the draw."""

    seed: int | None = None
    is_locked: bool = False
    rating: int | None = None
    region: str = ""

    @classmethod
    def of(cls, registration: Registration) -> "SeedRow":
        return cls(
            registration.seed,
            registration.seed_is_locked,
            registration.rating,
            registration.region,
        )


class RowsRefused(Refused):
    """Many rows are refused as a whole; ``faults`` says what is wrong with which, by key."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        super().__init__(_("Nothing was changed. See the rows that are marked."), code="rows")
        self.faults = dict(faults)


def check_can_register(
    tournament: Tournament, *, by: User, team: Team | None, players: Sequence[User]
) -> None:
    """Everything that must hold for ``players`` to enter. The tournament is locked."""
    check_is_open(tournament)
    check_participation(tournament, team=team)
    check_not_entered(tournament, by=by, team=team)
    if team:
        check_team(team, by=by)
        check_roster(tournament, team=team, players=players)
    check_players_free(tournament, players)
    check_player_ids(tournament, players)
    check_place_free(tournament)


def check_is_open(tournament: Tournament) -> None:
    """Registration is open at this moment."""
    Status = Tournament.Status
    if tournament.status == Status.CANCELLED:
        raise Refused(_("The tournament is cancelled."), code="cancelled")
    if tournament.status == Status.DRAFT:
        raise Refused(_("The tournament is not published yet."), code="not_published")
    if tournament.status != Status.PUBLISHED:
        raise Refused(_("The tournament has begun or is over."), code="over")
    now = timezone.now()
    opens, closes = tournament.registration_opens_at, tournament.last_registration_at
    if opens and now < opens:
        message = _("Registration is not open yet. It opens on %(time)s.")
        raise Refused(message % {"time": _local(opens)}, code="not_yet_open")
    if closes and now >= closes:
        message = _("Registration is closed since %(time)s.")
        raise Refused(message % {"time": _local(closes)}, code="closed")


def check_place_free(tournament: Tournament) -> None:
    if tournament.registrations.holding_a_place().count() >= tournament.capacity:
        message = ngettext(
            "The tournament is full: its one place is taken.",
            "The tournament is full: all %(number)s places are taken.",
            tournament.capacity,
        )
        raise Refused(message % {"number": tournament.capacity}, code="full")


def check_participation(tournament: Tournament, *, team: Team | None) -> None:
    if tournament.participation == Participation.TEAM and team is None:
        raise Refused(_("This tournament is for teams. Choose a team."), code="wrong_participation")
    if tournament.participation == Participation.SOLO and team is not None:
        message = _("This tournament is for single players, not for teams.")
        raise Refused(message, code="wrong_participation")


def check_not_entered(tournament: Tournament, *, by: User, team: Team | None) -> None:
    entered = tournament.registrations.open()
    if team and entered.filter(team=team).exists():
        message = _("%(team)s is registered for this tournament already.")
        raise Refused(message % {"team": team.name}, code="already_registered")
    if not team and entered.filter(user=by).exists():
        message = _("You are registered for this tournament already.")
        raise Refused(message, code="already_registered")


def check_team(team: Team, *, by: User) -> None:
    if not team.is_captained_by(by):
        raise Refused(_("Only the captain of a team can register it."), code="not_captain")


def check_roster(tournament: Tournament, *, team: Team, players: Sequence[User]) -> None:
    """The roster has a size that the tournament allows, and every player is in the team."""
    least, most = tournament.smallest_roster, tournament.largest_roster
    if len(players) < least:
        message = ngettext(
            "Name at least %(least)s player; you chose %(number)s.",
            "Name at least %(least)s players; you chose %(number)s.",
            least,
        )
        raise Refused(message % {"least": least, "number": len(players)}, code="roster_too_small")
    if len(players) > most:
        message = ngettext(
            "Name at most %(most)s player; you chose %(number)s.",
            "Name at most %(most)s players; you chose %(number)s.",
            most,
        )
        raise Refused(message % {"most": most, "number": len(players)}, code="roster_too_large")
    members = set(team.memberships.values_list("user_id", flat=True))
    if strangers := [player for player in players if player.pk not in members]:
        message = _("Not in %(team)s: %(names)s.")
        names = _names(strangers)
        raise Refused(message % {"team": team.name, "names": names}, code="not_member")


def check_players_free(tournament: Tournament, players: Sequence[User]) -> None:
    """None of ``players`` is on the roster of another registration that is open."""
    busy = RosterEntry.objects.filter(tournament=tournament, live=True, user__in=players)
    if taken := [entry.user for entry in busy.select_related("user")]:
        message = _("Already in this tournament with another registration: %(names)s.")
        raise Refused(message % {"names": _names(taken)}, code="player_already_in")


def check_player_ids(tournament: Tournament, players: Sequence[User]) -> None:
    """Every player has an id of the shape that the game asks for, if it asks for one."""
    game = tournament.game
    if not game.player_id_pattern:
        return
    label = game.player_id_label or _("player id")
    known = player_ids(tournament, players)
    if lacking := [player for player in players if player.pk not in known]:
        message = _("The %(label)s for %(game)s is missing of: %(names)s. Add it in “My account”.")
        values = {"label": label, "game": game.name, "names": _names(lacking)}
        raise Refused(message % values, code="player_id_missing")
    fits = re.compile(game.player_id_pattern).fullmatch
    if wrong := [player for player in players if not fits(known[player.pk])]:
        message = _(
            "The %(label)s for %(game)s is not right of: %(names)s. Mend it in “My account”."
        )
        values = {"label": label, "game": game.name, "names": _names(wrong)}
        raise Refused(message % values, code="player_id_invalid")


def player_ids(tournament: Tournament, players: Iterable[User]) -> dict[int, str]:
    """The player id of each of ``players`` who has one, by the user's primary key."""
    accounts = GameAccount.objects.filter(game=tournament.game_id, user__in=players)
    return dict(accounts.values_list("user_id", "player_id"))


def check_may_become(registration: Registration, status: Registration.Status) -> None:
    if registration.may_move_to(status):
        return
    message = _("The registration %(reference)s is “%(status)s”; it cannot become “%(wanted)s”.")
    values = {
        "reference": registration.reference,
        "status": registration.get_status_display(),
        "wanted": status.label,
    }
    raise Refused(
        message % values, code="registration_over" if registration.is_terminal else "state"
    )


def check_before_draw(tournament: Tournament) -> None:
    if tournament.status != Tournament.Status.PUBLISHED:
        message = _("The draw is made. Ask the organizer.")
        raise Refused(message, code="drawn")


def check_can_withdraw(registration: Registration, *, by: User) -> None:
    if not speaks_for(registration, by):
        message = _("Only the one who registered, or the captain of the team, can withdraw.")
        raise Refused(message, code="not_yours")
    check_before_draw(registration.tournament)
    check_may_become(registration, Registration.Status.WITHDRAWN)


def check_can_check_in(registration: Registration, *, by: User) -> None:
    tournament = registration.tournament
    if not (is_member(registration, by) or runs(by, tournament)):
        raise Refused(_("Only its players and the organizer can check in."), code="not_yours")
    opens, closes = tournament.check_in_opens_at, tournament.last_check_in_at
    if not opens:
        raise Refused(_("This tournament has no check-in."), code="no_check_in")
    now = timezone.now()
    if now < opens:
        message = _("Check-in opens on %(time)s.")
        raise Refused(message % {"time": _local(opens)}, code="check_in_not_open")
    if now >= closes or tournament.status != Tournament.Status.PUBLISHED:
        raise Refused(_("Check-in is over."), code="check_in_over")
    if registration.status != Registration.Status.CONFIRMED:
        raise Refused(_("Only a confirmed registration can check in."), code="not_confirmed")


def check_can_seed(registration: Registration, seed: int | None, *, by: User) -> None:
    tournament = registration.tournament
    check_runs(by, tournament)
    check_before_draw(tournament)
    if registration.is_terminal:
        raise Refused(_("This registration is over."), code="registration_over")
    if seed is None:
        return
    if not 1 <= seed <= tournament.capacity:
        message = _("A seed is a number from 1 to %(most)s.")
        raise Refused(message % {"most": tournament.capacity}, code="seed_out_of_range")
    others = tournament.registrations.open().exclude(pk=registration.pk)
    if holder := others.filter(seed=seed).first():
        message = _("%(name)s has seed %(seed)s already.")
        raise Refused(message % {"name": holder.name, "seed": seed}, code="seed_taken")


def check_seeds(
    tournament: Tournament,
    registrations: Sequence[Registration],
    rows: Mapping[int, SeedRow],
    *,
    by: User,
) -> None:
    """Each seed is a place of the tournament and given once; what is locked is a number."""
    check_runs(by, tournament)
    check_before_draw(tournament)
    faults: dict[int, str] = {}
    holders: dict[int, Registration] = {}
    # Who is not named was there before, so that the fault is at the row that was entered.
    for each in sorted(registrations, key=lambda each: each.pk in rows):
        row = rows.get(each.pk, SeedRow.of(each))
        if row.seed is None:
            if row.is_locked:
                faults[each.pk] = _("Give the number that is to be locked.")
        elif not 1 <= row.seed <= tournament.capacity:
            message = _("A seed is a number from 1 to %(most)s.")
            faults[each.pk] = message % {"most": tournament.capacity}
        elif (holder := holders.setdefault(row.seed, each)) is not each:
            message = _("%(name)s has seed %(seed)s already.")
            faults[each.pk] = message % {"name": holder.name, "seed": row.seed}
    if faults := {pk: message for pk, message in faults.items() if pk in rows}:
        raise RowsRefused(faults)


def check_reason(reason: str) -> str:
    """The reason without the space around it; a decision against somebody has one."""
    if not (reason := reason.strip()):
        raise Refused(_("Give the reason."), code="reason_missing")
    return reason


def faults(tournament: Tournament, *, by: User) -> list[Refused]:
    """Everything that keeps ``by`` from entering, before any team or roster is chosen."""
    checks = [partial(check_is_open, tournament), partial(check_place_free, tournament)]
    if tournament.participation == Participation.SOLO:
        checks += [
            partial(check_players_free, tournament, [by]),
            partial(check_player_ids, tournament, [by]),
        ]
    return [refusal for check in checks if (refusal := _refusal(check))]


def speaks_for(registration: Registration, user: User) -> bool:
    """Whether ``user`` registered it, or is the captain of its team."""
    return registration.registered_by_id == user.pk or _captains(registration, user)


def is_member(registration: Registration, user: User) -> bool:
    """Whether ``user`` registered it, or plays in it."""
    return (
        registration.registered_by_id == user.pk
        or registration.roster.filter(user=user.pk).exists()
    )


def can_withdraw(registration: Registration, user: User) -> bool:
    return _refusal(partial(check_can_withdraw, registration, by=user)) is None


def can_drop_out(registration: Registration, user: User) -> bool:
    """Whether ``user`` may take it out of a tournament under way."""
    is_live = registration.tournament.status == Tournament.Status.LIVE
    is_in = registration.status == Registration.Status.CONFIRMED
    return is_live and is_in and speaks_for(registration, user)


def can_check_in(registration: Registration, user: User) -> bool:
    if registration.checked_in_at:
        return False
    return _refusal(partial(check_can_check_in, registration, by=user)) is None


def _refusal(check: Callable[[], None]) -> Refused | None:
    try:
        check()
    except Refused as refusal:
        return refusal
    return None


def _captains(registration: Registration, user: User) -> bool:
    return registration.team is not None and registration.team.is_captained_by(user)


def _names(users: Iterable[User]) -> str:
    return get_text_list([user.username for user in users], _("and"))


def _local(moment) -> str:
    zone = timezone.get_current_timezone_name()
    return f"{date_format(timezone.localtime(moment), 'j M Y, H:i')} ({zone})"
