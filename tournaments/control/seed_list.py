"""What the seeding screen shows: the order that the draw would take now."""

from collections.abc import Container, Mapping
from copy import copy
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.functional import cached_property

from deltacrown.errors import Refused
from tournaments.control.seeding import seeds_after_hand
from tournaments.core.models import Tournament
from tournaments.core.refusals import refused
from tournaments.core.settings import Seeding
from tournaments.engine.types import Invalid
from tournaments.registration.models import Registration
from tournaments.registration.order import in_order, is_kept_apart, starts_in_a_bracket
from tournaments.registration.queries import field_of
from tournaments.registration.rules import SeedRow

ROWS_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A registration and its seed as it stands; None while that is for the lot to say."""

    registration: Registration
    seed: int | None
    meets: str
    has_bye: bool


class SeedList:
    """The confirmed registrations of a tournament in the order of the draw."""

    def __init__(self, tournament: Tournament) -> None:
        self.tournament = tournament
        self.fault = ""
        field = field_of(tournament)
        last_check_in = tournament.last_check_in_at
        is_over = last_check_in is not None and last_check_in <= timezone.now()
        self.absent = len(field.absent) if is_over else 0
        confirmed = field.ready if is_over else [*field.ready, *field.absent]
        self.registrations = sorted(confirmed, key=lambda each: each.number)

    @cached_property
    def order(self) -> list[Registration]:
        """As the draw would take them; in order of registration where it could not be made."""
        try:
            return self._ordered({})
        except Refused as refusal:
            self.fault = refusal.message
            return self.registrations

    @cached_property
    def lines(self) -> list[Line]:
        order = self.order
        size = 1 << (len(order) - 1).bit_length() if order else 0
        lines = []
        for seed, registration in enumerate(order, start=1):
            other = size + 1 - seed
            facing = order[other - 1] if other <= len(order) else None
            is_known = self._shows_meetings and not self.is_by_lot(registration)
            lines.append(
                Line(
                    registration,
                    None if self.is_by_lot(registration) else seed,
                    facing.name if is_known and facing and not self.is_by_lot(facing) else "",
                    is_known and facing is None,
                )
            )
        return lines

    def page(self, number: str | None) -> Page:
        return Paginator(self.lines, ROWS_A_PAGE).get_page(number)

    def sent_in(self, names: Container[str]) -> list[Line]:
        """The lines that a form with fields of these ``names`` was about."""
        return [line for line in self.lines if f"seed_{line.registration.pk}" in names]

    def is_by_lot(self, registration: Registration) -> bool:
        return self.tournament.seeding == Seeding.RANDOM and registration.seed is None

    @property
    def is_kept_apart(self) -> bool:
        return is_kept_apart(self.tournament)

    @property
    def _shows_meetings(self) -> bool:
        has_lots = any(map(self.is_by_lot, self.order))
        moves = self.is_kept_apart and has_lots
        return starts_in_a_bracket(self.tournament) and not self.fault and not moves

    def moved(self, rows: Mapping[int, SeedRow], pk: int, step: int) -> dict[int, SeedRow]:
        """``rows`` with the seeds that put one registration a ``step`` further down.

        Everybody down to that place gets a seed by hand, so that nobody else changes places;
        who is locked stays.
        """
        order = self._ordered(rows)
        free = [each for each in order if not _row(each, rows).is_locked]
        place = next((at for at, each in enumerate(free) if each.pk == pk), None)
        if place is None or not 0 <= place + step < len(free):
            return dict(rows)
        free[place], free[place + step] = free[place + step], free[place]
        seeded = [at for at, each in enumerate(free) if _row(each, rows).seed is not None]
        last = max(place, place + step, *seeded)
        taken = {_row(each, rows).seed for each in order if _row(each, rows).is_locked}
        numbers = (number for number in range(1, len(order) + 1) if number not in taken)
        wanted = zip(free[: last + 1], numbers, strict=False)
        return dict(rows) | {
            each.pk: replace(_row(each, rows), seed=number) for each, number in wanted
        }

    def _ordered(self, rows: Mapping[int, SeedRow]) -> list[Registration]:
        """The order if ``rows`` were written down."""
        registrations = [_with(each, _row(each, rows)) for each in self.registrations]
        if self.tournament.seeding == Seeding.EARLIER_EVENT:
            found = seeds_after_hand(self.tournament, registrations)
            registrations = [_with(each, _row(each, found)) for each in registrations]
        try:
            order = in_order(self.tournament, registrations, random_seed=None)
        except Invalid as error:
            raise refused(error) from error
        own = {each.pk: each for each in self.registrations}
        return [own[each.pk] for each in order]


def _row(registration: Registration, rows: Mapping[int, SeedRow]) -> SeedRow:
    return rows.get(registration.pk) or SeedRow.of(registration)


def _with(registration: Registration, row: SeedRow) -> Registration:
    """The registration as it would be with ``row``; nothing is saved."""
    planned = copy(registration)
    planned.seed, planned.seed_is_locked = row.seed, row.is_locked
    planned.rating, planned.region = row.rating, row.region
    return planned
