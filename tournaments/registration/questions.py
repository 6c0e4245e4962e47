"""Questions that an organizer puts to entrants: their kinds, and the rows on the live record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tournaments.core.models import Tournament


class Kind(models.TextChoices):
    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    URL = "url", _("Web address")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Phone number")
    CHOICE = "choice", _("One of several")
    CHOICES = "choices", _("Some of several")
    TOGGLE = "toggle", _("Yes or no")
    FILE = "file", _("Picture")
    PLAYER_ID = "player_id", _("Player id of the game")


# Kinds whose answer is one of a list that the organizer writes.
CHOOSES = frozenset({Kind.CHOICE, Kind.CHOICES})

YES, NO = "yes", "no"


class Scope(models.TextChoices):
    REGISTRATION = "registration", _("the registration")
    MEMBER = "member", _("each player")


@dataclass(frozen=True, slots=True)
class Question:
    """One question, as it is kept in ``Tournament.custom_fields``: a list of these as objects.

    ``shown_if`` is the key of another question of the same scope, asked only if its answer is
    ``shown_if_is``. The key stays when the words change.
    """

    key: str
    label: str
    kind: Kind
    scope: Scope = Scope.REGISTRATION
    required: bool = False
    public: bool = False
    help_text: str = ""
    choices: tuple[str, ...] = ()
    shown_if: str = ""
    shown_if_is: str = ""

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Question":
        given = {name: row[name] for name in cls.__slots__ if name in row}
        return cls(
            **given
            | {
                "kind": Kind(row["kind"]),
                "scope": Scope(row.get("scope", Scope.REGISTRATION)),
                "choices": tuple(row.get("choices", ())),
            }
        )


def questions_of(tournament: Tournament, scope: Scope | None = None) -> list[Question]:
    """The questions of the tournament in their order, all or of one ``scope``."""
    asked = [Question.of(row) for row in tournament.custom_fields]
    return [each for each in asked if scope in (None, each.scope)]


def asked(questions: Sequence[Question], values: Mapping[str, Any]) -> list[Question]:
    """Which of the ``questions`` of one scope are asked, when ``values`` are the answers.

    A question that hangs on one that is not asked is not asked either.
    """
    found: dict[str, Question] = {}
    for each in questions:
        if not each.shown_if or (
            each.shown_if in found and is_answer(values.get(each.shown_if), each.shown_if_is)
        ):
            found[each.key] = each
    return list(found.values())


def is_answer(value: Any, wanted: str) -> bool:
    """Whether somebody answered ``wanted``; of several answers, whether it is among them."""
    if isinstance(value, list):
        return any(is_answer(each, wanted) for each in value)
    if isinstance(value, bool):
        value = YES if value else NO
    return value is not None and str(value).strip().casefold() == wanted.strip().casefold()
