from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

from django.db import transaction

from deltacrown.accounts.models import User
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.registration.models import Registration
from tournaments.registration.operations.locking import locked
from tournaments.registration.rules import SeedRow, check_can_seed, check_seeds


@transaction.atomic
def set_seed(registration: Registration, seed: int | None, *, by: User) -> Registration:
    """Seed the registration by hand, before the draw; None leaves it to the draw."""
    registration = locked(registration)
    if registration.seed == seed:
        return registration
    check_can_seed(registration, seed, by=by)
    before = registration.seed
    registration.seed = seed
    registration.seed_is_locked = registration.seed_is_locked and seed is not None
    registration.save(update_fields=["seed", "seed_is_locked"])
    happened(
        "registration.seeded",
        registration,
        actor=by,
        before={"seed": before},
        after={"seed": seed},
    )
    return registration


@transaction.atomic
def set_seeds(tournament: Tournament, rows: Mapping[int, SeedRow], *, by: User) -> None:
    """Write seeds, locks, ratings and regions of many registrations, by key, before the draw.

    Refused as a whole, with the fault of each row. Who is not named keeps what there is, and
    who has left meanwhile is passed over. One event tells of all that changed.
    """
    tournament = lock(tournament)
    registrations = list(tournament.registrations.open().order_by("number"))
    check_seeds(tournament, registrations, rows, by=by)
    changed = [
        each for each in registrations if rows.get(each.pk, SeedRow.of(each)) != SeedRow.of(each)
    ]
    if not changed:
        return
    before = {each.reference: _plain(SeedRow.of(each)) for each in changed}
    for each in changed:
        row = rows[each.pk]
        each.seed, each.seed_is_locked = row.seed, row.is_locked
        each.rating, each.region = row.rating, row.region
    Registration.objects.bulk_update(changed, ["seed", "seed_is_locked", "rating", "region"])
    happened(
        "registration.all_seeded",
        tournament,
        actor=by,
        before=before,
        after={each.reference: _plain(rows[each.pk]) for each in changed},
    )


def _plain(row: SeedRow) -> list[Any]:
    return list(astuple(row))
