"""Who sets webhooks, and which addresses are ones of Discord."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from deltacrown import outbound
from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from deltacrown.teams.models import Team
from deltacrown.teams.rules import check_runs
from tournaments.core.models import Organizer
from tournaments.core.roles import acts_for, check_acts_for
from tournaments.notifications.models import Webhook

WHERE = "/api/webhooks/"


def can_set(owner: Organizer | Team, *, by: User) -> bool:
    return acts_for(by, owner) if isinstance(owner, Organizer) else owner.is_run_by(by)


def check_can_set(owner: Organizer | Team, *, by: User) -> None:
    if isinstance(owner, Organizer):
        check_acts_for(by, owner)
    else:
        check_runs(owner, by=by)


def check_is_discord(url: str) -> None:
    """Discord's own address of a channel; nothing is looked up for what is not."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.hostname not in settings.DISCORD_HOSTS or not parts.path.startswith(WHERE):
        message = _(
            "This is no webhook of Discord. Copy its address in Discord: it begins with "
            "https://discord.com/api/webhooks/."
        )
        raise Refused(message, code="not_discord")


def check_can_be_sent(url: str) -> None:
    check_is_discord(url)
    outbound.check_address(url)


def check_is_on(webhook: Webhook) -> None:
    if webhook.switched_off_at:
        raise Refused(_("The webhook is switched off. Switch it on first."), code="off")
