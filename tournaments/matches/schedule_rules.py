"""When and where a match can be played, and who decides on it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import Official, check_may, may
from tournaments.matches.agenda import IN_PLAY, Agenda, Entry
from tournaments.matches.models import Fixture, Station
from tournaments.matches.rules import plays_in
from tournaments.registration.rules.words import local

# What stands: stations and breaks. And what is played there.
BUILDS = Capability.MODIFY_BRACKETS
ASSIGNS = Capability.REPORT_RESULTS
LATEST_ENTRY = timedelta(hours=1)  # a time may be written down when it has just passed


def check_can_build(tournament: Tournament, *, by) -> None:
    """Refuse who may not change stations and breaks, and a tournament that is over."""
    check_may(by, tournament, BUILDS)
    over = {Tournament.Status.COMPLETED, Tournament.Status.CANCELLED, Tournament.Status.ARCHIVED}
    if tournament.status in over:
        raise Refused(_("The tournament is over."), code="tournament_over")


def check_can_schedule(match: Match, *, by) -> None:
    check_may(by, match.tournament, ASSIGNS)
    check_can_be_moved(match)


def can_schedule(match: Match, official: Official | None) -> bool:
    """For a page that knows already what its visitor is in the tournament."""
    return (
        official is not None
        and official.may(ASSIGNS)
        and match.status in {Match.Status.PENDING, Match.Status.READY}
    )


def check_can_be_moved(match: Match) -> None:
    """Refuse for a match that is over or has begun, and in a tournament that is not live."""
    if match.tournament.status != Tournament.Status.LIVE:
        raise Refused(_("The tournament is not live."), code="not_live")
    if match.is_terminal:
        raise Refused(_("This match is over, so it keeps its time."), code="over")
    if match.status not in {Match.Status.PENDING, Match.Status.READY}:
        raise Refused(_("This match has begun, so it keeps its time."), code="begun")


def check_fits(agenda: Agenda, match: int, starts_at: datetime | None, station: int | None) -> None:
    """Refuse a time and a place that are not free for ``match``, with the reason.

    Without a time everything fits: the queue decides then.
    """
    if station is not None and station not in agenda.stations:
        raise Refused(_("This station belongs to another tournament."), code="other_tournament")
    if starts_at is None:
        return
    entry = agenda.entries[match]
    if starts_at < agenda.now - LATEST_ENTRY:
        raise Refused(_("This time has passed."), code="past")
    _check_breaks(agenda, entry, starts_at)
    _check_feeders(agenda, entry, starts_at)
    for other in agenda.others(match):
        _check_apart(agenda, entry, other, starts_at, station)


def check_can_referee(match: Match, *, referee) -> None:
    """Refuse as a referee who does not enter results here, and who plays in the match."""
    if not may(referee, match.tournament, ASSIGNS):
        raise Refused(
            _("%(name)s does not enter results in this tournament.") % {"name": referee.username},
            code="no_official",
        )
    if plays_in(referee, match):
        raise Refused(
            _("%(name)s plays in this match.") % {"name": referee.username},
            code="conflict_of_interest",
        )


def _check_breaks(agenda: Agenda, entry: Entry, starts_at: datetime) -> None:
    clear = agenda.begins_clear_of_breaks(starts_at, entry.length)
    if clear != starts_at:
        raise Refused(
            _("It would be played during a break. The next time that is free of one is %(time)s.")
            % {"time": local(clear)},
            code="break",
        )


def _check_feeders(agenda: Agenda, entry: Entry, starts_at: datetime) -> None:
    for key in entry.feeders:
        feeder = agenda.entries.get(key)
        if feeder is None:
            continue
        ends = feeder.match.completed_at if feeder.is_over else agenda.expected[key].ends_at
        if ends and ends > starts_at:
            raise Refused(
                _("It would begin before %(match)s ends, which is expected at %(time)s.")
                % {"match": feeder.title, "time": local(ends)},
                code="before_feeder",
            )


def _check_apart(
    agenda: Agenda, entry: Entry, other: Entry, starts_at: datetime, station: int | None
) -> None:
    taken = other.taken(agenda.now)
    if taken is None:
        return
    begins, ends = taken
    words = {"match": other.title, "time": local(begins)}
    if entry.match.pk in other.feeders and not other.begun_at:
        if starts_at + entry.length > begins:
            raise Refused(
                _("It would end after %(match)s begins (%(time)s), which waits for it.") % words,
                code="after_next",
            )
        return
    if starts_at >= ends + agenda.buffer or begins >= starts_at + entry.length + agenda.buffer:
        return
    if common := entry.sides & other.sides:
        sides = (side.entrant for side in entry.match.sides.all())
        names = [entrant.name for entrant in sides if entrant and entrant.pk in common]
        raise Refused(
            _("%(name)s would play twice at once: %(match)s is at %(time)s.")
            % {**words, "name": ", ".join(names)},
            code="side_busy",
        )
    if station is not None and other.station == station:
        raise Refused(
            _("%(station)s is taken: %(match)s is there at %(time)s.")
            % {**words, "station": agenda.stations[station].name},
            code="station_taken",
        )


def check_not_called(fixture: Fixture | None) -> None:
    if fixture and fixture.called_at:
        raise Refused(_("This match has been called already."), code="called")


def check_station_is_free(station: Station) -> None:
    """Refuse while a match is played at the station, or was called to it."""
    begun = station.fixtures.filter(called_at__isnull=False) | station.fixtures.filter(
        started_at__isnull=False
    )
    if begun.filter(match__status__in=IN_PLAY).exists():
        raise Refused(
            _("A match is played at %(station)s now.") % {"station": station.name},
            code="station_in_use",
        )
