"""Who is told of reports, and of what becomes of disputes.

People are found through the registrations of the sides, so that nobody else is ever told.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from tournaments.brackets.models import Match
from tournaments.core.capabilities import CAPABILITIES, Capability
from tournaments.core.models import Event, StaffMember, Tournament
from tournaments.matches.models import Dispute
from tournaments.matches.report_rules import stands_at
from tournaments.matches.rules import plays_in
from tournaments.notifications.kinds import Message, notice
from tournaments.registration.queries import people_of
from tournaments.registration.rules.words import local

RULE = [role for role, may in CAPABILITIES.items() if Capability.MANAGE_DISPUTES in may]


@notice("report.made")
def made(event: Event) -> list[Message]:
    """The other side, as long as it can answer."""
    until = stands_at(event.subject) if event.subject else None
    if until is None:
        return []
    text = _(
        "%(side)s has reported the result of %(match)s. Confirm it or report what you saw by "
        "%(time)s; after that it stands."
    )
    people = _players(event.subject).exclude(pk__in=_players(event.subject, event.after["entrant"]))
    subject = _("A result waits for you: %(tournament)s")
    return [_message(event, people, subject, text, time=local(until), is_urgent=True)]


@notice("report.unanswered")
def unanswered(event: Event) -> list[Message]:
    text = _("Nobody answered the report of %(side)s in time, so it is the result of %(match)s.")
    return _to_sides(event, _("A report stands: %(tournament)s"), text)


@notice("dispute.opened")
def opened(event: Event) -> list[Message]:
    """Both sides, and the officials who can rule on it."""
    if event.subject is None:
        return []
    subject = _("A match is disputed: %(tournament)s")
    to_sides = _(
        "The result of %(match)s is disputed, and an official decides. Send pictures or videos "
        "that show how it went."
    )
    to_officials = _("%(match)s waits for a ruling. The reason: %(why)s. %(reason)s")
    sides = _players(event.subject)
    officials = _officials(event.tournament).exclude(pk__in=sides)
    why = Dispute.Reason(event.after["why"]).label
    return [
        _message(event, _others(sides, event), subject, to_sides, is_urgent=True),
        _message(event, _others(officials, event), subject, to_officials, why=why, is_urgent=True),
    ]


@notice("dispute.escalated")
def escalated(event: Event) -> list[Message]:
    """The organizer; or those who run the site, where the organizer hands it on or plays in it."""
    match = event.subject
    if match is None:
        return []
    people = list(event.tournament.organizer.group.user_set.filter(is_active=True))
    free = [user for user in people if not plays_in(user, match)]
    if event.after["to_site"] or not free:
        free = list(User.objects.filter(is_superuser=True, is_active=True))
    text = _("The dispute about %(match)s is handed on to you. Why: %(reason)s")
    subject = _("A dispute is handed on to you: %(tournament)s")
    return [_message(event, free, subject, text, is_urgent=True)]


@notice("dispute.resolved")
def resolved(event: Event) -> list[Message]:
    text = _("An official has ruled on %(match)s. The ruling: %(reason)s")
    return _to_sides(event, _("A ruling: %(tournament)s"), text)


@notice("dispute.dismissed")
def dismissed(event: Event) -> list[Message]:
    text = _("The dispute about %(match)s is dismissed, and play goes on. Why: %(reason)s")
    return _to_sides(event, _("A ruling: %(tournament)s"), text)


@notice("dispute.cancelled")
def cancelled(event: Event) -> list[Message]:
    """Both sides, where the match goes on as it was; else its result tells them."""
    if event.after["why"] != "taken_back":
        return []
    text = _("The dispute about %(match)s is taken back. The match goes on as it was before.")
    return _to_sides(event, _("A dispute is taken back: %(tournament)s"), text)


def _to_sides(event: Event, subject: str, text: str) -> list[Message]:
    if event.subject is None:
        return []
    return [_message(event, _others(_players(event.subject), event), subject, text)]


def _players(match: Match, *entrants: int):
    """Everybody of the sides of ``match``, or of those of its ``entrants`` alone."""
    sides = match.sides.exclude(entrant=None)
    if entrants:
        sides = sides.filter(entrant__in=entrants)
    return people_of(sides.values_list("entrant__registration", flat=True))


def _officials(tournament: Tournament):
    staff = StaffMember.objects.in_office().filter(tournament=tournament, role__in=RULE)
    organizers = tournament.organizer.group.user_set.values("pk")
    return User.objects.filter(
        Q(pk__in=staff.values("user")) | Q(pk__in=organizers), is_active=True
    ).order_by("pk")


def _others(people, event: Event):
    return people.exclude(pk=event.actor_id) if event.actor_id else people


def _message(
    event: Event,
    people: Iterable[User],
    subject: str,
    text: str,
    *,
    is_urgent: bool = False,
    **words,
) -> Message:
    match = event.subject
    sides = match.sides.exclude(entrant=None).values_list("entrant__name", flat=True)
    values = {
        "tournament": event.tournament.title,
        "match": " – ".join(sides),
        "side": event.after.get("side"),
        "reason": event.reason,
    } | words
    return Message(
        people,
        subject % values,
        (text % values).strip(),
        match.get_absolute_url(),
        is_urgent=is_urgent,
    )
