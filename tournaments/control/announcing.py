"""What the organizer writes to entrants."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.control.models import Announcement
from tournaments.core.capabilities import Capability
from tournaments.core.models import Tournament
from tournaments.core.operations import happened, lock
from tournaments.core.roles import check_may
from tournaments.registration.models import Registration
from tournaments.registration.queries import people_of

Status = Registration.Status


@transaction.atomic
def announce(
    tournament: Tournament, *, subject: str, text: str, statuses: Collection[str], by: User
) -> Announcement:
    """Write to the people of all registrations in one of the ``statuses``, once a person."""
    tournament = lock(tournament)
    check_may(by, tournament, Capability.MAKE_ANNOUNCEMENTS)
    chosen = [status.value for status in Status if status.value in statuses]
    if not subject.strip() or not text.strip():
        raise Refused(_("Write a subject and a text."), code="empty")
    recipients = recipients_in(tournament, chosen).count()
    if not recipients:
        raise Refused(_("Nobody is in what you have chosen."), code="nobody")
    announcement = Announcement.objects.create(
        tournament=tournament,
        subject=subject.strip(),
        text=text.strip(),
        statuses=chosen,
        recipients=recipients,
        made_by=by,
    )
    happened(
        "tournament.announced",
        announcement,
        actor=by,
        after={"statuses": chosen, "recipients": recipients},
    )
    return announcement


def recipients_in(tournament: Tournament, statuses: Collection[str]):
    """Who reads what is written to ``statuses``: accounts that are switched off read nothing."""
    registrations = tournament.registrations.filter(status__in=statuses)
    return people_of(registrations.values_list("pk", flat=True)).filter(is_active=True)


def registrations_by_status(tournament: Tournament) -> dict[Status, int]:
    """How many registrations there are in each status that somebody is in, in order."""
    rows = tournament.registrations.order_by().values_list("status")
    numbers = dict(rows.annotate(number_of=Count("pk")))
    return {status: numbers[status] for status in Status if status in numbers}
