"""What an answer of each kind may be, and the one shape in which it is kept."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from deltacrown.uploads import CleanImage, clean_image
from tournaments.core.models import Game
from tournaments.registration.questions import Kind, Question

HOME_REGION = "BD"  # of a phone number without its country
LONGEST_TEXT = 1000
LONGEST_LINE = 200
MOST_DIGITS = 20
PICTURES = ("JPEG", "PNG", "WEBP", "GIF")
# Beside what a line break is: such characters are no text, and some no database takes.
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def clean(question: Question, value: Any, *, game: Game | None) -> Any:
    """``value`` in the shape in which it is kept; None where nothing was answered.

    Raises Refused when it is no answer to the question.
    """
    if isinstance(value, str):
        value = CONTROLS.sub(" ", value).strip()
    if value is None or value == "" or value == []:
        return None
    if question.kind == Kind.PLAYER_ID:
        return _player_id(question, value, game)
    return CLEAN[question.kind](question, value)


def _refuse(message: str) -> Refused:
    return Refused(message, code="answer")


def _string(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise _refuse(_("Write a text."))
    if len(value) > longest:
        raise _refuse(_("At most %(limit)s characters.") % {"limit": longest})
    return value


def _text(question: Question, value: Any) -> str:
    return _string(value, LONGEST_TEXT)


def _number(question: Question, value: Any) -> str:
    """Written out, so that nothing is rounded; digits of every script count."""
    try:
        number = Decimal(str(value).replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite():
        raise _refuse(_("Write a number, such as 12 or 3.5."))
    plain = f"{number:f}" if abs(number.adjusted()) < MOST_DIGITS else ""
    if not plain or len(plain) > MOST_DIGITS:
        raise _refuse(_("At most %(limit)s digits.") % {"limit": MOST_DIGITS})
    return plain


def _date(question: Question, value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise _refuse(_("Write a date as year-month-day, such as 2026-03-31.")) from error


def _url(question: Question, value: Any) -> str:
    address = _string(value, LONGEST_LINE)
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise _refuse(_("Write a whole web address that begins with https://.")) from error
    return address


def _email(question: Question, value: Any) -> str:
    address = _string(value, LONGEST_LINE)
    try:
        validate_email(address)
    except ValidationError as error:
        raise _refuse(_("Write an e-mail address, such as name@example.com.")) from error
    return address


def _phone(question: Question, value: Any) -> str:
    message = _("Write a phone number, such as 01712 345678 or +880 1712 345678.")
    try:
        number = phonenumbers.parse(_string(value, LONGEST_LINE), HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise _refuse(message) from error
    if not phonenumbers.is_valid_number(number):
        raise _refuse(message)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _choice(question: Question, value: Any) -> str:
    if value not in question.choices:
        raise _refuse(_("Choose one of the list."))
    return str(value)


def _choices(question: Question, value: Any) -> list[str]:
    """In the order of the question, each once."""
    if not isinstance(value, list | tuple) or any(each not in question.choices for each in value):
        raise _refuse(_("Choose from the list."))
    return [each for each in question.choices if each in value]


def _toggle(question: Question, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _refuse(_("Answer yes or no."))
    return value


def _picture(question: Question, value: Any) -> CleanImage:
    if isinstance(value, CleanImage):
        return value
    if not isinstance(value, File):
        raise _refuse(_("Send a picture."))
    return clean_image(value, formats=PICTURES)


def _player_id(question: Question, value: Any, game: Game | None) -> str:
    player_id = _string(value, LONGEST_LINE)
    pattern = game.player_id_pattern if game else ""
    if pattern and not re.fullmatch(pattern, player_id):
        example = game.player_id_help if game else ""
        message = _("That is not the shape of a player id. %(example)s")
        raise _refuse((message % {"example": example}).strip())
    return player_id


CLEAN: dict[Kind, Callable[[Question, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.URL: _url,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.TOGGLE: _toggle,
    Kind.FILE: _picture,
}
