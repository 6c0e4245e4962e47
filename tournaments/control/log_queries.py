"""The decision log of a tournament: all of it for those who may read it, a part for everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tournaments.control.log import SENTENCES, LogLine, lines_of
from tournaments.control.log_kinds import GROUPS, PUBLIC, RULED
from tournaments.control.models import Correction
from tournaments.core.models import Event, Tournament

LINES_A_PAGE = 50
DECISIONS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Decision:
    """What everybody may know of a ruling: nobody's name but those that play."""

    at: datetime
    text: str
    reason: str
    changes: list[str]
    by_official: bool


def log_page(
    tournament: Tournament, chosen: dict, number: str | None
) -> tuple[Page, list[LogLine]]:
    """One page of the log, newest first, with its lines."""
    page = Paginator(chosen_events(tournament, chosen), LINES_A_PAGE).get_page(number)
    return page, lines_of(page.object_list)


def chosen_events(tournament: Tournament, chosen: dict) -> QuerySet[Event]:
    """The events that people can read and that ``chosen`` asks for, newest first."""
    events = tournament.events.filter(kind__in=SENTENCES).order_by("-pk")
    if group := GROUPS.get(chosen.get("group") or ""):
        beginnings = Q()
        for beginning in group.beginnings:
            beginnings |= Q(kind__startswith=beginning)
        events = events.filter(beginnings)
    if person := chosen.get("person"):
        events = events.filter(actor=person)
    if since := chosen.get("since"):
        events = events.filter(at__gte=_midnight(since))
    if until := chosen.get("until"):
        events = events.filter(at__lt=_midnight(until + timedelta(days=1)))
    return events


def log_rows(tournament: Tournament, chosen: dict) -> Iterator[list[Any]]:
    """The headings, then each line that is wanted, as a table."""
    yield [
        *(_("Time"), _("Who"), _("Action"), _("What happened")),
        *(_("Before"), _("After"), _("Reason")),
    ]
    for line in lines_of(chosen_events(tournament, chosen)):
        yield [
            timezone.localtime(line.at).isoformat(timespec="seconds"),
            line.actor.username if line.actor else "",
            line.kind,
            line.text,
            line.was,
            line.became,
            line.reason,
        ]


def decisions_page(tournament: Tournament, number: str | None) -> tuple[Page, list[Decision]]:
    """One page of what everybody may read, newest first."""
    page = Paginator(_rulings(tournament), DECISIONS_A_PAGE).get_page(number)
    lines = lines_of(page.object_list, sentences={kind: one.text for kind, one in PUBLIC.items()})
    named = [line.after["correction"] for line in lines if "correction" in line.after]
    summaries = dict(Correction.objects.filter(pk__in=named).values_list("pk", "summary"))
    return page, [
        Decision(
            line.at,
            line.text,
            line.reason if PUBLIC[line.kind].shows_reason else "",
            summaries.get(line.after.get("correction"), []),
            by_official=line.actor is not None,
        )
        for line in lines
    ]


def _rulings(tournament: Tournament) -> QuerySet[Event]:
    events = tournament.events.filter(kind__in=PUBLIC)
    unplayed = Q(kind="match.completed", after__decided_by__in=RULED)
    return events.filter(~Q(kind="match.completed") | unplayed).order_by("-pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
