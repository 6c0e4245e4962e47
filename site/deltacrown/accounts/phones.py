"""Phone numbers: whatever people write, one way to keep it."""

import phonenumbers
from django.utils.translation import gettext as _

from deltacrown.errors import Refused

HOME = "BD"


def e164(written: str) -> str:
    """The number with its country's code, as +8801712345678; without one it is of Bangladesh."""
    try:
        number = phonenumbers.parse(written, HOME)
    except phonenumbers.NumberParseException as fault:
        raise no_number() from fault
    if number.extension or not phonenumbers.is_valid_number(number):
        raise no_number()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def no_number() -> Refused:
    message = _(
        "This is not a phone number. Write it like 01712 345678, or with the code of the "
        "country, like +44 20 7946 0958."
    )
    return Refused(message, code="phone")
