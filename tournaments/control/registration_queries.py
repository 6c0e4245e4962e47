"""Reads for the organizer's screens of registrations and of check-in."""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from tournaments.control.history import history_of
from tournaments.control.registration_export import plain
from tournaments.control.registration_forms import Order
from tournaments.core.models import Tournament
from tournaments.registration.models import Answer, Registration, RosterEntry
from tournaments.registration.queries import waitlist_position
from tournaments.registration.questions import questions_of
from tournaments.registration.remarks import ROSTER
from tournaments.registration.roster_page import claims_of
from tournaments.registration.rules.check_in import can_extend, is_in_window

Status = Registration.Status
ON_A_PAGE = 50
MOST_AT_THE_DOOR = 300

ORDERS = {
    Order.NEWEST: ["-number"],
    Order.OLDEST: ["number"],
    Order.DEADLINE: [F("expires_at").asc(nulls_last=True), "number"],
    Order.NAME: ["name", "number"],
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter of the list, with how many it leaves."""

    status: str
    label: str
    count: int
    is_chosen: bool


def registration_list(tournament: Tournament, chosen: dict[str, str], page: str | None) -> dict:
    """A page of the registrations that ``chosen`` leaves, and the other choices."""
    rows = matching(tournament.registrations.all(), chosen["q"])
    numbers = Counter(dict(rows.order_by().values_list("status").annotate(number_of=Count("pk"))))
    listed = rows.filter(status=chosen["status"]) if chosen["status"] else rows
    listed = listed.select_related("payment").prefetch_related("roster__user")
    order = ORDERS[Order(chosen["order"] or Order.NEWEST)]
    return {
        "tournament": tournament,
        "page_obj": Paginator(listed.order_by(*order), ON_A_PAGE).get_page(page),
        "chips": _chips(numbers, chosen["status"]),
        "total": numbers.total(),
        "chosen": chosen,
        "is_filtered": bool(chosen["q"] or chosen["status"]),
        "now": timezone.now(),
    }


def matching(rows: QuerySet[Registration], words: str) -> QuerySet[Registration]:
    """Those with ``words`` in the name or the reference, or of somebody who plays in it."""
    if not (words := words.strip()):
        return rows
    people = RosterEntry.objects.filter(registration=OuterRef("pk")).filter(
        Q(user__username__icontains=words)
        | Q(name__icontains=words)
        | Q(player_id__icontains=words)
    )
    return rows.filter(
        Q(name__icontains=words)
        | Q(tag__iexact=words)
        | Q(reference__icontains=words)
        | Exists(people)
    )


def _chips(numbers: Counter[str], chosen: str) -> list[Chip]:
    """The statuses that there are, in their order, and the one that is chosen."""
    return [
        Chip(status.value, str(status.label), numbers[status], chosen == status)
        for status in Status
        if numbers[status] or chosen == status
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was answered to it, by whom (nobody: by the registration)."""

    key: str
    label: str
    answers: list[tuple[str, str, Answer]]


def registration_page(registration: Registration) -> dict:
    """Everything about one registration, for an official who decides on it."""
    roster = list(registration.roster.select_related("user"))
    return {
        "registration": registration,
        "tournament": registration.tournament,
        "roster": roster,
        "claims": claims_of(registration, roster),
        "asked": _asked(registration, roster),
        "payment": getattr(registration, "payment", None),
        "notes": list(registration.notes.select_related("author").order_by("-pk")),
        "history": history_of(registration),
        "waitlist_place": waitlist_position(registration),
        "roster_remark": registration.remarks.get(ROSTER, ""),
        "in_window": is_in_window(registration.tournament, timezone.now()),
    }


def _asked(registration: Registration, roster: list[RosterEntry]) -> list[Asked]:
    names = {entry.pk: entry.display_name for entry in roster}
    given: dict[str, list[Answer]] = {}
    for answer in registration.answers.all():
        given.setdefault(answer.key, []).append(answer)
    labels = {each.key: each.label for each in questions_of(registration.tournament)}
    # A question that is asked no more keeps the words in which it was answered.
    labels |= {key: rows[0].label for key, rows in given.items() if key not in labels}
    return [
        Asked(
            key,
            label,
            [
                (names.get(row.roster_entry_id, ""), "" if row.file else plain(row), row)
                for row in given.get(key, [])
            ],
        )
        for key, label in labels.items()
    ]


def check_in_list(tournament: Tournament, *, by, words: str, who: str) -> dict:
    """Who is there and who is missing, first those who are missing."""
    due = tournament.registrations.filter(status__in=[Status.CONFIRMED, Status.NO_SHOW])
    numbers = due.aggregate(
        there=Count("pk", filter=Q(status=Status.CONFIRMED, checked_in_at__isnull=False)),
        missing=Count("pk", filter=Q(status=Status.CONFIRMED, checked_in_at=None)),
        lost=Count("pk", filter=Q(status=Status.NO_SHOW)),
    )
    parts = {
        "missing": Q(status=Status.CONFIRMED, checked_in_at=None),
        "there": Q(status=Status.CONFIRMED, checked_in_at__isnull=False),
        "lost": Q(status=Status.NO_SHOW),
    }
    rows = matching(due.filter(parts[who]) if who in parts else due, words)
    rows = rows.prefetch_related("roster__user").order_by(
        F("checked_in_at").asc(nulls_first=True), "name", "number"
    )
    return {
        "tournament": tournament,
        "registrations": rows[:MOST_AT_THE_DOOR],
        "numbers": numbers,
        "words": words,
        "who": who if who in parts else "",
        "in_window": is_in_window(tournament, timezone.now()),
        "is_over": tournament.check_in_is_over_at(timezone.now()),
        "can_extend": can_extend(tournament, by),
    }
