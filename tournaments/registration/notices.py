"""What the players of a registration are told."""

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tournaments.core.models import Event
from tournaments.notifications.kinds import Message, notice
from tournaments.registration.models import Registration
from tournaments.registration.queries import people_of
from tournaments.registration.rules.words import local

Status = Registration.Status


@notice("registration.made")
def made(event: Event) -> list[Message]:
    if event.after["status"] in (Status.CONFIRMED, Status.AWAITING_PAYMENT):
        return []  # the confirmation, or the word of what is to be paid, says it all
    if event.after["status"] == Status.WAITLISTED:
        return _to_its_people(event, subject=_("On the waitlist: %(tournament)s"), text=_waits())
    text = _(
        "%(name)s is registered for %(tournament)s with the reference %(reference)s. The "
        "organizer looks at it next, and you are told what follows. Do not pay yet."
    )
    return _to_its_people(event, subject=_("Registration received: %(tournament)s"), text=text)


def _waits() -> str:
    return _(
        "%(tournament)s is full. %(name)s is number %(place)s on the waitlist, with the reference "
        "%(reference)s. You are told as soon as a place is free. Do not pay yet."
    )


@notice("registration.offered")
def offered(event: Event) -> list[Message]:
    return _to_its_people(
        event,
        subject=_("A place is yours: %(tournament)s"),
        text=_(
            "A place in %(tournament)s is free for %(name)s. Take it by %(time)s on the page of "
            "your registration; after that it goes to the next."
        ),
    )


@notice("registration.expired")
def expired(event: Event) -> list[Message]:
    text = {
        Status.OFFERED: _(
            "Nobody took the place in %(tournament)s that was offered to %(name)s in time. It "
            "goes to the next."
        ),
        Status.CHANGES_REQUESTED: _(
            "The changes that the organizer of %(tournament)s asked for were not made in time, so "
            "%(name)s has lost the place."
        ),
    }.get(
        event.before["status"],
        _(
            "The entry fee of %(name)s for %(tournament)s was not paid in time, so the place is "
            "lost. Do not pay any more. While registration is open you may register again."
        ),
    )
    return _to_its_people(event, subject=_("Registration expired: %(tournament)s"), text=text)


@notice("registration.confirmed")
def confirmed(event: Event) -> list[Message]:
    return _to_its_people(
        event,
        subject=_("Place confirmed: %(tournament)s"),
        text=_("%(name)s has a place in %(tournament)s. The reference is %(reference)s."),
    )


@notice("registration.rejected")
def rejected(event: Event) -> list[Message]:
    return _to_its_people(
        event,
        subject=_("Registration rejected: %(tournament)s"),
        text=_(
            "The organizer has rejected the registration of %(name)s for %(tournament)s. "
            "The reason: %(reason)s"
        ),
    )


@notice("registration.withdrawn")
def withdrawn(event: Event) -> list[Message]:
    return _to_its_people(
        event,
        subject=_("Withdrawn: %(tournament)s"),
        text=_("%(name)s is withdrawn from %(tournament)s. The place is free again."),
    )


@notice("registration.all_expired")
def all_expired(event: Event) -> list[Message]:
    return _to_all(
        event,
        subject=_("Registration expired: %(tournament)s"),
        text=_(
            "The draw of %(tournament)s is made. Your registration was not confirmed by then, so "
            "it has no place. A payment that was on its way is settled on its page."
        ),
    )


@notice("registration.all_no_show")
def all_no_show(event: Event) -> list[Message]:
    return _to_all(
        event,
        subject=_("No check-in: %(tournament)s"),
        text=_(
            "Check-in of %(tournament)s is over. Nobody checked in for your registration, so it "
            "has lost its place. Are you there? Ask the organizer at once."
        ),
    )


def _to_its_people(event: Event, *, subject: str, text: str) -> list[Message]:
    registration = event.subject
    values = {
        "tournament": event.tournament.title,
        "name": registration.name,
        "reference": registration.reference,
        "reason": event.reason,
        "place": event.after.get("place"),
        "time": _until(event),
    }
    people = people_of([registration.pk])
    return [Message(people, subject % values, text % values, registration.get_absolute_url())]


def _to_all(event: Event, *, subject: str, text: str) -> list[Message]:
    values = {"tournament": event.tournament.title}
    people = people_of(event.after["registrations"])
    return [Message(people, subject % values, text % values, reverse("registration:mine"))]


def _until(event: Event) -> str:
    ends = event.after.get("expires_at")
    return local(parse_datetime(ends)) if ends else ""
