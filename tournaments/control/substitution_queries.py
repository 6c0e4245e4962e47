"""What waits for a decision, and what was decided."""

from tournaments.core.models import Tournament
from tournaments.registration.models import Substitution
from tournaments.registration.rules.rostering import IN_PLAY

MOST_DECIDED = 50


def substitution_list(tournament: Tournament) -> dict[str, list[Substitution]]:
    """The oldest that waits first; of those decided the newest first."""
    rows = Substitution.objects.filter(registration__tournament=tournament).select_related(
        "registration", "outgoing__user", "incoming", "asked_by", "decided_by"
    )
    decided = rows.exclude(status=Substitution.Status.WAITING).order_by("-decided_at", "-pk")
    return {
        "waiting": list(rows.waiting().order_by("pk")) if tournament.status in IN_PLAY else [],
        "decided": list(decided[:MOST_DECIDED]),
    }


def waiting_substitutions(tournament: Tournament) -> int:
    """How many wait for an official, as long as there is something to play."""
    if tournament.status not in IN_PLAY:
        return 0
    return Substitution.objects.waiting().filter(registration__tournament=tournament).count()
