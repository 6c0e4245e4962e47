"""When and where matches are played, and who watches over them."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.brackets.models import Match, Round
from tournaments.core.operations import happened, lock, together
from tournaments.core.roles import check_may
from tournaments.matches.agenda import Agenda, agenda_of
from tournaments.matches.estimates import Venue, expected
from tournaments.matches.models import Fixture, Proposal, Station
from tournaments.matches.operations.fixtures import fixture_of
from tournaments.matches.operations.locking import locked_match
from tournaments.matches.operations.reminding import skip_past_reminders
from tournaments.matches.schedule_rules import (
    ASSIGNS,
    check_can_be_moved,
    check_can_referee,
    check_can_schedule,
    check_fits,
)

MOVABLE = (Match.Status.PENDING, Match.Status.READY)


@transaction.atomic
def schedule_match(
    match: Match, *, starts_at: datetime | None, station: Station | None, by: User
) -> Fixture:
    """Let ``match`` be played then and there; None: when, or where, a station is free.

    Refused where the time is not free for its sides, for the station, for the matches before and
    after it, or because of a break. Both sides are told. The same again changes nothing.
    """
    match = locked_match(match)
    check_can_schedule(match, by=by)
    key = station.pk if station else None
    fixture = fixture_of(match)
    if (fixture.starts_at, fixture.station_id) == (starts_at, key):
        return fixture
    check_fits(agenda_of(match.tournament), match.pk, starts_at, key)
    return move_fixture(fixture, match, starts_at=starts_at, station=station, by=by)


def move_fixture(
    fixture: Fixture,
    match: Match,
    *,
    starts_at: datetime | None,
    station: Station | None,
    by: User,
    agreed: bool = False,
) -> Fixture:
    """Write another time and place down; that they are free is checked.

    A match that was called and gets another time is not called any more, and what a side had
    proposed was about the old time.
    """
    before = {"starts_at": fixture.starts_at, "station": station_name(fixture.station)}
    is_new_time = fixture.starts_at != starts_at
    fixture.starts_at, fixture.station = starts_at, station
    fixture.sequence += 1
    if is_new_time:
        fixture.called_at = None
        skip_past_reminders(match, starts_at)
        waiting = match.proposals.filter(status=Proposal.Status.WAITING)
        waiting.update(status=Proposal.Status.EXPIRED, answered_at=timezone.now())
    fixture.save(update_fields=["starts_at", "station", "sequence", "called_at", "changed_at"])
    after = {
        "starts_at": starts_at,
        "station": station_name(station),
        "sequence": fixture.sequence,
        "agreed": agreed,
    }
    kind = "match.rescheduled" if before["starts_at"] else "match.scheduled"
    happened(kind, match, actor=by, before=before, after=after)
    return fixture


def station_name(station: Station | None) -> str:
    return station.name if station else ""


@transaction.atomic
def schedule_round(
    round: Round,
    *,
    starts_at: datetime,
    by: User,
    at_once: int | None = None,
) -> int:
    """Give every match of ``round`` that can be moved its time, from ``starts_at`` on.

    They are spread over the open stations, or without stations played ``at_once`` (all), each as
    long as it is expected to take, with buffers and around breaks. All or none; how many.
    """
    tournament = lock(round.stage.tournament)
    check_may(by, tournament, ASSIGNS)
    agenda = agenda_of(tournament)
    matches = [
        entry.match
        for entry in agenda.entries.values()
        if entry.match.round_id == round.pk
        and entry.match.status in MOVABLE
        and entry.begun_at is None
    ]
    if not matches:
        raise Refused(_("No match of this round can be moved any more."), code="nothing_to_move")
    for match in matches:  # they make room for each other
        agenda.place(match.pk, None, None)
    places = _places(agenda, matches, starts_at, at_once)
    with together():
        for match in matches:
            _move(agenda, match, *places[match.pk], by=by)
    return len(matches)


def _places(
    agenda: Agenda, matches: list[Match], starts_at: datetime, at_once: int | None
) -> dict[int, tuple[datetime, int | None]]:
    """When and where each match would be played if there were only these."""
    stations = [station.pk for station in agenda.open_stations]
    # Lanes without a station have a number of their own, below those of rows.
    lanes = stations[:at_once] or [-number for number in range(1, (at_once or len(matches)) + 1)]
    plays = agenda.plays(match.pk for match in matches)
    venue = Venue(stations=tuple(lanes), buffer=agenda.buffer, breaks=tuple(agenda.breaks))
    found = expected(plays, venue, now=starts_at)
    return {
        match: (one.starts_at, one.station if one.station in stations else None)
        for match, one in found.items()
    }


def _move(agenda: Agenda, match: Match, starts_at: datetime, station: int | None, *, by) -> None:
    match.stage.tournament = agenda.tournament
    check_can_be_moved(match)
    try:
        check_fits(agenda, match.pk, starts_at, station)
    except Refused as refusal:
        words = {"match": agenda.entries[match.pk].title, "reason": refusal.message}
        raise Refused(_("%(match)s: %(reason)s") % words, code=refusal.code) from refusal
    agenda.place(match.pk, starts_at, station)
    fixture = fixture_of(match)
    if (fixture.starts_at, fixture.station_id) != (starts_at, station):
        where = agenda.stations[station] if station else None
        move_fixture(fixture, match, starts_at=starts_at, station=where, by=by)


@transaction.atomic
def assign_referee(match: Match, *, referee: User | None, by: User) -> Fixture:
    """Let ``referee``, who enters results here, watch over ``match``; None: nobody."""
    match = locked_match(match)
    check_may(by, match.tournament, ASSIGNS)
    if match.is_terminal:
        raise Refused(_("This match is over."), code="over")
    if referee is not None:
        check_can_referee(match, referee=referee)
    fixture = fixture_of(match)
    if fixture.referee_id == (referee.pk if referee else None):
        return fixture
    fixture.referee = referee
    fixture.save(update_fields=["referee", "changed_at"])
    after = {"referee": referee.pk if referee else None}
    happened("match.referee_assigned", match, actor=by, after=after)
    return fixture
