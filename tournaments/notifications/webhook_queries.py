"""Reads for the screens of webhooks."""

from dataclasses import dataclass

from deltacrown.accounts.models import User
from deltacrown.teams.models import Membership, Team
from tournaments.core.models import Organizer
from tournaments.notifications.models import Notice, Webhook

NEWEST = 5


@dataclass(frozen=True, slots=True)
class Place:
    """An organizer or a team, and its webhook if it has one."""

    kind: str
    owner: Organizer | Team
    webhook: Webhook | None


def places_of(user: User) -> list[Place]:
    """Where ``user`` may set a webhook: organizers first."""
    runs = Membership.objects.filter(user=user, role__in=Membership.RUNS)
    organizers = Organizer.objects.filter(group__user=user).prefetch_related("webhooks")
    teams = Team.objects.filter(pk__in=runs.values("team")).order_by("name")
    return [
        *(Place("organizer", each, _first(each)) for each in organizers),
        *(Place("team", each, _first(each)) for each in teams.prefetch_related("webhooks")),
    ]


def newest_messages(webhook: Webhook) -> list[Notice]:
    """What was sent there last, newest first."""
    return list(webhook.notices.order_by("-pk")[:NEWEST])


def _first(owner: Organizer | Team) -> Webhook | None:
    return next(iter(owner.webhooks.all()), None)
