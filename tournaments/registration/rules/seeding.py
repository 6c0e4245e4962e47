from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import check_may
from tournaments.registration.models import Registration
from tournaments.registration.rules.moves import check_before_draw


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


def check_can_seed(registration: Registration, seed: int | None, *, by: User) -> None:
    tournament = registration.tournament
    check_may(by, tournament, Capability.MODIFY_BRACKETS)
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
    check_may(by, tournament, Capability.MODIFY_BRACKETS)
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
