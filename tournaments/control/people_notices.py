"""Who is told of places in the staff, and of bans."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Event
from tournaments.notifications.kinds import Message, notice


@notice("staff.invited")
def staff_invited(event: Event) -> list[Message]:
    """Who is asked to help finds the invitation by its link."""
    return _to_the_person(
        event,
        _("%(tournament)s asks for your help"),
        _("%(by)s invites you as: %(role)s. You help once you accept."),
    )


@notice("staff.role_changed")
def staff_role_changed(event: Event) -> list[Message]:
    return _to_the_person(
        event,
        _("%(tournament)s: your role is another one"),
        _("%(by)s made you: %(role)s. If you do not want that, you can leave."),
    )


@notice("staff.removed")
def staff_removed(event: Event) -> list[Message]:
    return _to_the_person(
        event,
        _("%(tournament)s: your place in the staff has ended"),
        _("%(by)s took it back. Thank you for your help."),
    )


@notice("staff.accepted")
def staff_accepted(event: Event) -> list[Message]:
    return _to_who_invited(event, _("%(tournament)s: %(user)s helps as: %(role)s"))


@notice("staff.declined")
def staff_declined(event: Event) -> list[Message]:
    return _to_who_invited(event, _("%(tournament)s: %(user)s declined"))


@notice("staff.left")
def staff_left(event: Event) -> list[Message]:
    return _to_who_invited(event, _("%(tournament)s: %(user)s helps no more"))


@notice("ban.made")
def ban_made(event: Event) -> list[Message]:
    """The person reads why, where and for how long."""
    ban = event.subject
    text = _("The reason that was given: %(reason)s") % {"reason": event.reason}
    end = ban.ends_at and date_format(timezone.localtime(ban.ends_at), "j F Y, H:i")
    until = _("It ends at: %(end)s") % {"end": end} if end else _("It has no end.")
    stands = _("What you entered before stands.")
    return [Message([ban.user], _banned(ban), f"{text}\n{until}\n{stands}")]


@notice("ban.lifted")
def ban_lifted(event: Event) -> list[Message]:
    return [Message([event.subject.user], _("You may register again"), _("A ban was lifted."))]


def _banned(ban) -> str:
    if ban.organizer:
        return _("You may not register with %(organizer)s") % {"organizer": ban.organizer}
    return _("You may not register on this site")


def _to_the_person(event: Event, subject: str, text: str) -> list[Message]:
    values = _values(event)
    path = reverse("control:invitations")
    return [Message([event.subject.user], subject % values, text % values, path)]


def _to_who_invited(event: Event, subject: str) -> list[Message]:
    place = event.subject
    text = _("Look at the staff of the tournament.")
    path = reverse("control:staff", args=[place.tournament.slug])
    return [Message([place.invited_by], subject % _values(event), text, path)]


def _values(event: Event) -> dict[str, object]:
    """The role is that of the event: it may be another one by now."""
    role = event.after.get("role") or event.before.get("role")
    return {
        "tournament": event.tournament,
        "user": event.subject.user.username,
        "by": event.actor.username,
        "role": StaffRole(role).label,
    }
