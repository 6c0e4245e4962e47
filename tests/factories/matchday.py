"""Matches on the day they are played: with check-in, and with maps to veto."""

from datetime import datetime, timedelta

from django.utils import timezone

from tests.factories.core import GameFactory
from tests.factories.play import drawn_cup, match_of
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.matches.models import Fixture

MAPS = ["Ascent", "Bind", "Haven", "Icebox", "Lotus", "Split", "Sunset"]
SIDES = ["Attack", "Defence"]


def check_in_cup(entrants: int = 2, **settings) -> Tournament:
    """A drawn cup whose matches have check-in: 15 minutes before, 10 minutes of grace."""
    return drawn_cup(entrants, **{"match_check_in_minutes": 15, "grace_minutes": 10, **settings})


def final_at(starts_at: datetime | None = None, **settings) -> Match:
    """The one match of a cup of two with check-in; it starts now, or at ``starts_at``."""
    match = match_of(check_in_cup(**settings), "F")
    Fixture.objects.create(match=match, starts_at=starts_at or timezone.now())
    return match


def veto_final(*, best_of: int = 3, maps: int = 7, seconds: int = 60, **settings) -> Match:
    """The one match of a cup of two, of a game with so many maps."""
    game = GameFactory(map_pool=MAPS[:maps], start_sides=SIDES, veto_seconds=seconds)
    stage = {"format": "single_elimination", "name": "Playoffs", "third_place": False}
    cup = drawn_cup(2, game=game, stages=[{**stage, "best_of": best_of}], **settings)
    return match_of(cup, "F")


def pass_time(monkeypatch, **span: float) -> datetime:
    """Let it be so much later than now, for all that asks; the new moment."""
    moment = timezone.now() + timedelta(**span)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment
