import random

from django.db import transaction
from django.utils import timezone

from deltacrown.accounts.models import User
from tournaments.core.models import Tournament
from tournaments.core.operations import happened
from tournaments.core.settings import Seeding
from tournaments.engine.seeding import shuffled
from tournaments.registration.models import Entrant, Registration
from tournaments.registration.operations.leaving import close_all
from tournaments.registration.operations.locking import locked
from tournaments.registration.rules import check_can_check_in, check_can_seed


@transaction.atomic
def check_in(registration: Registration, *, by: User) -> Registration:
    """Note that the registration is there, inside the check-in window. Again: nothing more."""
    registration = locked(registration)
    if registration.checked_in_at:
        return registration
    check_can_check_in(registration, by=by)
    registration.checked_in_at = timezone.now()
    registration.save(update_fields=["checked_in_at"])
    happened(
        "registration.checked_in",
        registration,
        actor=by,
        after={"checked_in_at": registration.checked_in_at},
    )
    return registration


@transaction.atomic
def set_seed(registration: Registration, seed: int | None, *, by: User) -> Registration:
    """Seed the registration by hand, before the draw; None leaves it to the draw."""
    registration = locked(registration)
    if registration.seed == seed:
        return registration
    check_can_seed(registration, seed, by=by)
    before = registration.seed
    registration.seed = seed
    registration.save(update_fields=["seed"])
    happened(
        "registration.seeded",
        registration,
        actor=by,
        before={"seed": before},
        after={"seed": seed},
    )
    return registration


@transaction.atomic
def admit_entrants(tournament: Tournament, *, random_seed: int) -> list[Entrant]:
    """Make the entrants of the draw: who has a place, in the order of their seeds.

    The caller draws and holds the lock. Whoever did not check in becomes a no-show, whoever
    is not confirmed by now has lost the place. The number of queries does not depend on how
    many there are. Again: the same entrants.
    """
    if entrants := list(tournament.entrants.order_by("seed")):
        return entrants
    registrations = list(tournament.registrations.open().order_by("number"))
    Status = Registration.Status
    confirmed = [each for each in registrations if each.status == Status.CONFIRMED]
    unsettled = [each for each in registrations if each.status != Status.CONFIRMED]
    absent = []
    if tournament.check_in_opens_at:
        absent = [each for each in confirmed if each.checked_in_at is None]
        confirmed = [each for each in confirmed if each.checked_in_at]
    close_all(tournament, [each.pk for each in absent], Status.NO_SHOW)
    close_all(tournament, [each.pk for each in unsettled], Status.EXPIRED)
    return Entrant.objects.bulk_create(
        Entrant(tournament=tournament, registration=registration, name=registration.name, seed=seed)
        for seed, registration in enumerate(_in_order(tournament, confirmed, random_seed), start=1)
    )


def _in_order(
    tournament: Tournament, registrations: list[Registration], random_seed: int
) -> list[Registration]:
    """Seeds set by hand first, then the rest as the tournament says."""
    by_hand = sorted(
        (each for each in registrations if each.seed is not None), key=lambda each: each.seed
    )
    rest = {each.pk: each for each in registrations if each.seed is None}
    order = list(rest)
    if tournament.seeding == Seeding.RANDOM:
        # Not for secrets: a draw must be the same when it is replayed.
        order = shuffled(order, random.Random(random_seed))  # noqa: S311
    return by_hand + [rest[pk] for pk in order]
