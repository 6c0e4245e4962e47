"""Notices for a channel of Discord, by its webhook."""

import re

import requests
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from deltacrown import outbound
from deltacrown.errors import Refused
from tournaments.notifications.failures import DeliveryFailed, seconds_of
from tournaments.notifications.models import Notice
from tournaments.notifications.operations.webhooks import (
    note_webhook_failure,
    note_webhook_success,
)
from tournaments.notifications.webhook_rules import check_is_discord, check_is_on

LONGEST = 2000
# What Discord reads as markup, as a mention (<@1>) or as a link (https:).
MARKUP = re.compile(r"([\\*_~`|>#\[\]()<:-])")
GONE = {401, 403, 404, 410}


def deliver(notice: Notice) -> None:
    """Post ``notice`` to its webhook; raises DeliveryFailed with what people may read of it.

    The webhook remembers how it went.
    """
    try:
        _post(notice)
    except DeliveryFailed as failure:
        note_webhook_failure(notice.webhook_id, failure)
        raise
    note_webhook_success(notice.webhook_id)


def _post(notice: Notice) -> None:
    url = notice.webhook.url
    try:
        check_is_on(notice.webhook)
        check_is_discord(url)
        with outbound.session() as session:
            response = session.post(url, json=content_of(notice))
    except Refused as refusal:
        permanent = refusal.code != "not_found"
        raise DeliveryFailed(refusal.message, permanent=permanent) from refusal
    except requests.RequestException as error:
        raise DeliveryFailed(_("Discord could not be reached."), permanent=False) from error
    if not response.ok or response.is_redirect:
        raise _failure(response)


def content_of(notice: Notice) -> dict[str, object]:
    """The message as Discord takes it: nobody is pinged by a name, and names are no markup."""
    link = f"\n{settings.WAGTAILADMIN_BASE_URL}{notice.path}"
    text = Truncator(MARKUP.sub(r"\\\1", notice.text)).chars(LONGEST - len(link))
    return {"content": f"{text}{link}", "allowed_mentions": {"parse": []}}


def _failure(response: requests.Response) -> DeliveryFailed:
    status = response.status_code
    if status in GONE:
        message = _("Discord knows this webhook no more (%(status)s).") % {"status": status}
        return DeliveryFailed(message, permanent=True, gone=True)
    if status == requests.codes.too_many_requests:
        wait = seconds_of(response.headers.get("Retry-After", ""))
        message = _("Discord asked us to wait.")
        return DeliveryFailed(message, permanent=False, retry_after=wait)
    message = _("Discord did not take the message (%(status)s).") % {"status": status}
    return DeliveryFailed(message, permanent=status < 500)
