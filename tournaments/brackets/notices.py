"""Who is told of draws."""

from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from tournaments.core.models import Event
from tournaments.notifications.kinds import Message, notice


@notice("stage.drawn")
def stage_drawn(event: Event) -> list[Message]:
    stage = event.subject
    players = User.objects.filter(
        roster_entries__registration__entrant__stage_entries__stage=stage
    ).distinct()
    return [
        Message(
            players,
            _("%(tournament)s: the draw is made") % {"tournament": event.tournament},
            _("“%(stage)s” is drawn. See whom you meet.") % {"stage": stage},
            event.tournament.get_absolute_url(),
        )
    ]


@notice("stage.draw_refused")
def draw_refused(event: Event) -> list[Message]:
    return [
        Message(
            event.tournament.organizer.group.user_set.all(),
            _("%(tournament)s: the draw could not be made") % {"tournament": event.tournament},
            event.reason,
            event.tournament.get_absolute_url(),
        )
    ]
