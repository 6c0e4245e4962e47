"""When sides of a match are to be there, and who runs it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import Official, check_may
from tournaments.matches.dispute_rules import check_can_rule
from tournaments.matches.models import Fixture
from tournaments.matches.rules import plays_in, side_of
from tournaments.registration.models import Entrant
from tournaments.registration.rules.words import local

Status = Match.Status
RESTARTABLE = frozenset({Status.LIVE, Status.REPORTED, Status.DISPUTED})
# Who sees what only a match's own people see: lobby and arrivals.
OF_MATCHES = (Capability.REPORT_RESULTS, Capability.MANAGE_DISPUTES)
MOST_MINUTES = 240
# From these on a match may have to be played that had no sides before, or had been decided.
BEGINNINGS = (
    "stage.round_paired",
    "stage.exchanged",
    "match.corrected",
    "match.correction_undone",
)


@dataclass(frozen=True, slots=True)
class Window:
    """When the sides of a match can check in. ``opens_at`` None: since they were called."""

    opens_at: datetime | None
    closes_at: datetime

    def is_open_at(self, moment: datetime) -> bool:
        return self.has_opened_at(moment) and not self.is_over_at(moment)

    def has_opened_at(self, moment: datetime) -> bool:
        return self.opens_at is None or self.opens_at <= moment

    def is_over_at(self, moment: datetime) -> bool:
        return self.closes_at <= moment


def has_check_in(tournament: Tournament) -> bool:
    return tournament.match_check_in_minutes > 0


def window_of(match: Match, fixture: Fixture | None) -> Window | None:
    """When the sides of ``match`` check in; None where they need not, or no time is known.

    Nobody is late to a match that there was nobody to play yet: the grace begins, at the
    earliest, when its sides were known.
    """
    tournament = match.tournament
    if not has_check_in(tournament) or fixture is None or fixture.expected_at is None:
        return None
    grace = timedelta(minutes=tournament.grace_minutes)
    expected = max(fixture.expected_at, known_since(match))
    if fixture.called_at:
        return Window(None, expected + grace)
    lead = timedelta(minutes=tournament.match_check_in_minutes)
    return Window(fixture.starts_at - lead, expected + grace)


def known_since(match: Match) -> datetime:
    """A moment by which the sides of ``match`` were known, and not before they were."""
    moments = [match.stage.drawn_at]
    moments += match.sides.values_list("from_match__completed_at", flat=True)
    begun = match.tournament.events.filter(kind__in=BEGINNINGS)
    moments.append(begun.aggregate(last=Max("at"))["last"])
    return max(moment for moment in moments if moment)


def sees_play(match: Match, *, by, official: Official | None) -> bool:
    """Whether ``by`` sees who is there and how to get into the lobby."""
    if not by.is_authenticated:
        return False
    return (official is not None and official.may(*OF_MATCHES)) or plays_in(by, match)


def check_runs(match: Match, *, by) -> None:
    """Refuse those who do not run matches here, and officials who play in this one."""
    check_may(by, match.tournament, Capability.REPORT_RESULTS)
    if plays_in(by, match):
        raise Refused(
            _("You play in this match, so another official must run it."),
            code="conflict_of_interest",
        )


def check_live(match: Match) -> None:
    if match.tournament.status != Tournament.Status.LIVE:
        raise Refused(_("The tournament is not live."), code="not_live")


def check_can_call(match: Match, fixture: Fixture, *, by) -> None:
    check_runs(match, by=by)
    check_ready(match)
    if fixture.called_at:
        raise Refused(_("Both sides were called already."), code="called")


def check_can_start(match: Match, *, by) -> None:
    check_runs(match, by=by)
    check_ready(match)


def check_ready(match: Match) -> None:
    """Refuse unless ``match`` has its sides and nothing of it was played."""
    check_live(match)
    if match.status == Status.PENDING:
        raise Refused(_("This match still waits for its sides."), code="sides_open")
    if match.is_terminal:
        raise Refused(_("This match is decided already."), code="decided")
    if match.status != Status.READY:
        raise Refused(_("This match has begun already."), code="begun")


def check_can_restart(match: Match, *, by, reason: str) -> None:
    check_runs(match, by=by)
    check_live(match)
    if match.status not in RESTARTABLE:
        raise Refused(
            _("Only a match that has begun and has no result can be restarted."),
            code="not_begun",
        )
    if dispute := match.disputes.active().first():  # it ends with the restart
        dispute.match = match
        check_can_rule(dispute, by=by)
    if not reason.strip():
        raise Refused(_("Say why the match is restarted."), code="no_reason")


def check_can_give_time(match: Match, fixture: Fixture, *, minutes: int, by) -> None:
    check_runs(match, by=by)
    check_ready(match)
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused(_("Give 1 to %(most)d minutes.") % {"most": MOST_MINUTES}, code="bad_minutes")
    check_has_check_in(match)
    if fixture.expected_at is None or timezone.now() < fixture.expected_at:
        raise Refused(
            _("Nobody is late yet. Set another time for the match instead."), code="not_late"
        )


def check_has_check_in(match: Match) -> None:
    if not has_check_in(match.tournament):
        raise Refused(_("Matches of this tournament have no check-in."), code="no_check_in")


def check_can_check_in(match: Match, fixture: Fixture, *, entrant: Entrant, by) -> None:
    """Refuse a check-in that is not this person's to make, or not now.

    Officials check a side in at any time before the match begins.
    """
    check_has_check_in(match)
    if not match.sides.filter(entrant=entrant).exists():
        raise Refused(_("They do not play in this match."), code="not_in_match")
    own = side_of(by, match)
    if own is None:
        check_runs(match, by=by)
        check_ready(match)
        return
    if own.entrant_id != entrant.pk:
        raise Refused(_("You can check in your own side only."), code="not_yours")
    check_ready(match)
    _check_in_time(match, fixture)


def _check_in_time(match: Match, fixture: Fixture) -> None:
    window, now = window_of(match, fixture), timezone.now()
    if window is None:
        raise Refused(
            _("Check-in opens when a time is set for the match, or you are called."),
            code="no_time",
        )
    if not window.has_opened_at(now):
        raise Refused(
            _("Check-in opens at %(time)s.") % {"time": local(window.opens_at)}, code="too_early"
        )
    if window.is_over_at(now):
        raise Refused(
            _("Check-in of this match closed at %(time)s. The officials decide now.")
            % {"time": local(window.closes_at)},
            code="too_late",
        )


def check_can_set_lobby(match: Match, *, by) -> None:
    check_runs(match, by=by)
    if match.is_terminal:
        raise Refused(_("This match is decided already."), code="decided")


def missing_slots(match: Match, there: Iterable[int]) -> list[int]:
    """The slots of the sides that are not among the entrants ``there``."""
    present = {*there}
    sides = match.sides.order_by("slot").values_list("slot", "entrant")
    return [slot for slot, entrant in sides if entrant not in present]
