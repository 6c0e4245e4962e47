"""What a match page says to its own people before the first game: who is there, and where to go."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match, MatchSide
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.roles import Official
from tournaments.matches.models import Fixture, MatchCheckIn
from tournaments.matches.play_forms import TimeForm
from tournaments.matches.play_rules import (
    RESTARTABLE,
    Window,
    has_check_in,
    sees_play,
    window_of,
)
from tournaments.matches.rules import plays_in, side_of
from tournaments.registration.rules.words import local

Status = Match.Status
LOBBY = ("lobby_code", "lobby_password", "server", "voice_channel", "note")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One side: whether it is there, and whether the reader can say that it is."""

    entrant: int
    name: str
    is_own: bool
    check_in: MatchCheckIn | None
    can_check_in: bool


@dataclass(frozen=True, slots=True)
class ArrivalSection:
    """``now`` is what the reader does next, and ``until`` how long that can be done.

    ``lobby`` are the words by which the sides find each other, each with its name.
    """

    now: str
    until: datetime | None
    sides: tuple[Arrival, ...]
    lobby: tuple[tuple[str, str], ...]
    stream_url: str
    has_check_in: bool
    can_call: bool = False
    can_start: bool = False
    can_restart: bool = False
    can_set_lobby: bool = False
    time_form: TimeForm | None = field(default=None)

    @property
    def is_official(self) -> bool:
        return self.can_call or self.can_start or self.can_restart or self.can_set_lobby


def arrival_section(match: Match, *, by, official: Official | None) -> ArrivalSection | None:
    """None for the public, and once the match is over."""
    if match.is_terminal or not sees_play(match, by=by, official=official):
        return None
    fixture = Fixture.objects.filter(match=match).first()
    own = _own_side(match, by)
    runs = _runs(match, by=by, official=official)
    window = window_of(match, fixture)
    now = timezone.now()
    is_open = window is not None and window.is_open_at(now) and match.status == Status.READY
    sides = _arrivals(match, own=own, runs=runs, is_open=is_open)
    is_ready = runs and match.status == Status.READY
    return ArrivalSection(
        now=_now(match, fixture, window, sides, now=now),
        until=window.closes_at if is_open else None,
        sides=sides,
        lobby=_lobby(fixture),
        stream_url=fixture.stream_url if fixture else "",
        has_check_in=has_check_in(match.tournament),
        can_call=is_ready and not (fixture and fixture.called_at),
        can_start=is_ready,
        can_restart=runs and match.status in RESTARTABLE,
        can_set_lobby=runs,
        time_form=TimeForm() if is_ready and _is_late(match, fixture, now) else None,
    )


def _own_side(match: Match, by) -> MatchSide | None:
    try:
        return side_of(by, match)
    except Refused:  # of both sides: officials check them in
        return None


def _runs(match: Match, *, by, official: Official | None) -> bool:
    if official is None or not official.may(Capability.REPORT_RESULTS):
        return False
    is_live = match.tournament.status == Tournament.Status.LIVE
    return is_live and not plays_in(by, match)


def _is_late(match: Match, fixture: Fixture | None, now: datetime) -> bool:
    expected = fixture and fixture.expected_at
    return bool(has_check_in(match.tournament) and expected and expected <= now)


def _arrivals(
    match: Match, *, own: MatchSide | None, runs: bool, is_open: bool
) -> tuple[Arrival, ...]:
    there = {row.entrant_id: row for row in match.check_ins.select_related("by")}
    may_force = runs and has_check_in(match.tournament) and match.status == Status.READY
    arrivals = []
    for side in match.sides.select_related("entrant").exclude(entrant=None).order_by("slot"):
        is_own = own is not None and own.pk == side.pk
        is_missing = side.entrant_id not in there
        arrivals.append(
            Arrival(
                entrant=side.entrant_id,
                name=side.entrant.name,
                is_own=is_own,
                check_in=there.get(side.entrant_id),
                can_check_in=is_missing and (may_force or (is_own and is_open)),
            )
        )
    return tuple(arrivals)


def _lobby(fixture: Fixture | None) -> tuple[tuple[str, str], ...]:
    if fixture is None:
        return ()
    return tuple(
        (str(Fixture._meta.get_field(name).verbose_name).capitalize(), text)
        for name in LOBBY
        if (text := getattr(fixture, name))
    )


def _now(
    match: Match,
    fixture: Fixture | None,
    window: Window | None,
    sides: tuple[Arrival, ...],
    *,
    now: datetime,
) -> str:
    """The next thing to do, in a sentence."""
    if match.status != Status.READY:
        return {
            Status.PENDING: _("The sides are not known yet. Wait until they are."),
            Status.LIVE: _("The match is being played. Enter its result when it is over."),
            Status.REPORTED: _("A result is reported. The other side confirms it, or differs."),
            Status.DISPUTED: _("The sides disagree. An official rules."),
        }[Status(match.status)]
    if not has_check_in(match.tournament):
        return _without_check_in(fixture)
    if window is None:
        return _("Check-in opens when a time is set for the match, or the sides are called.")
    if not window.has_opened_at(now):
        return _("Check-in opens at %(time)s.") % {"time": local(window.opens_at)}
    if window.is_over_at(now):
        return _("Check-in is over. The officials decide what follows.")
    if any(side.is_own and not side.check_in for side in sides):
        return _("Check in now: who is not there in time loses the match.")
    missing = [side.name for side in sides if not side.check_in]
    return _("Not there yet: %(names)s.") % {"names": ", ".join(missing)}


def _without_check_in(fixture: Fixture | None) -> str:
    if fixture and fixture.called_at:
        return _("The match is called. Play now.")
    if fixture and fixture.starts_at:
        return _("Be there at %(time)s.") % {"time": local(fixture.starts_at)}
    return _("Play when both sides are there, or when you are called.")
