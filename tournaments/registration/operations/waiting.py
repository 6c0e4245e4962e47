"""The line for a place: in order of number, which is the order in which they came."""

from tournaments.core.models import Tournament
from tournaments.core.operations import happened, together
from tournaments.registration.deadlines import deadline
from tournaments.registration.models import Registration
from tournaments.registration.queries import places_of

Status = Registration.Status


def fill_places(tournament: Tournament) -> list[Registration]:
    """Offer each free place to the next who waits, until the draw.

    The caller holds the lock. The number of queries does not depend on how many there are.
    """
    places = places_of(tournament)
    if tournament.status != Tournament.Status.PUBLISHED or not places.waiting:
        return []
    first = list(tournament.registrations.waiting()[: places.free])
    expires_at = deadline(tournament, Status.OFFERED)
    Registration.objects.filter(pk__in=[each.pk for each in first]).update(
        status=Status.OFFERED, expires_at=expires_at
    )
    with together():
        for each in first:
            each.status, each.expires_at = Status.OFFERED, expires_at
            each.tournament = tournament
            happened(
                "registration.offered",
                each,
                before={"status": Status.WAITLISTED},
                after={"status": Status.OFFERED, "expires_at": expires_at},
            )
    return first
