from tournaments.control import operations, resuming
from tournaments.core.models import Tournament


def conclude(tournament_id: int) -> None:
    operations.conclude(Tournament.objects.get(pk=tournament_id))


def resume() -> None:
    resuming.resume()
