"""Which events tell whom: each room above declares its own in its ``notices`` module."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from deltacrown.accounts.models import User
from tournaments.core.models import Event


class Category(models.TextChoices):
    """What people choose channels for: kinds of events that belong together."""

    MATCH = "match", _("Your matches")
    RESULT = "result", _("Reports, disputes and rulings")
    REGISTRATION = "registration", _("Your registrations")
    PAYMENT = "payment", _("Payments")
    TEAM = "team", _("Your teams")
    TOURNAMENT = "tournament", _("Your tournaments")
    ANNOUNCEMENT = "announcement", _("What organizers write")
    AWARD = "award", _("Places and certificates")
    OFFICIAL = "official", _("Your work as an official")


# What the kinds of events are about, by how their names begin; the longest beginning counts.
CATEGORIES = {
    "award.": Category.AWARD,
    "ban.": Category.OFFICIAL,
    "certificate.": Category.AWARD,
    "checkout.": Category.PAYMENT,
    "correction.": Category.RESULT,
    "dispute.": Category.RESULT,
    "entrant.": Category.TOURNAMENT,
    "match.": Category.MATCH,
    "match.corrected": Category.RESULT,
    "match.dispute": Category.RESULT,
    "match.escalated": Category.RESULT,
    "match.report": Category.RESULT,
    "match.ruled": Category.RESULT,
    "official.": Category.OFFICIAL,
    "payment.": Category.PAYMENT,
    "payout.": Category.AWARD,
    "placement.": Category.AWARD,
    "proof.": Category.PAYMENT,
    "registration.": Category.REGISTRATION,
    "report.": Category.RESULT,
    "ruling.": Category.RESULT,
    "staff.": Category.OFFICIAL,
    "stage.": Category.TOURNAMENT,
    "stage.draw_refused": Category.OFFICIAL,
    "team.": Category.TEAM,
    "tournament.": Category.TOURNAMENT,
    "tournament.announced": Category.ANNOUNCEMENT,
    "tournament.concluded": Category.AWARD,
    "tournament.settings_refused": Category.OFFICIAL,
    "webhook.": Category.OFFICIAL,
}


def category_of(kind: str) -> Category:
    """What people choose channels for when an event of ``kind`` tells them something."""
    beginnings = [beginning for beginning in CATEGORIES if kind.startswith(beginning)]
    return CATEGORIES[max(beginnings, key=len)] if beginnings else Category.TOURNAMENT


@dataclass(frozen=True, slots=True)
class Message:
    """What ``recipients`` are told. ``path`` is the address on this site where it leads.

    ``is_urgent`` comes through quiet hours and never waits for a summary.
    """

    recipients: Iterable[User]
    subject: str
    text: str
    path: str = "/"
    is_urgent: bool = False


Writer = Callable[[Event], list[Message]]

WRITERS: dict[str, Writer] = {}


def notice(kind: str) -> Callable[[Writer], Writer]:
    """Declare the function that writes the messages for events of ``kind``."""

    def declare(writer: Writer) -> Writer:
        assert kind not in WRITERS, f"{kind} has a writer already"
        WRITERS[kind] = writer
        return writer

    return declare


@dataclass(frozen=True, slots=True)
class Broadcast:
    """What the channels of ``owners``, organizers and teams, are told."""

    owners: Iterable[models.Model]
    text: str
    path: str = "/"


Broadcaster = Callable[[Event], list[Broadcast]]

BROADCASTERS: dict[str, Broadcaster] = {}


def broadcast(kind: str) -> Callable[[Broadcaster], Broadcaster]:
    """Declare the function that writes what webhooks are told of events of ``kind``."""

    def declare(writer: Broadcaster) -> Broadcaster:
        assert kind not in BROADCASTERS, f"{kind} has a broadcaster already"
        BROADCASTERS[kind] = writer
        return writer

    return declare
