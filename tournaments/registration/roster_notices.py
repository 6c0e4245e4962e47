"""Who is told when the people of a registration change."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from tournaments.core.capabilities import CAPABILITIES, Capability
from tournaments.core.models import Event, StaffMember
from tournaments.notifications.kinds import Message, notice
from tournaments.registration.queries import people_of

DECIDE = [role for role, may in CAPABILITIES.items() if Capability.MANAGE_REGISTRATIONS in may]


@notice("registration.roster_changed")
def roster_changed(event: Event) -> list[Message]:
    """Who came, and who went, unless they did it themselves."""
    before, after = (
        {row["user"] for row in each["roster"]} for each in (event.before, event.after)
    )
    own = {event.actor_id}
    return [
        _message(
            event,
            _people(after - before - own),
            _("You are on the roster: %(tournament)s"),
            _("%(by)s put you on the roster of %(name)s for %(tournament)s."),
        ),
        _message(
            event,
            _people(before - after - own),
            _("You are off the roster: %(tournament)s"),
            _("%(by)s took you off the roster of %(name)s for %(tournament)s."),
        ),
    ]


@notice("registration.substitution_asked")
def substitution_asked(event: Event) -> list[Message]:
    """Those who decide."""
    return [
        _message(
            event,
            _officials(event),
            _("A substitution waits for you: %(tournament)s"),
            _("%(name)s asks to let %(incoming)s play for %(outgoing)s. Why: %(reason)s"),
            reverse("control:substitutions", args=[event.tournament.slug]),
        )
    ]


@notice("registration.substitution_approved")
def substitution_approved(event: Event) -> list[Message]:
    """The team, and who does not play any more."""
    text = _("%(incoming)s plays for %(outgoing)s in %(name)s from now on. %(reason)s")
    return [_message(event, _concerned(event), _("Substitution approved: %(tournament)s"), text)]


@notice("registration.substitution_denied")
def substitution_denied(event: Event) -> list[Message]:
    text = _("%(incoming)s may not play for %(outgoing)s in %(name)s. The reason: %(reason)s")
    return [_message(event, _concerned(event), _("Substitution denied: %(tournament)s"), text)]


@notice("registration.place_claimed")
def place_claimed(event: Event) -> list[Message]:
    """Who entered the guests, unless they claimed a place themselves."""
    people = _people({event.subject.registered_by_id} - {event.actor_id})
    subject = _("A place is claimed: %(tournament)s")
    text = _("%(by)s has claimed the place of %(place)s in %(name)s.")
    return [_message(event, people, subject, text)]


@notice("registration.place_freed")
def place_freed(event: Event) -> list[Message]:
    people = _people({event.before["user"]} - {event.actor_id})
    subject = _("Your place is taken back: %(tournament)s")
    text = _("%(by)s took back the place of %(place)s in %(name)s. Ask them, if that is wrong.")
    return [_message(event, people, subject, text, event.tournament.get_absolute_url())]


def _people(keys: Iterable[int | None]) -> list[User]:
    return list(User.objects.filter(pk__in=keys).order_by("pk"))


def _officials(event: Event) -> list[User]:
    staff = StaffMember.objects.in_office().filter(tournament=event.tournament, role__in=DECIDE)
    organizers = event.tournament.organizer.group.user_set.values("pk")
    return list(
        User.objects.filter(Q(pk__in=staff.values("user")) | Q(pk__in=organizers)).order_by("pk")
    )


def _concerned(event: Event) -> list[User]:
    named = _people([event.after["outgoing_user"], event.after["incoming_user"]])
    return sorted({*people_of([event.subject.pk]), *named}, key=lambda user: user.pk)


def _message(event: Event, people: list[User], subject: str, text: str, path: str = "") -> Message:
    registration = event.subject
    values = {
        "tournament": event.tournament.title,
        "name": registration.name,
        "by": event.actor.username,
        "reason": event.reason,
        "incoming": event.after.get("incoming"),
        "outgoing": event.after.get("outgoing"),
        "place": event.after.get("name"),
    }
    path = path or registration.get_absolute_url()
    return Message(people, subject % values, (text % values).strip(), path)
