from datetime import datetime

from tournaments.brackets.models import Match
from tournaments.matches.models import Fixture


def fixture_of(match: Match) -> Fixture:
    """The fixture of ``match``, made when it has none. The tournament is locked by the caller."""
    return Fixture.objects.select_related("station").get_or_create(match=match)[0]


def mark_called(fixture: Fixture, moment: datetime) -> None:
    """Note that both sides were asked to come. The tournament is locked by the caller."""
    fixture.called_at = moment
    fixture.save(update_fields=["called_at", "changed_at"])
