"""What is wrong with the questions to entrants by themselves."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from tournaments.registration.questions import CHOOSES, NO, YES, Kind

Row = Mapping[str, Any]


def question_faults(rows: Sequence[Row]) -> Iterator[str]:
    """Why the questions could not be asked, one sentence for each fault."""
    for number, row in enumerate(rows):
        for fault in (_choices(row), _picture(row), _condition(row, rows[:number], rows)):
            if fault:
                yield _("“%(question)s”: %(fault)s") % {"question": row["label"], "fault": fault}


def _choices(row: Row) -> str | None:
    if row["kind"] in CHOOSES and len(row["choices"]) < 2:
        return _("Write at least two choices, one a line.")
    return None


def _picture(row: Row) -> str | None:
    if row["kind"] == Kind.FILE and row["public"]:
        return _("Pictures are seen by officials only. Untick “Everybody sees the answer”.")
    return None


def _condition(row: Row, earlier: Sequence[Row], rows: Sequence[Row]) -> str | None:
    """What is wrong with the answer that ``row`` waits for."""
    if not row["shown_if"]:
        return None
    parent = next((each for each in earlier if each["key"] == row["shown_if"]), None)
    if parent is None:
        message = _("No question above it has the words “%(words)s”.")
        return message % {"words": _words(row["shown_if"], rows)}
    if parent["scope"] != row["scope"]:
        return _("It hangs on a question that is asked once for somebody else.")
    if parent["kind"] == Kind.FILE:
        return _("It cannot hang on a picture.")
    offered = [YES, NO] if parent["kind"] == Kind.TOGGLE else parent["choices"]
    if offered and row["shown_if_is"] not in offered:
        message = _("Say on which answer it hangs: %(answers)s.")
        return message % {"answers": get_text_list(list(offered), _("or"))}
    if not row["shown_if_is"]:
        return _("Say on which answer it hangs.")
    return None


def _words(key: str, rows: Sequence[Row]) -> str:
    return next((each["label"] for each in rows if each["key"] == key), key)
