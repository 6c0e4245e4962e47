"""What is sent anew while changes are asked for; the registration is locked."""

from collections.abc import Iterable, Mapping
from typing import Any

from deltacrown.accounts.models import User
from tournaments.registration.answers import answers_of, check_answers, pictures_of, save_answers
from tournaments.registration.entry import Entry
from tournaments.registration.guests import GuestTeam
from tournaments.registration.models import Registration, RosterEntry, Substitution
from tournaments.registration.rules import (
    check_not_banned,
    check_players,
    check_players_free,
    check_roster,
    player_ids,
)
from tournaments.registration.rules.rosters import check_guest_players


def change_roster(
    registration: Registration,
    *,
    by: User,
    players: Iterable[User],
    substitutes: Iterable[User],
    coaches: Iterable[User],
    guests: GuestTeam | None,
) -> None:
    """Put these people on the roster, checked as at entry; who stays keeps the answers."""
    if registration.is_guest:
        if guests:
            _change_guests(registration, guests)
        return
    if registration.team is None:
        return  # who plays alone plays alone
    entry = Entry.of(
        by, team=registration.team, players=players, substitutes=substitutes, coaches=coaches
    )
    tournament = registration.tournament
    stand = {row.user_id: row for row in registration.roster.all()}
    check_roster(tournament, entry)
    newcomers = [user for user in (*entry.players, *entry.coaches) if user.pk not in stand]
    check_players_free(tournament, newcomers)
    check_not_banned(tournament, entry.people, by=by)
    check_players(tournament, entry.players)
    rows = entry.roster(registration, player_ids(tournament, entry.players))
    _replace(registration, rows, {row.user_id: stand.get(row.user_id) for row in rows})


def change_answers(
    registration: Registration,
    answers: Mapping[str, Any] | None,
    member_answers: Mapping[int, Mapping[str, Any]] | None,
) -> None:
    """Keep these answers; those that are not given stay, if they still answer all that is asked."""
    own, members = answers_of(registration)
    own = own if answers is None else dict(answers)
    members = {**members, **(member_answers or {})}
    entries = registration.roster.filter(role__in=RosterEntry.PLAYS).select_related("user")
    users = [entry.user for entry in entries if entry.user]
    kept = pictures_of(registration)
    checked = check_answers(registration.tournament, own, members, users, kept=kept)
    save_answers(registration, checked.own, checked.members)


def _change_guests(registration: Registration, guests: GuestTeam) -> None:
    """Take the players of a guest team anew.

    Who claimed the place of a guest of that name keeps it, with the id they came with.
    """
    check_guest_players(registration.tournament, guests, but=registration)
    stand = {row.name.casefold(): row for row in registration.roster.all()}
    rows = guests.roster(registration)
    for row in rows:
        same = stand.get(row.name.casefold())
        if same and same.user_id:
            row.player_id = same.player_id
    _replace(registration, rows, {row.name: stand.get(row.name.casefold()) for row in rows})


def _replace(
    registration: Registration,
    rows: list[RosterEntry],
    standing: Mapping[Any, RosterEntry | None],
) -> None:
    """Make ``rows`` the roster; those that stand for the same person stay, under a new role."""
    kept = {row.pk for row in standing.values() if row}
    gone = registration.roster.exclude(pk__in=kept)
    Substitution.objects.filter(outgoing__in=gone).delete()  # asked while rosters were locked
    gone.delete()
    for row in rows:
        same = standing.get(row.user_id if row.user_id else row.name)
        if same is None:
            row.save(force_insert=True)
        else:
            same.role, same.player_id = row.role, row.player_id
            same.save(update_fields=["role", "player_id"])
