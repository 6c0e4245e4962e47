"""Who is told of what this room did."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tournaments.core.models import Event
from tournaments.notifications.kinds import Message, notice


@notice("tournament.settings_refused")
def settings_refused(event: Event) -> list[Message]:
    """The owner of the page learns which settings did not take effect, and why."""
    owner = event.tournament.page.owner
    reasons = [f"- {row['label']}: {row['reason']}" for row in event.after["refused"]]
    return [
        Message(
            recipients=[owner] if owner else [],
            subject=_("%(tournament)s: some settings are not in force")
            % {"tournament": event.tournament},
            text="\n".join(
                [_("The page was published. These settings did not take effect:"), *reasons]
            ),
            path=reverse("wagtailadmin_pages:edit", args=[event.tournament.page_id]),
        )
    ]
