from django.db import transaction
from django.utils import timezone

from tournaments.brackets.models import Match
from tournaments.core.limits import counted
from tournaments.core.operations import happened, room_topic
from tournaments.core.versions import raise_versions
from tournaments.matches.chat_rules import (
    LONGEST_REASON,
    check_can_hide,
    check_can_message_sides,
    check_can_report,
    check_can_write,
    clean_text,
)
from tournaments.matches.models import ChatMessage, ChatReport


def write_message(match: Match, *, text: str, by) -> ChatMessage:
    """Write into the room of ``match``. What is refused counts nothing against the limit.

    No event: what people say to each other is no decision, and only the room learns of it.
    """
    with counted("chat", by.pk):
        check_can_write(match, by=by)
        message = ChatMessage.objects.create(match=match, by=by, text=clean_text(text))
        raise_versions(room_topic(match.pk))
    return message


def message_sides(match: Match, *, text: str, by) -> ChatMessage:
    """Write to both sides as an official: it stands in the room, and everybody is told.

    Officials write to a whole round at once, so it is counted apart from what people say.
    """
    with counted("sides_message", by.pk):
        check_can_message_sides(match, by=by)
        message = ChatMessage.objects.create(
            match=match, by=by, text=clean_text(text), is_official=True
        )
        happened(
            "match.sides_messaged",
            match,
            actor=by,
            after={"message": message.pk},
            changes=room_topic(match.pk),
        )
    return message


def report_message(message: ChatMessage, *, reason: str, by) -> ChatReport:
    """Tell the officials that a message should not stand there; once a person."""
    with counted("chat_report", by.pk):
        message = _locked(message)
        check_can_report(message, by=by)
        if reason := reason.strip():
            reason = clean_text(reason, longest=LONGEST_REASON)
        report = ChatReport.objects.create(message=message, by=by, reason=reason)
        _note("match.message_reported", message, by=by)
    return report


@transaction.atomic
def hide_message(message: ChatMessage, *, by) -> ChatMessage:
    """Take a message from the eyes of the players; officials still read it. Again: nothing."""
    message = _locked(message)
    check_can_hide(message, by=by)
    if message.hidden_at:
        return message
    message.hidden_at, message.hidden_by = timezone.now(), by
    message.save(update_fields=["hidden_at", "hidden_by"])
    _settle(message, by=by)
    _note("match.message_hidden", message, by=by)
    return message


@transaction.atomic
def keep_message(message: ChatMessage, *, by) -> ChatMessage:
    """Say that a reported message may stand, and show it again if it was hidden."""
    message = _locked(message)
    check_can_hide(message, by=by)
    settled = _settle(message, by=by)
    if message.hidden_at is None and not settled:
        return message
    message.hidden_at = message.hidden_by = None
    message.save(update_fields=["hidden_at", "hidden_by"])
    _note("match.message_kept", message, by=by)
    return message


def _locked(message: ChatMessage) -> ChatMessage:
    rows = ChatMessage.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("match__stage__tournament__organizer").get(pk=message.pk)


def _settle(message: ChatMessage, *, by) -> int:
    return message.reports.filter(settled_at=None).update(settled_at=timezone.now(), settled_by=by)


def _note(kind: str, message: ChatMessage, *, by) -> None:
    after = {"message": message.pk}
    happened(kind, message.match, actor=by, after=after, changes=room_topic(message.match_id))
