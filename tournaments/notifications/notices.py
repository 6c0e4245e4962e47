"""What this room tells of itself: of webhooks that are tried, and of those that ended."""

from django.utils.translation import gettext as _

from tournaments.core.models import Event
from tournaments.notifications.kinds import Broadcast, Message, broadcast, notice


@broadcast("webhook.tested")
def webhook_tested(event: Event) -> list[Broadcast]:
    if (webhook := event.subject) is None:  # removed meanwhile
        return []
    text = _("This is a test by %(name)s. What happens to %(owner)s is told here.")
    words = {"name": event.actor, "owner": webhook.owner}
    return [Broadcast([webhook.owner], text % words, webhook.get_absolute_url())]


@notice("webhook.switched_off")
def webhook_switched_off(event: Event) -> list[Message]:
    """Who set it learns that the channel hears nothing more, and why."""
    if (webhook := event.subject) is None:
        return []
    words = {"owner": webhook.owner, "reason": event.reason}
    return [
        Message(
            [webhook.made_by],
            _("The webhook of %(owner)s is switched off") % words,
            _("Messages for Discord did not arrive: %(reason)s Set the webhook again.") % words,
            webhook.get_absolute_url(),
        )
    ]
