"""What the sides of a match are told while it is played, and what its officials are."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from tournaments.brackets.models import Match
from tournaments.core.capabilities import CAPABILITIES, Capability
from tournaments.core.models import Event, Tournament
from tournaments.matches.chat_rules import MODERATES
from tournaments.matches.models import ChatMessage, ChatReport
from tournaments.matches.schedule_notices import names_of_sides
from tournaments.notifications.kinds import Message, notice
from tournaments.registration.queries import people_of


@notice("match.called")
def called(event: Event) -> list[Message]:
    station = event.after.get("station")
    if station:
        text = _("Your match %(match)s is called. Play now, at %(station)s.")
    else:
        text = _("Your match %(match)s is called. Play now.")
    return _to_sides(event, _("Play now: %(match)s"), text, station=station)


@notice("match.checked_in")
def checked_in(event: Event) -> list[Message]:
    """The others learn that somebody waits for them."""
    return _to_sides(
        event,
        _("%(side)s is there"),
        _("%(side)s has checked in to %(match)s, and waits for you."),
        but=event.after["entrant"],
        is_urgent=False,
        side=event.after["side"],
    )


@notice("match.no_show")
def no_show(event: Event) -> list[Message]:
    """Both sides and the officials learn why the match is decided."""
    names = ", ".join(event.after["sides"])
    if len(event.after["absent"]) == 2:
        text = _("Nobody came to %(match)s in time, so neither side won it: %(absent)s.")
    else:
        text = _("%(absent)s did not come to %(match)s in time, and loses it by forfeit.")
    subject = _("No show: %(match)s")
    told = _to_sides(event, subject, text, is_urgent=False, absent=names)
    officials = officials_of(event.tournament, Capability.REPORT_RESULTS)
    return [*told, *_told(event, officials, subject, text, absent=names)]


@notice("match.restarted")
def restarted(event: Event) -> list[Message]:
    text = _(
        "%(match)s begins anew, and what was reported counts no more. The reason: %(reason)s "
        "Both sides are to come at once."
    )
    return _to_sides(event, _("Restarted: %(match)s"), text, reason=event.reason)


@notice("match.given_time")
def given_time(event: Event) -> list[Message]:
    text = _("The officials give the sides of %(match)s %(minutes)s minutes more to check in.")
    return _to_sides(
        event, _("More time: %(match)s"), text, minutes=event.after["minutes"], is_urgent=False
    )


@notice("match.veto_begun")
def veto_begun(event: Event) -> list[Message]:
    text = _("The map veto of %(match)s has begun, and each turn has its time. Open the match.")
    return _to_sides(event, _("Map veto: %(match)s"), text)


@notice("match.sides_messaged")
def sides_messaged(event: Event) -> list[Message]:
    """Both sides, but not who wrote it."""
    message = ChatMessage.objects.filter(pk=event.after["message"]).first()
    if message is None:
        return []
    subject = _("From the officials: %(match)s")
    return _to_sides(event, subject, "%(text)s", anchor="#chat", text=message.text)


@notice("match.message_reported")
def message_reported(event: Event) -> list[Message]:
    report = (
        ChatReport.objects.filter(message=event.after["message"], by=event.actor)
        .select_related("message__by")
        .first()
    )
    if report is None:
        return []
    return _told(
        event,
        officials_of(event.tournament, *MODERATES),
        _("Reported: a message in %(match)s"),
        _("%(by)s reports a message of %(writer)s: “%(text)s”. %(reason)s"),
        anchor="#chat",
        by=event.actor.username,
        writer=report.message.by.username,
        text=report.message.text,
        reason=report.reason,
    )


def officials_of(tournament: Tournament, *capabilities: Capability) -> QuerySet[User]:
    """Who runs the tournament, and its staff with one of the ``capabilities``."""
    roles = [role for role, has in CAPABILITIES.items() if not has.isdisjoint(capabilities)]
    staff = tournament.staff.in_office().filter(role__in=roles)
    return User.objects.filter(
        Q(groups=tournament.organizer.group_id) | Q(pk__in=staff.values("user"))
    ).distinct()


def _to_sides(
    event: Event,
    subject: str,
    body: str,
    *,
    but: int | None = None,
    is_urgent: bool = True,
    anchor: str = "",
    **words: object,
) -> list[Message]:
    match: Match | None = event.subject
    if match is None:  # a correction took it back before anybody was told
        return []
    sides = match.sides.exclude(entrant=None).exclude(entrant=but)
    registrations = sides.values_list("entrant__registration", flat=True)
    people = people_of(registrations)
    if event.actor_id:
        people = people.exclude(pk=event.actor_id)
    return _told(event, people, subject, body, anchor=anchor, is_urgent=is_urgent, **words)


def _told(
    event: Event,
    people: Iterable[User],
    subject: str,
    body: str,
    *,
    anchor: str = "",
    is_urgent: bool = False,
    **words: object,
) -> list[Message]:
    match: Match | None = event.subject
    if match is None:
        return []
    values = {"match": names_of_sides(match) or match.stage.name, **words}
    path = match.get_absolute_url() + anchor
    return [Message(people, subject % values, body % values, path, is_urgent=is_urgent)]
