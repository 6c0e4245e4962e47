"""Whether a tournament takes somebody at this moment at all."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deltacrown.errors import Refused
from tournaments.core.models import Tournament
from tournaments.core.settings import Participation
from tournaments.registration.queries import Places
from tournaments.registration.rules.words import local


def check_is_open(tournament: Tournament) -> None:
    """Registration is open at this moment."""
    Status = Tournament.Status
    if tournament.status == Status.CANCELLED:
        raise Refused(_("The tournament is cancelled."), code="cancelled")
    if tournament.status == Status.DRAFT:
        raise Refused(_("The tournament is not published yet."), code="not_published")
    if tournament.status != Status.PUBLISHED:
        raise Refused(_("The tournament has begun or is over."), code="over")
    now = timezone.now()
    opens, closes = tournament.registration_opens_at, tournament.last_registration_at
    if opens and now < opens:
        message = _("Registration is not open yet. It opens on %(time)s.")
        raise Refused(message % {"time": local(opens)}, code="not_yet_open")
    if closes and now >= closes:
        message = _("Registration is closed since %(time)s.")
        raise Refused(message % {"time": local(closes)}, code="closed")


def check_participation(tournament: Tournament, *, is_team: bool) -> None:
    if tournament.participation == Participation.TEAM and not is_team:
        raise Refused(_("This tournament is for teams. Choose a team."), code="wrong_participation")
    if tournament.participation == Participation.SOLO and is_team:
        message = _("This tournament is for single players, not for teams.")
        raise Refused(message, code="wrong_participation")


def check_has_room(tournament: Tournament, places: Places) -> None:
    """There is a place to take, or one on the waitlist."""
    if not places.are_full:
        return
    if not tournament.waitlist_max:
        message = ngettext(
            "The tournament is full: its one place is taken.",
            "The tournament is full: all %(number)s places are taken.",
            tournament.capacity,
        )
        raise Refused(message % {"number": tournament.capacity}, code="full")
    if places.waiting >= tournament.waitlist_max:
        message = _("The tournament is full, and so is its waitlist. Look again later.")
        raise Refused(message, code="waitlist_full")
