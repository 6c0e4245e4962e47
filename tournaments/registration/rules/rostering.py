"""Who plays is changed by the team until rosters lock; from then on an official decides."""

from datetime import datetime
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.core.models import Tournament
from tournaments.registration.models import Registration, RosterEntry, Substitution
from tournaments.registration.rules.account import check_not_banned
from tournaments.registration.rules.answering import refusal_of
from tournaments.registration.rules.eligibility import check_players
from tournaments.registration.rules.parts import speaks_for
from tournaments.registration.rules.players import check_players_free
from tournaments.registration.rules.words import local

Role = RosterEntry.Role
LONGEST_REASON = Substitution._meta.get_field("reason").max_length
IN_PLAY = frozenset({Tournament.Status.PUBLISHED, Tournament.Status.LIVE})


def rosters_are_locked(tournament: Tournament, moment: datetime) -> bool:
    """By the time that the organizer set; at the latest with the draw."""
    if tournament.status != Tournament.Status.PUBLISHED:
        return True
    return tournament.roster_locks_at is not None and tournament.roster_locks_at <= moment


def check_can_change_roster(registration: Registration, *, by: User) -> None:
    tournament = registration.tournament
    _check_leads_a_team(registration, by)
    _check_stands(registration)
    if tournament.status != Tournament.Status.PUBLISHED:
        message = _("Rosters are locked since the draw. Ask for a substitution instead.")
        raise Refused(message, code="roster_locked")
    if rosters_are_locked(tournament, timezone.now()):
        message = _("Rosters are locked since %(time)s. Ask for a substitution instead.")
        raise Refused(message % {"time": local(tournament.roster_locks_at)}, code="roster_locked")


def check_can_ask(registration: Registration, *, by: User) -> None:
    """``by`` may ask for a substitution now, whoever it is about."""
    _check_leads_a_team(registration, by)
    check_in_play(registration)
    if not rosters_are_locked(registration.tournament, timezone.now()):
        message = _("Rosters are not locked yet. Change the roster yourself.")
        raise Refused(message, code="roster_open")


def check_in_play(registration: Registration) -> None:
    """Its players can still change: neither it nor the tournament is over."""
    _check_stands(registration)
    if registration.tournament.status not in IN_PLAY:
        raise Refused(_("The tournament is over."), code="over")
    if hasattr(registration, "entrant") and registration.entrant.left_at:
        message = _("%(name)s has left the tournament.")
        raise Refused(message % {"name": registration.name}, code="left")


def check_swap(
    registration: Registration, outgoing: RosterEntry, incoming: User, *, by: User
) -> None:
    """``incoming`` may have the place of ``outgoing``: what is asked at entry holds for them."""
    if not registration.roster.filter(pk=outgoing.pk).exists():
        message = _("%(name)s is not on the roster any more.")
        raise Refused(message % {"name": outgoing.display_name}, code="not_on_roster")
    if not registration.team.memberships.filter(user=incoming).exists():
        message = _("Not in %(team)s: %(names)s.")
        values = {"team": registration.team.name, "names": incoming.username}
        raise Refused(message % values, code="not_member")
    _check_free(registration, outgoing, incoming)
    check_not_banned(registration.tournament, [incoming], by=by)
    if outgoing.role in RosterEntry.PLAYS:
        check_players(registration.tournament, [incoming])


def _check_free(registration: Registration, outgoing: RosterEntry, incoming: User) -> None:
    own = registration.roster.filter(user=incoming).first()
    if own is None:
        check_players_free(registration.tournament, [incoming])
    elif own.role != Role.SUBSTITUTE or outgoing.role != Role.STARTER:
        message = _("%(name)s is on the roster already: %(role)s. Only a substitute steps up.")
        values = {"name": incoming.username, "role": own.get_role_display()}
        raise Refused(message % values, code="on_roster")


def check_not_asked(outgoing: RosterEntry) -> None:
    asked = Substitution.objects.filter(outgoing=outgoing, status=Substitution.Status.WAITING)
    if asked.exists():
        message = _("A substitution for %(name)s is asked for already. Wait for the answer.")
        raise Refused(message % {"name": outgoing.display_name}, code="already_asked")


def check_words(reason: str, missing: str) -> str:
    """The reason without the space around it; ``missing`` says that there has to be one."""
    if not (reason := reason.strip()):
        raise Refused(missing, code="reason_missing")
    if len(reason) > LONGEST_REASON:
        message = _("Write at most %(most)s letters.")
        raise Refused(message % {"most": LONGEST_REASON}, code="too_long")
    return reason


def check_waits(substitution: Substitution) -> None:
    if substitution.status != Substitution.Status.WAITING:
        message = _("It is decided already: %(status)s.")
        status = substitution.get_status_display()
        raise Refused(message % {"status": status}, code="decided")


def can_change_roster(registration: Registration, user: User) -> bool:
    return refusal_of(partial(check_can_change_roster, registration, by=user)) is None


def can_ask(registration: Registration, user: User) -> bool:
    return refusal_of(partial(check_can_ask, registration, by=user)) is None


def _check_leads_a_team(registration: Registration, by: User) -> None:
    if not speaks_for(registration, by):
        message = _("Only the one who registered, or a leader of the team, changes who plays.")
        raise Refused(message, code="not_yours")
    if registration.team is None:
        raise Refused(_("Only a team changes who plays."), code="no_team")


def _check_stands(registration: Registration) -> None:
    if registration.is_terminal:
        message = _("The registration %(reference)s is over.")
        raise Refused(message % {"reference": registration.reference}, code="registration_over")
