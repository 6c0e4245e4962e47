from tournaments.core.operations import lock
from tournaments.registration.models import Registration


def locked(registration: Registration) -> Registration:
    """The registration, fresh and locked, after its tournament: everybody in the same order."""
    tournament = lock(registration.tournament)
    fresh = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    fresh.tournament = tournament
    return fresh
