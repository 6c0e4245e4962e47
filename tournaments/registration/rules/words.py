from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User


def names_of(users: Iterable[User]) -> str:
    return get_text_list([user.username for user in users], _("and"))


def local(moment: datetime) -> str:
    """The moment as a visitor reads it, with the time zone that it is in."""
    zone = timezone.get_current_timezone_name()
    return f"{date_format(timezone.localtime(moment), 'j M Y, H:i')} ({zone})"
