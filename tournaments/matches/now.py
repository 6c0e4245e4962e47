"""Where a tournament stands at this moment: what is over, what is played, what comes next."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext as _

from tournaments.brackets.models import Match, MatchSide
from tournaments.core.models import Tournament
from tournaments.matches.models import Fixture
from tournaments.matches.places import is_lobby, place_of
from tournaments.matches.queries import matches_of
from tournaments.matches.sheet import BADGES

Status = Match.Status
# Begun and not over; what is reported or disputed still waits for its result.
UNDER_WAY = frozenset({Status.LIVE, Status.REPORTED, Status.DISPUTED})
MOST = 8


@dataclass(frozen=True, slots=True)
class SideLine:
    name: str
    score: int | None = None
    is_winner: bool = False


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A match in a list. A lobby has no ``sides`` there, but so many ``players``."""

    pk: int
    name: str
    stage: str
    url: str
    status: str
    status_name: str
    badge: str
    best_of: int
    sides: tuple[SideLine, ...] = ()
    players: int = 0
    starts_at: datetime | None = None
    is_called: bool = False
    station: str = ""
    stream_url: str = ""

    @property
    def title(self) -> str:
        if not self.sides:
            return self.name
        one, other = self.sides
        return _("%(one)s – %(other)s") % {"one": one.name, "other": other.name}


@dataclass(frozen=True, slots=True)
class Now:
    """How many matches are over, left and under way; the first of those under way and next.

    ``next_at`` is the earliest time that is set for a match that has not begun.
    """

    over: int = 0
    left: int = 0
    live: int = 0
    next_at: datetime | None = None
    running: tuple[MatchLine, ...] = ()
    following: tuple[MatchLine, ...] = ()

    @property
    def total(self) -> int:
        return self.over + self.left


def now_of(tournament: Tournament, *, most: int = MOST) -> Now:
    """The counts, and at most so many matches of each kind; five queries, whatever its size."""
    lines = matches_of(tournament).select_related("stage", "fixture__station")
    in_order = [
        F("fixture__called_at").asc(nulls_last=True),
        F("fixture__starts_at").asc(nulls_last=True),
        *lines.query.order_by,
    ]
    running = lines.filter(status__in=UNDER_WAY).order_by(*in_order)[:most]
    following = lines.filter(status=Status.READY).order_by(*in_order)[:most]
    return Now(
        **counts_of(tournament),
        running=tuple(map(match_line, running)),
        following=tuple(map(match_line, following)),
    )


def counts_of(tournament: Tournament) -> dict[str, int | datetime | None]:
    """``over``, ``left``, ``live`` and ``next_at``. A second final counts once it is needed."""
    return _counted(Match.objects.filter(stage__tournament=tournament)).aggregate(
        over=Count("pk", filter=Q(status=Status.COMPLETED)),
        left=Count("pk", filter=~Q(status__in=Match.TERMINAL)),
        live=Count("pk", filter=Q(status__in=UNDER_WAY)),
        next_at=Min("fixture__starts_at", filter=Q(status__in=[Status.PENDING, Status.READY])),
    )


def _counted(matches: QuerySet[Match]) -> QuerySet[Match]:
    return matches.exclude(Q(status=Status.VOID) | Q(status=Status.PENDING, if_needed=True))


def match_line(match: Match) -> MatchLine:
    """``match``, which ``queries.matches_of`` has fetched with its fixture."""
    fixture: Fixture | None = getattr(match, "fixture", None)
    sides = match.sides.all()
    station = fixture.station if fixture else None
    return MatchLine(
        pk=match.pk,
        name=place_of(match),
        stage=match.stage.name,
        url=match.get_absolute_url(),
        status=match.status,
        status_name=match.get_status_display(),
        badge=BADGES[Status(match.status)],
        best_of=match.best_of,
        sides=() if is_lobby(match) else tuple(map(_side, sides)),
        players=len(sides),
        starts_at=fixture.starts_at if fixture else None,
        is_called=bool(fixture and fixture.called_at),
        station=station.name if station else "",
        stream_url=(fixture.stream_url or (station.stream_url if station else ""))
        if fixture
        else "",
    )


def _side(side: MatchSide) -> SideLine:
    name = side.entrant.name if side.entrant else _("Nobody")
    return SideLine(name, side.score, side.is_winner)
