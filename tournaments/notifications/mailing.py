"""Mails: text and HTML side by side, a reason, and a way out."""

import smtplib
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deltacrown.accounts.models import User
from tournaments.notifications.failures import DeliveryFailed
from tournaments.notifications.kinds import Category
from tournaments.notifications.models import Notice
from tournaments.notifications.unsubscribing import Leave, token_of

# From here on SMTP says: never (RFC 5321, 4.2.1).
PERMANENT = 500


def deliver(notice: Notice) -> None:
    """Hand the notice to the mail server."""
    post(mail_of(notice))


def mail_of(notice: Notice) -> EmailMultiAlternatives:
    """The mail of one notice; of the same notice it has the same Message-ID each time."""
    leave = address(_leaving(notice.recipient, notice.category))
    why = _("You get this mail because of: %(category)s.") % {
        "category": Category(notice.category).label
    }
    link = address(notice.path)
    context = {"notice": notice, "link": link, "why": why, "leave": leave}
    return _mail(
        notice.recipient,
        subject=notice.subject,
        text=f"{notice.text}\n\n{link}\n\n{_closing(why, leave)}",
        html=render_to_string("tournaments/notifications/mail.html", context | _everywhere()),
        name=f"notice-{notice.pk}",
        leave=leave,
    )


def digest_of(user: User, notices: Sequence[Notice], day: date) -> EmailMultiAlternatives:
    """One mail with all ``notices``, for the summary of ``day``."""
    leave = address(_leaving(user, ""))
    why = _("You get one mail a day because you asked for it.")
    subject = ngettext("%(number)d notice", "%(number)d notices", len(notices)) % {
        "number": len(notices)
    }
    items = [(notice, address(notice.path)) for notice in notices]
    parts = [f"* {notice.subject}\n\n{notice.text}\n\n{link}" for notice, link in items]
    context = {"items": items, "subject": subject, "why": why, "leave": leave}
    return _mail(
        user,
        subject=subject,
        text="\n\n\n".join([*parts, _closing(why, leave)]),
        html=render_to_string("tournaments/notifications/digest.html", context | _everywhere()),
        name=f"digest-{user.pk}-{day:%Y%m%d}",
        leave=leave,
    )


def post(mail: EmailMultiAlternatives) -> None:
    """Hand the mail to the server; what it refuses for good is not to be tried again."""
    if not any(mail.to):
        raise DeliveryFailed("The account has no e-mail address.", permanent=True)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        raise DeliveryFailed(
            f"The address was refused ({', '.join(map(str, codes))}).",
            permanent=all(code >= PERMANENT for code in codes),
        ) from error
    except smtplib.SMTPDataError as error:
        raise DeliveryFailed(
            f"The mail was refused ({error.smtp_code}).", permanent=error.smtp_code >= PERMANENT
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(
            f"The mail server: {type(error).__name__}.", permanent=False
        ) from error


def address(path: str) -> str:
    """The whole address of a path of this site."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def _mail(
    user: User, *, subject: str, text: str, html: str, name: str, leave: str
) -> EmailMultiAlternatives:
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=f"[{settings.WAGTAIL_SITE_NAME}] {subject}",
        body=text,
        to=[user.email],
        headers={
            "Message-ID": f"<{name}@{host}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        },
    )
    mail.attach_alternative(html, "text/html")
    return mail


def _leaving(user: User, category: str) -> str:
    token = token_of(Leave(user.pk, category, Notice.Channel.EMAIL))
    return reverse("notifications:unsubscribe", args=[token])


def _closing(why: str, leave: str) -> str:
    return "\n".join(
        [
            "-- ",
            why,
            _("Stop these mails: %(address)s") % {"address": leave},
            _("All settings: %(address)s") % {"address": _settings()},
            "",
        ]
    )


def _everywhere() -> dict[str, str]:
    return {"site": settings.WAGTAIL_SITE_NAME, "home": address("/"), "settings": _settings()}


def _settings() -> str:
    return address(reverse("notifications:settings"))
