from tournaments.control import operations
from tournaments.core.models import Tournament


def conclude(tournament_id: int) -> None:
    operations.conclude(Tournament.objects.get(pk=tournament_id))
