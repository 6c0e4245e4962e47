"""What the channels of organizers and of teams are told: what everybody may know."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tournaments.brackets.models import Match, MatchSide
from tournaments.core.models import Event, Tournament
from tournaments.notifications.kinds import Broadcast, broadcast
from tournaments.registration.models import Registration
from tournaments.registration.rules.words import local

# In a lobby nobody reads more places than these.
PLACES = 3


# --- tournaments -----------------------------------------------------------------------


@broadcast("tournament.published")
def published(event: Event) -> list[Broadcast]:
    return _of_tournament(event, _("%(tournament)s is announced."))


@broadcast("tournament.live")
def live(event: Event) -> list[Broadcast]:
    return _of_tournament(event, _("%(tournament)s has begun."))


@broadcast("tournament.cancelled")
def cancelled(event: Event) -> list[Broadcast]:
    text = _("%(tournament)s is cancelled. The organizer gave this reason: %(reason)s")
    return _of_tournament(event, text)


@broadcast("tournament.announced")
def announced(event: Event) -> list[Broadcast]:
    """What was written to those who play; what some others alone read stays with them."""
    announcement = event.subject
    if Registration.Status.CONFIRMED not in announcement.statuses:
        return []
    text = f"{event.tournament}: {announcement.subject}\n{announcement.text}"
    return [_to_organizer(event.tournament, text)]


@broadcast("tournament.concluded")
def concluded(event: Event) -> list[Broadcast]:
    """The end, once the places stand."""
    first = event.tournament.placements.filter(first=1).select_related("entrant")
    champions = ", ".join(placement.entrant.name for placement in first)
    if not champions:
        return _of_tournament(event, _("%(tournament)s is over."))
    words = {"tournament": event.tournament, "champions": champions}
    text = _("%(tournament)s is over. The winner is %(champions)s.") % words
    return [_to_organizer(event.tournament, text)]


@broadcast("stage.drawn")
def drawn(event: Event) -> list[Broadcast]:
    if event.subject is None:  # a correction took the stage back before anybody was told
        return []
    return _of_tournament(event, _("%(tournament)s: “%(subject)s” is drawn."))


@broadcast("stage.round_paired")
def round_paired(event: Event) -> list[Broadcast]:
    if event.subject is None:
        return []
    return _of_tournament(event, _("%(tournament)s: round %(round)s of “%(subject)s” is paired."))


def _of_tournament(event: Event, text: str) -> list[Broadcast]:
    words = {
        "tournament": event.tournament,
        "subject": event.subject,
        "reason": event.reason,
        "round": event.after.get("round"),
    }
    return [_to_organizer(event.tournament, text % words)]


def _to_organizer(tournament: Tournament, text: str) -> Broadcast:
    return Broadcast([tournament.organizer], text, tournament.get_absolute_url())


# --- matches ---------------------------------------------------------------------------


@broadcast("match.completed")
def completed(event: Event) -> list[Broadcast]:
    return _result(event, _("%(tournament)s: %(result)s."))


@broadcast("match.corrected")
def corrected(event: Event) -> list[Broadcast]:
    return _result(event, _("%(tournament)s, corrected: %(result)s."))


@broadcast("match.called")
def called(event: Event) -> list[Broadcast]:
    """The teams hear where to be now; the organizer knows."""
    if station := event.after.get("station"):
        text = _("%(tournament)s: play now: %(names)s, %(station)s.")
    else:
        text = _("%(tournament)s: play now: %(names)s.")
    return _to_teams(event, text, station=station)


@broadcast("match.scheduled")
def scheduled(event: Event) -> list[Broadcast]:
    return _time(event, _("%(tournament)s: %(names)s is played at %(time)s."))


@broadcast("match.rescheduled")
def rescheduled(event: Event) -> list[Broadcast]:
    return _time(event, _("%(tournament)s: %(names)s is played at %(time)s now."))


def _time(event: Event, text: str) -> list[Broadcast]:
    if not event.after.get("starts_at"):
        return []
    return _to_teams(event, text, time=local(parse_datetime(event.after["starts_at"])))


def _result(event: Event, text: str) -> list[Broadcast]:
    """To the organizer's channel and to those of the teams; not of a match that nobody played."""
    sides = _sides_of(event.subject)
    if len(sides) < 2 or event.subject.status != Match.Status.COMPLETED:
        return []
    text %= {"tournament": event.tournament, "result": _result_of(event.subject, sides)}
    owners = [event.tournament.organizer, *_teams_of(sides)]
    return [Broadcast(owners, text, event.subject.get_absolute_url())]


def _to_teams(event: Event, text: str, **words) -> list[Broadcast]:
    sides = _sides_of(event.subject)
    if not sides:
        return []
    text %= {"tournament": event.tournament, "names": _names(sides), **words}
    return [Broadcast(_teams_of(sides), text, event.subject.get_absolute_url())]


def _sides_of(match: Match | None) -> list[MatchSide]:
    """Those that have somebody; none of a match that a correction has taken back."""
    if match is None:
        return []
    prefetch_related_objects([match], "sides__entrant__registration__team")
    return [side for side in match.sides.all() if side.entrant]


def _teams_of(sides: Sequence[MatchSide]) -> list:
    registrations = [side.entrant.registration for side in sides]
    return [registration.team for registration in registrations if registration.team]


def _names(sides: Sequence[MatchSide]) -> str:
    return " – ".join(side.entrant.name for side in sides)


def _result_of(match: Match, sides: Sequence[MatchSide]) -> str:
    """The result as it stands now: a later correction has written over that of the event."""
    if match.decided_by != Match.DecidedBy.PLAYED:
        winners = ", ".join(side.entrant.name for side in sides if side.is_winner)
        how = match.get_decided_by_display()
        return f"{_names(sides)}: {winners} ({how})" if winners else f"{_names(sides)}: {how}"
    if len(sides) == 2:
        one, other = sides
        return f"{one.entrant.name} {one.score}–{other.score} {other.entrant.name}"
    placed = sorted((side for side in sides if side.place), key=lambda side: side.place)
    return ", ".join(f"{side.place}. {side.entrant.name}" for side in placed[:PLACES])
