"""What happens to a match, said by those who may."""

from datetime import timedelta

from django.utils import timezone

from deltacrown.accounts.models import User
from deltacrown.teams.models import Team
from tests.factories.evidence import player_of
from tournaments.brackets.models import Match
from tournaments.engine.results import Game
from tournaments.matches import operations
from tournaments.matches.models import Dispute, Report
from tournaments.registration.models import Entrant, Registration

WON, LOST = Game(2, 1), Game(1, 2)


def enter_team(match: Match, slot: int, team: Team) -> Entrant:
    """Let the side in ``slot`` be a team: its player plays for it."""
    entrant = match.sides.get(slot=slot).entrant
    Registration.objects.filter(pk=entrant.registration_id).update(team=team, user=None)
    return entrant


def report(match: Match, slot: int = 1, *games: Game, by: User | None = None, **words) -> Report:
    """The side in ``slot`` says that side 1 won, or what ``games`` tell."""
    by = by or player_of(match, slot)
    return operations.report_result(match, games=games or [WON], by=by, **words)


def disputed(match: Match) -> Dispute:
    """Each side says that it won."""
    report(match, 1, WON)
    report(match, 2, LOST)
    return match.disputes.active().get()


def opened_dispute(match: Match, slot: int = 1, **words) -> Dispute:
    words = {"reason": Dispute.Reason.CHEATING, "text": "Look at game 1."} | words
    return operations.open_dispute(match, by=player_of(match, slot), **words)


def make_older(match: Match, minutes: int = 60) -> None:
    """Let all that was said of the match be said this much earlier."""
    earlier = timezone.now() - timedelta(minutes=minutes)
    match.reports.update(at=earlier)
    match.disputes.exclude(closed_at=None).update(closed_at=earlier)
