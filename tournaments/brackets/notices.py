"""Who is told of draws, of Swiss rounds and of challenges."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from tournaments.brackets.models import MatchSide
from tournaments.core.models import Event
from tournaments.notifications.kinds import Message, notice
from tournaments.registration.queries import people_of


@notice("stage.drawn")
def stage_drawn(event: Event) -> list[Message]:
    stage = event.subject
    if stage is None:  # a correction took the stage back before anybody was told
        return []
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


@notice("stage.round_paired")
def round_paired(event: Event) -> list[Message]:
    stage, number = event.subject, event.after["round"]
    if stage is None:
        return []
    sides = MatchSide.objects.filter(match__stage=stage, match__round__number=number)
    return [
        Message(
            _people_on(sides.values_list("entrant__registration", flat=True)),
            _("%(tournament)s: round %(number)d is paired")
            % {"tournament": event.tournament, "number": number},
            _("Round %(number)d of “%(stage)s” is paired. See whom you meet.")
            % {"number": number, "stage": stage},
            event.tournament.get_absolute_url(),
        )
    ]


@notice("match.challenged")
def challenged(event: Event) -> list[Message]:
    match = event.subject
    if match is None:
        return []
    below = match.sides.filter(slot=2).values_list("entrant__registration", flat=True)
    words = {"tournament": event.tournament, "challenger": event.after["challenger"]}
    return [
        Message(
            _people_on(below),
            _("%(tournament)s: %(challenger)s challenges you") % words,
            _("%(challenger)s challenges you for your place. Play the match soon.") % words,
            match.get_absolute_url(),
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


def _people_on(registrations: Iterable[int | None]):
    return people_of([pk for pk in registrations if pk])
