"""What the players of a registration are told."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tournaments.core.models import Event
from tournaments.notifications.kinds import Message, notice
from tournaments.registration.models import Registration
from tournaments.registration.queries import people_of


@notice("registration.made")
def made(event: Event) -> list[Message]:
    if event.after["status"] == Registration.Status.CONFIRMED:
        return []  # the confirmation says it all
    return _to_its_people(
        event,
        subject=_("Registration received: %(tournament)s"),
        text=_(
            "%(name)s is registered for %(tournament)s with the reference %(reference)s. Pay the "
            "entry fee and send the proof of it; the place is certain once it is verified."
        ),
    )


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
            "The draw of %(tournament)s is made. Nobody checked in for your registration, so it "
            "has no place."
        ),
    )


def _to_its_people(event: Event, *, subject: str, text: str) -> list[Message]:
    registration = event.subject
    values = {
        "tournament": event.tournament.title,
        "name": registration.name,
        "reference": registration.reference,
        "reason": event.reason,
    }
    people = people_of([registration.pk])
    return [Message(people, subject % values, text % values, registration.get_absolute_url())]


def _to_all(event: Event, *, subject: str, text: str) -> list[Message]:
    values = {"tournament": event.tournament.title}
    people = people_of(event.after["registrations"])
    return [Message(people, subject % values, text % values, reverse("registration:mine"))]
