"""A registration as an entry of a calendar."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from tournaments.registration.models import Registration

LENGTH = timedelta(hours=2)  # nobody knows; a calendar wants one


def calendar_of(registration: Registration, *, address: str, host: str) -> bytes:
    """When the tournament begins, and when to check in. The same entry when it is fetched again."""
    tournament = registration.tournament
    calendar = Calendar()
    calendar.add("prodid", f"-//DeltaCrown//{host}//")
    calendar.add("version", "2.0")
    start = _event(registration, f"start@{host}", tournament.title, tournament.starts_at, LENGTH)
    start.add("url", address)
    calendar.add_component(start)
    if opens := tournament.check_in_opens_at:
        title = _("Check in: %(title)s") % {"title": tournament.title}
        length = tournament.last_check_in_at - opens
        check_in = _event(registration, f"check-in@{host}", title, opens, length)
        check_in.add("url", address)
        calendar.add_component(check_in)
    return calendar.to_ical()


def _event(registration, ending, title, begins, length) -> Event:
    event = Event()
    event.add("uid", f"{registration.reference}-{ending}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", begins)
    event.add("dtend", begins + length)
    event.add("summary", title)
    event.add(
        "description",
        _("%(name)s, %(reference)s")
        % {"name": registration.name, "reference": registration.reference},
    )
    return event
