from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.capabilities import Capability
from tournaments.core.roles import Official, may
from tournaments.matches.rules import plays_in

# Officials who need to know how a match went.
OF_MATCHES = (Capability.REPORT_RESULTS, Capability.MANAGE_DISPUTES)
MOST_FILES = 5  # of one person, for one match


def can_see_evidence(match: Match, *, by) -> bool:
    """Whether ``by`` plays in the match, or decides about its result."""
    if not by.is_authenticated:
        return False
    return may(by, match.tournament, *OF_MATCHES) or plays_in(by, match)


def sees_evidence(match: Match, *, by, official: Official | None) -> bool:
    """The same, for a page that knows already what ``by`` is in the tournament."""
    if not by.is_authenticated:
        return False
    return (official is not None and official.may(*OF_MATCHES)) or plays_in(by, match)


def check_can_add_evidence(match: Match, *, by) -> None:
    if not can_see_evidence(match, by=by):
        raise Refused(
            _("Only those who play in this match and its officials can send evidence."),
            code="not_in_match",
        )
    check_takes_evidence(match)
    check_has_files_left(match.evidence.filter(uploaded_by=by).count())


def check_takes_evidence(match: Match) -> None:
    if match.status in {Match.Status.PENDING, Match.Status.VOID}:
        raise Refused(
            _("This match is not being played, so there is nothing to show yet."),
            code="not_played",
        )


def check_has_files_left(sent: int) -> None:
    if sent >= MOST_FILES:
        message = _("You have sent %(number)d files for this match, and more are not accepted.")
        raise Refused(message % {"number": MOST_FILES}, code="enough")


def check_new_to_match(match: Match, *, by, sha256: str) -> None:
    if match.evidence.filter(uploaded_by=by, sha256=sha256).exists():
        raise Refused(
            _("You have sent this file already; it is in the list. Choose another one."),
            code="same_file",
        )
