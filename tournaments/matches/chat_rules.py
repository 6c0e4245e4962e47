"""Who reads and writes in the room of a match, and what can stand there."""

import unicodedata
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.capabilities import Capability
from tournaments.core.roles import Official, check_may, may, official_of
from tournaments.matches.models import ChatMessage
from tournaments.matches.rules import plays_in

LONGEST = ChatMessage._meta.get_field("text").max_length
LONGEST_REASON = 200
OPEN_FOR = timedelta(hours=24)  # after the match, for those who played it
# Officials who read every room, and keep it decent.
OF_ROOMS = (
    Capability.REPORT_RESULTS,
    Capability.MANAGE_DISPUTES,
    Capability.MANAGE_REGISTRATIONS,
)
MODERATES = (Capability.MANAGE_DISPUTES, Capability.MANAGE_REGISTRATIONS)
# They turn the text around that stands after them.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_of_room(match: Match, *, by, official: Official | None) -> bool:
    """Whether ``by`` reads the room: who plays in the match, and its officials."""
    if not by.is_authenticated:
        return False
    return (official is not None and official.may(*OF_ROOMS)) or plays_in(by, match)


def can_read(match: Match, *, by) -> bool:
    return is_of_room(match, by=by, official=official_of(by, match.tournament))


def check_can_write(match: Match, *, by) -> None:
    if not can_read(match, by=by):
        raise Refused(
            _("Only those who play in this match and its officials write here."),
            code="not_in_match",
        )
    check_room_open(match, is_official=may(by, match.tournament, *OF_ROOMS))


def check_room_open(match: Match, *, is_official: bool) -> None:
    """Refuse where there is nobody to write to yet, and players a day after the match."""
    if match.status in {Match.Status.PENDING, Match.Status.VOID}:
        raise Refused(_("Nobody plays this match yet."), code="not_played")
    ended = match.completed_at
    if not is_official and ended and ended + OPEN_FOR <= timezone.now():
        raise Refused(_("The match has been over for a day, so its chat is closed."), code="closed")


def check_can_message_sides(match: Match, *, by) -> None:
    check_may(by, match.tournament, *OF_ROOMS)
    check_room_open(match, is_official=True)


def check_can_hide(message: ChatMessage, *, by) -> None:
    check_may(by, message.tournament, *MODERATES)


def check_can_report(message: ChatMessage, *, by) -> None:
    if not can_read(message.match, by=by):
        raise Refused(_("This message is not there."), code="not_in_match")
    if message.by_id == by.pk:
        raise Refused(_("This message is your own."), code="own")
    if message.reports.filter(by=by).exists():
        raise Refused(_("You have reported this message already."), code="reported")


def clean_text(text: str, *, longest: int = LONGEST) -> str:
    """``text`` on one line, or ``Refused`` when nothing of it can be read or it does harm."""
    text = " ".join(text.split())
    if any(unicodedata.category(char) in {"Cc", "Cs"} or char in TURNING for char in text):
        raise Refused(_("The text has characters that cannot be shown."), code="control")
    if not any(unicodedata.category(char) not in {"Cf", "Zs", "Mn"} for char in text):
        raise Refused(_("Write something first."), code="empty")
    if len(text) > longest:
        raise Refused(
            _("The text has %(length)d characters; %(most)d fit.")
            % {"length": len(text), "most": longest},
            code="long",
        )
    return text
