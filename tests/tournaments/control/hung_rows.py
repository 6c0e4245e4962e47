"""Everything that can hang on a match, and its state as values."""

from datetime import timedelta

from django.utils import timezone

from tournaments.brackets.models import Match
from tournaments.control.hanging import HANGING
from tournaments.core.models import Tournament
from tournaments.matches.models import (
    ChatMessage,
    ChatReport,
    Dispute,
    Evidence,
    Fixture,
    MatchCheckIn,
    Proposal,
    Reminder,
    Report,
    ScoreLink,
    Station,
    Veto,
    VetoAction,
)


def hang_everything_on(match: Match) -> None:
    """One row of each kind on ``match``, of its first side; two of those that are a state."""
    now, entrant = timezone.now(), match.sides.order_by("slot").first().entrant
    user = entrant.registration.registered_by
    on = {"match": match}
    station = Station.objects.create(tournament=match.tournament, name=f"Table {match.pk}")
    Fixture.objects.create(
        **on,
        starts_at=now - timedelta(hours=1),
        station=station,
        called_at=now,
        started_at=now,
        lobby_code="A1",
    )
    MatchCheckIn.objects.create(**on, entrant=entrant, by=user)
    Report.objects.create(**on, entrant=entrant, by=user, games=[[2, 1, None, None]], live=False)
    Report.objects.create(**on, entrant=entrant, by=user, games=[[3, 1, None, None]])
    Dispute.objects.create(
        **on, reason="other", opened_by=user, entrant=entrant, match_was="reported"
    )
    ScoreLink.objects.create(**on, made_by=user)
    veto = Veto.objects.create(
        **on, pool=["A", "B"], turn_seconds=30, started_at=now, turn_began_at=now
    )
    VetoAction.objects.create(veto=veto, number=1, kind="ban", map="A", at=now)
    message = ChatMessage.objects.create(**on, by=user, text="Hello")
    ChatReport.objects.create(message=message, by=user)
    Evidence.objects.create(**on, uploaded_by=user, sha256="0" * 64, content_type="image/png")
    Proposal.objects.create(**on, entrant=entrant, by=user, starts_at=now, deadline=now)
    Reminder.objects.create(**on, minutes=60, starts_at=now)


def hung_on(cup: Tournament) -> dict[str, list[dict]]:
    """All rows that hang on matches of the tournament."""
    return {
        name: list(
            model.objects.filter(**{f"{path}__stage__tournament": cup}).order_by("pk").values()
        )
        for name, (model, path) in HANGING.items()
    }
