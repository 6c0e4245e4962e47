"""Reads for lists of tournaments."""

from datetime import datetime

from django.db.models import Case, F, IntegerField, Min, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from tournaments.core.models import Tournament

Status = Tournament.Status

# What a visitor wants to see first.
IN_ORDER = [Status.LIVE, Status.PUBLISHED, Status.COMPLETED, Status.CANCELLED, Status.ARCHIVED]
BOUNDARIES = (
    "registration_opens_at",
    "registration_closes_at",
    "check_in_opens_at",
    "check_in_closes_at",
    "check_in_extended_to",
    "starts_at",
)
CHECK_IN_CLOSES = Coalesce("check_in_extended_to", "check_in_closes_at", "starts_at")


def listed() -> QuerySet[Tournament]:
    """Every tournament the public may know about, in the order of a list, ready for its card.

    What is on comes first, then what comes next, soonest first, then what is over, latest first.
    """
    rank = Case(
        *(When(status=status, then=Value(place)) for place, status in enumerate(IN_ORDER)),
        output_field=IntegerField(),
    )
    soonest = Case(When(status=Status.PUBLISHED, then=F("starts_at")))
    return (
        Tournament.objects.visible()
        .select_related("game", "organizer", "page")
        .order_by(rank, soonest.asc(nulls_last=True), F("starts_at").desc(nulls_last=True), "pk")
    )


def open_for_registration(
    tournaments: QuerySet[Tournament], moment: datetime
) -> QuerySet[Tournament]:
    """Those whose registration is open at ``moment``, full ones among them.

    The same as ``phases.phase`` says, in the database's words.
    """
    return (
        tournaments.filter(status=Status.PUBLISHED)
        .alias(
            closes=Coalesce("registration_closes_at", "starts_at"),
            check_in_closes=CHECK_IN_CLOSES,
        )
        .filter(Q(registration_opens_at=None) | Q(registration_opens_at__lte=moment))
        .filter(Q(closes=None) | Q(closes__gt=moment))
        .exclude(check_in_opens_at__lte=moment, check_in_closes__gt=moment)
    )


def check_ins_due(moment: datetime) -> QuerySet[Tournament]:
    """Those whose check-in is over at ``moment``, and nobody has lost a place for it yet."""
    return Tournament.objects.alias(check_in_closes=CHECK_IN_CLOSES).filter(
        status=Status.PUBLISHED,
        check_in_opens_at__isnull=False,
        check_in_closed_at=None,
        check_in_closes__lte=moment,
    )


def next_boundary_of_any(moment: datetime) -> datetime | None:
    """When the next published tournament changes its phase by itself."""
    coming = Tournament.objects.visible().filter(status=Status.PUBLISHED)
    found = coming.aggregate(
        **{name: Min(name, filter=Q(**{f"{name}__gt": moment})) for name in BOUNDARIES}
    )
    return min((time for time in found.values() if time), default=None)
