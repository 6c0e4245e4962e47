"""Tables made by hand, without a database."""

from fractions import Fraction

from tournaments.brackets.models import Group
from tournaments.brackets.standings import GroupTable
from tournaments.engine.standings import Row
from tournaments.engine.tiebreaks import Decision
from tournaments.registration.models import Entrant

NAMES = ["Ana", "Ben", "Cy", "Dee", "Eve"]


def decided(criterion: str, above: int | Fraction, own: int | Fraction, *among: int) -> Decision:
    return Decision(criterion, above=above, own=own, among=among)


def row(entrant: int, **known) -> Row:
    """The row of an entrant that has played once, alone on its rank."""
    defaults = {
        "seed": entrant,
        "rank": entrant,
        "tied": False,
        "played": 1,
        "won": 0,
        "drawn": 0,
        "lost": 0,
        "scored": 0,
        "conceded": 0,
        "difference": 0,
        "points": 0,
        "values": {},
        "decision": None,
    }
    return Row(entrant=entrant, **(defaults | known))


def group_table(*rows: Row, is_over: bool = True) -> GroupTable:
    """A table of entrants 1, 2, … whose names are Ana, Ben, …"""
    return GroupTable(
        group=Group(number=1, name="Group A"),
        rows=list(rows),
        entrants={
            each.entrant: Entrant(pk=each.entrant, name=NAMES[each.entrant - 1]) for each in rows
        },
        is_over=is_over,
    )
