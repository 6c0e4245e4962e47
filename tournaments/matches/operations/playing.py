"""From the call to the first game, and back again."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tournaments.brackets.models import Match
from tournaments.core.operations import happened
from tournaments.matches.models import Fixture, MatchCheckIn, Veto
from tournaments.matches.operations.fixtures import fixture_of, mark_called
from tournaments.matches.operations.locking import locked_match
from tournaments.matches.operations.reports import retire_reports
from tournaments.matches.play_rules import (
    check_can_call,
    check_can_give_time,
    check_can_restart,
    check_can_start,
    window_of,
)


@transaction.atomic
def call_match(match: Match, *, by) -> Match:
    """Ask both sides to come and play now. Their grace begins."""
    match = locked_match(match)
    fixture = fixture_of(match)
    check_can_call(match, fixture, by=by)
    mark_called(fixture, timezone.now())
    after = {"station": fixture.station and fixture.station.name}
    happened("match.called", match, actor=by, after=after)
    return match


@transaction.atomic
def start_match(match: Match, *, by) -> Match:
    """Say that the match is being played."""
    match = locked_match(match)
    check_can_start(match, by=by)
    begin(match, by=by)
    return match


def begin(match: Match, *, by) -> None:
    """Let a locked match that is ready be live."""
    fixture = fixture_of(match)
    fixture.started_at = timezone.now()
    fixture.save(update_fields=["started_at", "changed_at"])
    match.move_to(Match.Status.LIVE)
    happened("match.started", match, actor=by)


@transaction.atomic
def restart_match(match: Match, *, by, reason: str) -> Match:
    """Let the match begin anew, by an official and with a reason.

    What was reported counts no more, check-ins and veto are gone. Both sides are called again
    at once, so that nobody is late to the new match by the clock of the old one.
    """
    match = locked_match(match)
    check_can_restart(match, by=by, reason=reason)
    before = {"status": match.status}
    retire_reports([match], by=by)
    match.move_to(Match.Status.READY)
    forget_play([match])
    Fixture.objects.filter(match=match).update(called_at=timezone.now())
    happened("match.restarted", match, actor=by, before=before, reason=reason.strip())
    return match


def forget_play(matches: Iterable[Match]) -> None:
    """Clear who came, what was vetoed and when it began, of matches that are played anew."""
    matches = list(matches)
    MatchCheckIn.objects.filter(match__in=matches).delete()
    Veto.objects.filter(match__in=matches).delete()
    Fixture.objects.filter(match__in=matches).update(called_at=None, started_at=None)


@transaction.atomic
def give_time(match: Match, *, minutes: int, by) -> Match:
    """Let the sides of one match check in so many minutes longer, or again when it was over."""
    match = locked_match(match)
    fixture = fixture_of(match)
    check_can_give_time(match, fixture, minutes=minutes, by=by)
    closes_at = max(window_of(match, fixture).closes_at, timezone.now())
    closes_at += timedelta(minutes=minutes)
    mark_called(fixture, closes_at - timedelta(minutes=match.tournament.grace_minutes))
    after = {"minutes": minutes, "closes_at": closes_at}
    happened("match.given_time", match, actor=by, after=after)
    return match
