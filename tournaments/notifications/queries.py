from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from deltacrown.accounts.models import Profile, User
from deltacrown.accounts.queries import zone_named
from tournaments.notifications.hours import Hours
from tournaments.notifications.kinds import Category
from tournaments.notifications.models import Notice, Preference, PushSubscription, Quiet

Channel = Notice.Channel

# The badge says "99+" beyond it.
MOST_COUNTED = 99
# What people can choose. The inbox always has everything; Discord is no person's.
CHOSEN = (Channel.EMAIL, Channel.PUSH)


@dataclass(slots=True)
class Wishes:
    """How one person wants to be told of one category; what nobody chose is the usual."""

    zone: ZoneInfo
    hours: Hours | None = None
    wants_digest: bool = False
    unwanted: set[str] = field(default_factory=set)
    browsers: list[PushSubscription] = field(default_factory=list)

    def quiet_until(self, moment: datetime) -> datetime | None:
        """When the quiet hours that ``moment`` lies in end; None when it lies in none."""
        return self.hours.quiet_until(moment, self.zone) if self.hours else None


def wishes_of(user_ids: Iterable[int], category: str) -> dict[int, Wishes]:
    """The wishes of each person, in four queries however many there are."""
    ids = set(user_ids)
    zones = zones_of(ids)
    found = {pk: Wishes(zones[pk]) for pk in ids}
    for quiet in Quiet.objects.filter(user__in=ids):
        found[quiet.user_id].hours = hours_of(quiet)
        found[quiet.user_id].wants_digest = quiet.wants_digest
    refusals = Preference.objects.filter(user__in=ids, category=category, is_wanted=False)
    for user_id, channel in refusals.values_list("user", "channel"):
        found[user_id].unwanted.add(channel)
    for browser in PushSubscription.objects.filter(user__in=ids):
        found[browser.user_id].browsers.append(browser)
    return found


def zones_of(user_ids: Iterable[int]) -> dict[int, ZoneInfo]:
    """The time zone of each person: the one they chose, or that of the site."""
    ids = set(user_ids)
    chosen = Profile.objects.filter(user__in=ids).exclude(timezone="")
    names = dict(chosen.values_list("user", "timezone"))
    site = timezone.get_default_timezone()
    return {pk: zone_named(names.get(pk, "")) or site for pk in ids}


def hours_of(quiet: Quiet) -> Hours | None:
    """The quiet hours in the row; None when it has none."""
    return Hours(quiet.starts, quiet.ends) if quiet.starts and quiet.ends else None


def inbox_of(user: User, *, category: str = "") -> QuerySet[Notice]:
    """What the person was told, the newest first; of one category, or of all."""
    notices = user.notices.in_inbox().order_by("-pk")
    return notices.filter(category=category) if category in Category else notices


def unread_count(user: User) -> int:
    """How many notices wait to be read, counted no further than the badge tells."""
    return user.notices.in_inbox().unread()[: MOST_COUNTED + 1].count()


def quiet_of(user: User) -> Quiet:
    """The person's row, unsaved when they have chosen nothing yet."""
    return Quiet.objects.filter(user=user).first() or Quiet(user=user)


def wanted_by(user: User) -> dict[tuple[str, str], bool]:
    """For each category and channel that can be chosen, whether the person wants it."""
    rows = Preference.objects.filter(user=user)
    chosen = {
        (category, channel): is_wanted
        for category, channel, is_wanted in rows.values_list("category", "channel", "is_wanted")
    }
    return {
        (category.value, channel.value): chosen.get((category.value, channel.value), True)
        for category in Category
        for channel in CHOSEN
    }
