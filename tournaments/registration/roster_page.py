"""What the page of a registration shows of its roster, and of the places of guests."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from deltacrown.accounts.models import User
from tournaments.registration.models import Registration, RosterEntry, Substitution
from tournaments.registration.rules.claiming import can_renew
from tournaments.registration.rules.rostering import can_ask, can_change_roster


@dataclass(frozen=True, slots=True)
class Claims:
    """How many of the places of a guest team somebody with an account has claimed."""

    claimed: int
    places: int


@dataclass(frozen=True, slots=True)
class RosterPart:
    """Who plays, and what one who looks at it may do about it."""

    entries: Sequence[RosterEntry]
    can_change: bool = False
    can_ask: bool = False
    can_renew: bool = False
    claims: Claims | None = None
    substitutions: list[Substitution] = field(default_factory=list)


def claims_of(registration: Registration, roster: Sequence[RosterEntry]) -> Claims | None:
    """None for a team whose players have accounts."""
    if not registration.is_guest:
        return None
    return Claims(sum(entry.user_id is not None for entry in roster), len(roster))


def roster_part(
    registration: Registration, roster: Sequence[RosterEntry], *, by: User
) -> RosterPart:
    """Queries only for a team: who plays alone has nothing to change."""
    if registration.is_guest:
        claims = claims_of(registration, roster)
        return RosterPart(roster, claims=claims, can_renew=can_renew(registration, by))
    if registration.team is None:
        return RosterPart(roster)
    return RosterPart(
        roster,
        can_change=can_change_roster(registration, by),
        can_ask=can_ask(registration, by),
        substitutions=substitutions_of(registration),
    )


def substitutions_of(registration: Registration) -> list[Substitution]:
    """All that were ever asked for, the newest first."""
    return list(registration.substitutions.select_related("outgoing__user", "incoming"))
