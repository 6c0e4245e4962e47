from django.db import transaction
from django.utils import timezone

from deltacrown.tasks import enqueue
from tournaments.core.models import Tournament
from tournaments.core.queries import check_ins_due
from tournaments.registration import operations


def close_check_ins() -> None:
    """Queue the close of each check-in that is over, so that none waits for another."""
    with transaction.atomic():
        for pk in check_ins_due(timezone.now()).values_list("pk", flat=True):
            enqueue("tournaments.registration.tasks.close_check_in", pk)


def close_check_in(tournament_id: int) -> None:
    operations.close_check_in(Tournament.objects.get(pk=tournament_id))


def forget_drafts() -> None:
    operations.forget_drafts(timezone.now())
