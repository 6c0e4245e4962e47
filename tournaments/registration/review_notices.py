"""What players are told of the review of their registration, and of a check-in that moved.

Of an approval they read with what follows: the confirmation, or what is to be paid.
"""

from datetime import datetime

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tournaments.core.models import Event
from tournaments.notifications.kinds import Message, notice
from tournaments.registration.queries import people_of
from tournaments.registration.remarks import lines_of
from tournaments.registration.rules.words import local


@notice("registration.changes_requested")
def changes_requested(event: Event) -> list[Message]:
    """What is to be changed, and by when; who is on the roster may have to do with it."""
    remarks = lines_of(event.tournament, event.after["remarks"])
    asked = [event.reason, *(f"- {line}" for line in remarks)]
    return _told(
        event,
        _("Please change your registration: %(tournament)s"),
        _(
            "The organizer asks for changes to the registration of %(name)s:\n\n%(asked)s\n\n"
            "Change it by %(time)s, or the place is lost."
        ),
        asked="\n".join(filter(None, asked)),
        time=local(_moment(event.after["expires_at"])),
    )


@notice("registration.readmitted")
def readmitted(event: Event) -> list[Message]:
    return _told(
        event,
        _("You are in again: %(tournament)s"),
        _(
            "The organizer has readmitted %(name)s to %(tournament)s, and checked you in. "
            "The new reference is %(reference)s."
        ),
    )


@notice("tournament.check_in_extended")
def check_in_extended(event: Event) -> list[Message]:
    values = {"tournament": event.tournament.title, "time": local(_moment(event.after["to"]))}
    return [
        Message(
            people_of(event.after["registrations"]),
            _("More time to check in: %(tournament)s") % values,
            _("You are not checked in yet. Check in by %(time)s, or your place is lost.") % values,
            reverse("registration:mine"),
        )
    ]


def _told(event: Event, subject: str, text: str, **more: str) -> list[Message]:
    registration = event.subject
    values = {
        "tournament": event.tournament.title,
        "name": registration.name,
        "reference": registration.reference,
        **more,
    }
    people = people_of([registration.pk])
    return [Message(people, subject % values, text % values, registration.get_absolute_url())]


def _moment(written: str | None) -> datetime | None:
    return parse_datetime(written) if written else None
