"""The order in which a draw takes registrations, best seed first.

Locked seeds stand at their number; then come the seeds set by hand, then everybody else as the
tournament says. Seeds from an earlier tournament are not computed here, since final places
belong to a room above: the control room writes them down as seeds set by hand when the organizer
takes them, and at the latest when the first draw is asked for.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from deltacrown.teams.models import Membership
from tournaments.core.models import Tournament
from tournaments.core.settings import Apart, Participation, Seeding
from tournaments.engine.apart import apart
from tournaments.engine.seeding import ordered, shuffled
from tournaments.registration.models import Registration

# Formats whose first round is the standard order of seeds, and the options that make it another.
BRACKETS = frozenset({"single_elimination", "double_elimination"})
OTHER_ORDERS = ("first_round", "in_losers", "entry")


def in_order(
    tournament: Tournament, registrations: Sequence[Registration], *, random_seed: int | None
) -> list[Registration]:
    """``registrations``, which stand in order of number, in the order of their seeds.

    Raises the engine's ``Invalid`` where locked seeds cannot stand. Without a ``random_seed``
    nothing is drawn: who would be drawn stands in order of registration.
    """
    by_key = {each.pk: each for each in registrations}
    seeds = {each.pk: each.seed for each in registrations if each.seed is not None}
    locked = {pk: seed for pk, seed in seeds.items() if by_key[pk].seed_is_locked}
    rest = [pk for pk in by_key if pk not in seeds]
    if tournament.seeding == Seeding.RANDOM and random_seed is not None:
        # Not for secrets: a draw must be the same when it is replayed.
        rest = shuffled(rest, random.Random(random_seed))  # noqa: S311
    elif tournament.seeding == Seeding.RATING:
        rest.sort(key=lambda pk: _falling(by_key[pk].rating))
    order = ordered(list(by_key), locked=locked, seeded=seeds, rest=rest)
    if is_kept_apart(tournament):
        order = apart(order, tags=tags_of(tournament, registrations), locked=locked)
    return [by_key[pk] for pk in order]


def is_kept_apart(tournament: Tournament) -> bool:
    """Whether somebody is to be kept apart, and the first stage is a bracket where that works."""
    return tournament.keep_apart != Apart.NOBODY and starts_in_a_bracket(tournament)


def starts_in_a_bracket(tournament: Tournament) -> bool:
    """Whether the first round is that of a bracket in standard order: 1 meets the last seed."""
    first: Mapping[str, Any] = next(iter(tournament.stages), {})
    is_one = first.get("format") in BRACKETS and first.get("groups", 1) == 1
    return is_one and not any(map(first.get, OTHER_ORDERS))


def tags_of(tournament: Tournament, registrations: Sequence[Registration]) -> dict[int, str]:
    """What each registration, by key, has in common with those it should not meet early.

    Whose region nobody wrote down is from the country of their profile. Who is in several teams
    counts for the one with most players here. A team that plays as one is nobody's mate.
    """
    match tournament.keep_apart:
        case Apart.REGION:
            regions = {each.pk: each.region or _country(each) for each in registrations}
            return {pk: region.strip().casefold() for pk, region in regions.items()}
        case Apart.TEAM if tournament.participation == Participation.SOLO:
            return _teams({each.user_id: each.pk for each in registrations})
    return {}


def _falling(rating: int | None) -> tuple[bool, int]:
    return rating is None, -(rating or 0)


def _country(registration: Registration) -> str:
    profile = getattr(registration.user, "profile", None)
    return profile.country.code if profile else ""


def _teams(registration_of: Mapping[int, int]) -> dict[int, str]:
    teams: dict[int, list[int]] = defaultdict(list)
    rows = Membership.objects.filter(user__in=list(registration_of)).order_by("pk")
    for user, team in rows.values_list("user", "team"):
        teams[user].append(team)
    sizes = Counter(team for own in teams.values() for team in own)
    return {
        registration_of[user]: str(max(own, key=sizes.__getitem__)) for user, own in teams.items()
    }
