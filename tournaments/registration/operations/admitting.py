from tournaments.core.models import Tournament
from tournaments.core.operations import together
from tournaments.core.refusals import refused
from tournaments.engine.types import Invalid
from tournaments.registration.models import Entrant, Registration
from tournaments.registration.operations.leaving import close_all
from tournaments.registration.order import in_order
from tournaments.registration.queries import Field, field_of

Status = Registration.Status


def admit_entrants(
    tournament: Tournament, *, random_seed: int, field: Field | None = None
) -> list[Entrant]:
    """Make the entrants of the draw: who has a place, in the order of their seeds.

    The caller draws, holds the lock, and may have read the ``field`` since. Whoever did not
    check in becomes a no-show, whoever is not confirmed by now has lost the place. Refused when
    a locked seed cannot stand. The number of queries does not depend on how many there are.
    Again: the same entrants.
    """
    field = field or field_of(tournament)
    if field.entrants:
        return field.entrants
    try:
        order = in_order(tournament, field.ready, random_seed=random_seed)
    except Invalid as error:
        raise refused(error) from error
    with together():
        close_all(tournament, [each.pk for each in field.absent], Status.NO_SHOW)
        close_all(tournament, [each.pk for each in field.unsettled], Status.EXPIRED)
    return Entrant.objects.bulk_create(
        Entrant(tournament=tournament, registration=registration, name=registration.name, seed=seed)
        for seed, registration in enumerate(order, start=1)
    )
