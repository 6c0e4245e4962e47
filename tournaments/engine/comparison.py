"""The formats side by side: what each takes for the same entrants at the same venue."""

from collections.abc import Callable
from dataclasses import dataclass

from tournaments.engine import double_elimination, free_for_all, round_robin, single_elimination
from tournaments.engine.planning import Plan, Venue, plan, plan_rounds
from tournaments.engine.results import check_best_of
from tournaments.engine.types import Invalid

GROUP_SIZE = 4
QUALIFIERS = 2  # of each group of four
MOST_ENTRANTS = single_elimination.MOST_ENTRANTS


@dataclass(frozen=True, slots=True)
class Compared:
    """A format that is offered from ``least`` to ``most`` entrants."""

    key: str
    least: int
    most: int
    plan: Callable[[int, int, Venue], Plan]


def compared(
    entrants: int,
    *,
    stations: int,
    minutes_per_game: int,
    break_minutes: int,
    best_of: int,
    lobby_size: int | None = None,
    lobby_games: int = 1,
) -> list[tuple[str, Plan]]:
    """The key and the plan of each format that takes so many entrants.

    ``best_of`` is the length of every match. A free-for-all is among them when ``lobby_size``
    says how many play at once; its lobbies play ``lobby_games`` games each.
    """
    venue = Venue(stations, minutes_per_game, break_minutes)
    check_best_of(best_of, draws=False)
    if not 2 <= entrants <= MOST_ENTRANTS:
        raise Invalid(
            "A plan is for 2 to {most} entrants, not {entrants}.",
            code="plan_entrants_out_of_range",
            entrants=entrants,
            most=MOST_ENTRANTS,
        )
    plans = [
        (format_.key, format_.plan(entrants, best_of, venue))
        for format_ in FORMATS
        if format_.least <= entrants <= format_.most
    ]
    if lobby_size is not None:
        lobbies = free_for_all.lobbies(entrants, lobby_size)
        structure = free_for_all.structure(lobbies, games=lobby_games)
        plans.append(("free_for_all", plan(structure, venue)))
    return plans


def swiss_rounds(entrants: int) -> int:
    """As many rounds as leave one entrant unbeaten: the logarithm to base 2, rounded up."""
    return (entrants - 1).bit_length()


def _single_elimination(entrants: int, best_of: int, venue: Venue) -> Plan:
    return plan(single_elimination.structure(entrants, best_of=best_of), venue)


def _third_place(entrants: int, best_of: int, venue: Venue) -> Plan:
    structure = single_elimination.structure(entrants, best_of=best_of, third_place=True)
    return plan(structure, venue)


def _double_elimination(entrants: int, best_of: int, venue: Venue) -> Plan:
    return plan(double_elimination.structure(entrants, best_of=best_of), venue)


def _round_robin(entrants: int, best_of: int, venue: Venue) -> Plan:
    groups = round_robin.distribute(entrants, 1)
    return plan(round_robin.structure(groups, best_of=best_of), venue)


def _groups_and_playoffs(entrants: int, best_of: int, venue: Venue) -> Plan:
    groups = round_robin.distribute(entrants, -(-entrants // GROUP_SIZE))
    first = plan(round_robin.structure(groups, best_of=best_of), venue)
    playoffs = _single_elimination(QUALIFIERS * len(groups), best_of, venue)
    return first.then(playoffs, break_minutes=venue.break_minutes)


def _swiss(entrants: int, best_of: int, venue: Venue) -> Plan:
    return plan_rounds(entrants // 2, swiss_rounds(entrants), best_of=best_of, venue=venue)


FORMATS = (
    Compared("single_elimination", 2, MOST_ENTRANTS, _single_elimination),
    Compared("third_place", 4, MOST_ENTRANTS, _third_place),
    Compared("double_elimination", 3, double_elimination.MOST_ENTRANTS, _double_elimination),
    Compared("round_robin", 2, round_robin.LARGEST_GROUP, _round_robin),
    Compared("groups_and_playoffs", 6, MOST_ENTRANTS, _groups_and_playoffs),
    Compared("swiss", 4, MOST_ENTRANTS, _swiss),
)
