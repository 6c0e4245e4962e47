"""The matches of one person: which comes next, when and where, and what to do now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.matches.agenda import Agenda, Entry, agenda_of
from tournaments.matches.calendars import calendar_matches
from tournaments.matches.models import Proposal
from tournaments.matches.queries import visible_matches
from tournaments.matches.sheet import BADGES, match_sheet
from tournaments.registration.models import Registration, RosterEntry

Status = Match.Status


@dataclass(frozen=True, slots=True)
class OwnMatch:
    """A match that is still to be played. ``task`` says what to do next; ``is_urgent``: now."""

    match: Match
    title: str
    badge: str
    starts_at: datetime | None
    expected_at: datetime | None
    station: str
    task: str
    is_urgent: bool

    @property
    def sort_key(self) -> tuple:
        moment = self.starts_at or self.expected_at
        return (not self.is_urgent, moment is None, moment or timezone.now(), self.match.pk)


def my_matches(user: User) -> list[OwnMatch]:
    """What ``user`` plays next, soonest first."""
    matches = list(
        visible_matches()
        .filter(
            sides__entrant__registration__in=_registrations_of(user).values("pk"),
            stage__tournament__status=Tournament.Status.LIVE,
        )
        .exclude(status__in=Match.TERMINAL)
        .distinct()
    )
    tournaments = {match.tournament.pk: match.tournament for match in matches}
    agendas = {key: agenda_of(tournament) for key, tournament in tournaments.items()}
    own_sides = _own_sides(user, matches)
    proposals = _open_proposals(matches)
    found = [
        _own(match, agendas[match.tournament.pk], own_sides, proposals.get(match.pk))
        for match in matches
    ]
    return sorted(found, key=lambda own: own.sort_key)


def own_calendar_matches(user: User) -> QuerySet[Match]:
    """The matches of ``user`` that belong in a calendar."""
    own = Match.objects.filter(
        sides__entrant__registration__in=_registrations_of(user).values("pk")
    )
    return calendar_matches().filter(pk__in=own.values("pk"))


def _registrations_of(user: User) -> QuerySet[Registration]:
    """What ``user`` plays in: on the roster, entered, or entered by a team of theirs."""
    rosters = RosterEntry.objects.filter(user=user.pk).values("registration")
    return Registration.objects.filter(
        Q(pk__in=rosters) | Q(registered_by=user.pk) | Q(team__members=user.pk)
    )


def _own_sides(user: User, matches: list[Match]) -> set[int]:
    """The entrants among those of ``matches`` for whom ``user`` plays."""
    entrants = [side.entrant_id for match in matches for side in match.sides.all()]
    mine = _registrations_of(user).filter(entrant__in=[key for key in entrants if key])
    return set(mine.values_list("entrant", flat=True))


def _open_proposals(matches: list[Match]) -> dict[int, Proposal]:
    waiting = Proposal.objects.filter(
        match__in=matches, status=Proposal.Status.WAITING, deadline__gt=timezone.now()
    )
    return {proposal.match_id: proposal for proposal in waiting}


def _own(match: Match, agenda: Agenda, mine: set[int], proposal: Proposal | None) -> OwnMatch:
    entry = agenda.entries[match.pk]
    station = agenda.stations[entry.station].name if entry.station else ""
    task, is_urgent = _task(match, entry, station, mine, proposal)
    return OwnMatch(
        match=match,
        title=match_sheet(match).title,
        badge=BADGES[Status(match.status)],
        starts_at=entry.starts_at,
        expected_at=agenda.expected[match.pk].starts_at,
        station=station,
        task=task,
        is_urgent=is_urgent,
    )


def _task(
    match: Match, entry: Entry, station: str, mine: set[int], proposal: Proposal | None
) -> tuple[str, bool]:
    if match.status == Status.DISPUTED:
        return _("An official decides. Send evidence, if you have any."), False
    if match.status == Status.REPORTED:
        return _("A result is reported. Say whether it is right."), True
    if match.status == Status.LIVE:
        return _("You play now. Report the result when it is over."), True
    if entry.begun_at:
        if station:
            return _("Go to %(station)s: you are called.") % {"station": station}, True
        return _("You are called: play now."), True
    if proposal and proposal.entrant_id not in mine:
        return _("Another time is proposed to you: accept or decline it."), True
    if match.status == Status.PENDING:
        return _("Wait until your opponent is known."), False
    return _("Be ready in time."), False
