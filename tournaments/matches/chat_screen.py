"""The room of a match as its page shows it, to those who may read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.roles import Official
from tournaments.matches.chat_rules import MODERATES, OF_ROOMS, check_room_open, is_of_room
from tournaments.matches.models import ChatMessage, ChatReport
from tournaments.matches.play_forms import MessageForm

SHOWN = 100  # the newest; officials can read all


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One message. ``text`` is empty where it is hidden from the reader."""

    pk: int
    by: str
    text: str
    at: datetime
    is_own: bool
    is_official: bool
    is_hidden: bool
    reports: int
    can_report: bool


@dataclass(frozen=True, slots=True)
class ChatSection:
    """``form`` is None where the reader cannot write, and ``refusal`` says why."""

    lines: tuple[ChatLine, ...]
    is_cut: bool
    form: MessageForm | None
    refusal: str
    moderates: bool
    is_official: bool


def chat_section(
    match: Match,
    *,
    by,
    official: Official | None,
    form: MessageForm | None = None,
    everything: bool = False,
) -> ChatSection | None:
    """None for everybody who neither plays in the match nor looks after it."""
    if not is_of_room(match, by=by, official=official):
        return None
    is_official = official is not None and official.may(*OF_ROOMS)
    moderates = official is not None and official.may(*MODERATES)
    lines, is_cut = _lines(match, by=by, moderates=moderates, everything=everything)
    refusal = ""
    try:
        check_room_open(match, is_official=is_official)
    except Refused as refused:
        refusal = refused.message
    if refusal and not lines:
        return None
    return ChatSection(
        lines=lines,
        is_cut=is_cut,
        form=None if refusal else form or MessageForm(),
        refusal=refusal,
        moderates=moderates,
        is_official=is_official and not refusal,
    )


def _lines(
    match: Match, *, by, moderates: bool, everything: bool
) -> tuple[tuple[ChatLine, ...], bool]:
    own = ChatReport.objects.filter(message=OuterRef("pk"), by=by)
    rows = (
        ChatMessage.objects.filter(match=match)
        .select_related("by")
        .annotate(
            open_reports=Count("reports", filter=Q(reports__settled_at=None)),
            is_reported=Exists(own),
        )
        .order_by("-pk")
    )
    found = list(rows if everything else rows[: SHOWN + 1])
    is_cut = not everything and len(found) > SHOWN
    shown = found[:SHOWN] if is_cut else found
    return tuple(_line(row, by=by, moderates=moderates) for row in reversed(shown)), is_cut


def _line(row: ChatMessage, *, by, moderates: bool) -> ChatLine:
    is_hidden = row.hidden_at is not None
    return ChatLine(
        pk=row.pk,
        by=row.by.username,
        text="" if is_hidden and not moderates else row.text,
        at=row.at,
        is_own=row.by_id == by.pk,
        is_official=row.is_official,
        is_hidden=is_hidden,
        reports=row.open_reports if moderates else 0,
        can_report=not (row.by_id == by.pk or row.is_reported or is_hidden),
    )
