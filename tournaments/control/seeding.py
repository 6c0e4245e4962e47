"""Seeds from the final places of an earlier tournament.

Registrations know nothing of final places, so that their order is written down here, as seeds
set by hand: when the organizer takes them, and at the latest when the first draw is asked for.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.accounts.models import User
from deltacrown.errors import Refused
from tournaments.brackets import operations as brackets
from tournaments.brackets.models import Stage
from tournaments.core.models import Tournament
from tournaments.core.operations import lock
from tournaments.core.settings import Seeding
from tournaments.registration.models import Registration
from tournaments.registration.operations import set_seeds
from tournaments.registration.rules import SeedRow


@transaction.atomic
def request_draw(*, tournament: Tournament, by: User) -> Stage:
    """Ask for the next draw; the first takes the seeds of the earlier tournament before.

    Seeds set by hand stay in front of them. Refused while that tournament has no final places.
    """
    stage = brackets.request_draw(tournament=tournament, by=by)
    tournament = lock(tournament)
    if stage.number == 1 and tournament.seeding == Seeding.EARLIER_EVENT:
        holders = _holding(tournament)
        set_seeds(tournament, seeds_after_hand(tournament, holders), by=by)
    return stage


@transaction.atomic
def take_seeds(tournament: Tournament, *, by: User) -> None:
    """Seed by the final places of the earlier tournament alone; locked seeds stay.

    Who was not in it has no seed then, and comes after in order of registration.
    """
    tournament = lock(tournament)
    rows = {each.pk: replace(_row(each), seed=None) for each in _free(_holding(tournament))}
    set_seeds(tournament, rows | seeds_from_places(tournament, _holding(tournament)), by=by)


def seeds_after_hand(
    tournament: Tournament, registrations: Iterable[Registration]
) -> dict[int, SeedRow]:
    """Rows with the seeds set by hand, in their order, and then those of the earlier places."""
    registrations = list(registrations)
    by_hand = [each for each in _free(registrations) if each.seed is not None]
    by_hand.sort(key=lambda each: each.seed)
    others = [each for each in registrations if each.seed is None]
    return _numbered(by_hand + _by_place(tournament, others), registrations)


def seeds_from_places(
    tournament: Tournament, registrations: Iterable[Registration]
) -> dict[int, SeedRow]:
    """Rows with the seeds of those who were in the earlier tournament, by their final places."""
    registrations = list(registrations)
    return _numbered(_by_place(tournament, _free(registrations)), registrations)


def _by_place(tournament: Tournament, registrations: Iterable[Registration]) -> list[Registration]:
    """Those who were in the earlier tournament, as the same player or team, best place first."""
    earlier = tournament.seeded_from
    if earlier is None:
        raise Refused(_("Choose the earlier tournament on the page first."), code="no_earlier")
    # Within a shared place, whoever had the better seed there comes first.
    places = earlier.placements.order_by("first", "entrant__seed")
    known = list(places.values_list("entrant__registration__user", "entrant__registration__team"))
    if not known:
        message = _("“%(tournament)s” has no final places yet.")
        raise Refused(message % {"tournament": earlier}, code="no_places")
    rank = {who: place for place, who in enumerate(known)}
    found = [each for each in registrations if (each.user_id, each.team_id) in rank]
    return sorted(found, key=lambda each: rank[each.user_id, each.team_id])


def _numbered(
    order: Iterable[Registration], registrations: Iterable[Registration]
) -> dict[int, SeedRow]:
    """A row for each in ``order``, numbered around the seeds that are locked."""
    taken = {each.seed for each in registrations if each.seed_is_locked}
    rows = {}
    number = 0
    for registration in order:
        number += 1
        while number in taken:
            number += 1
        rows[registration.pk] = replace(_row(registration), seed=number)
    return rows


def _holding(tournament: Tournament) -> list[Registration]:
    return list(tournament.registrations.holding_a_place().order_by("number"))


def _free(registrations: Iterable[Registration]) -> list[Registration]:
    return [each for each in registrations if not each.seed_is_locked]


def _row(registration: Registration) -> SeedRow:
    return SeedRow.of(registration)
