from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.core.operations import happened
from tournaments.registration.answers import save_answers
from tournaments.registration.models import Registration, RosterEntry
from tournaments.registration.operations.changing import change_roster
from tournaments.registration.operations.locking import locked
from tournaments.registration.roster_answers import check_member_answers
from tournaments.registration.rules.rostering import check_can_change_roster


@transaction.atomic
def set_roster(
    registration: Registration,
    *,
    by: User,
    players: Iterable[User],
    substitutes: Iterable[User] = (),
    coaches: Iterable[User] = (),
    member_answers: Mapping[int, Mapping[str, Any]] | None = None,
) -> Registration:
    """Name the whole roster anew, until rosters lock; all is checked as when registering.

    Player ids are taken from the accounts at this moment. Who goes is free at once. When nobody
    changes, nothing is logged.
    """
    registration = locked(registration)
    check_can_change_roster(registration, by=by)
    before = lines_of(registration)
    change_roster(
        registration,
        by=by,
        players=players,
        substitutes=substitutes,
        coaches=coaches,
        guests=None,
    )
    _keep_answers(registration, member_answers or {})
    after = lines_of(registration)
    if before != after:
        happened(
            "registration.roster_changed",
            registration,
            actor=by,
            before={"roster": before},
            after={"roster": after},
        )
    return registration


def lines_of(registration: Registration) -> list[dict[str, Any]]:
    """The roster as the log keeps it."""
    return [
        {
            "user": entry.user_id,
            "name": entry.display_name,
            "role": entry.role,
            "player_id": entry.player_id,
        }
        for entry in registration.roster.select_related("user").order_by("user", "pk")
    ]


def _keep_answers(
    registration: Registration, member_answers: Mapping[int, Mapping[str, Any]]
) -> None:
    if not registration.tournament.custom_fields:
        return
    entries = registration.roster.filter(role__in=RosterEntry.PLAYS).select_related("user")
    checked = check_member_answers(registration, member_answers, [each.user for each in entries])
    save_answers(registration, checked.own, checked.members)
