"""What the page of a ladder shows: the order, and who may challenge whom now."""

from collections.abc import Iterable
from dataclasses import dataclass

from tournaments.brackets.models import Stage
from tournaments.brackets.rules import is_open_ladder
from tournaments.brackets.standings import Contested, contests
from tournaments.core.models import Tournament
from tournaments.engine.ladder import check_challenge, positions
from tournaments.engine.types import EntrantId, Invalid
from tournaments.registration.models import Entrant, Registration


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One entrant on a ladder. ``challengers`` are those of the visitor that may challenge it."""

    place: int
    entrant: Entrant
    is_own: bool
    is_busy: bool
    challengers: list[Entrant]


@dataclass(frozen=True, slots=True)
class LadderView:
    """An open ladder. ``free`` are those who could play a challenge now, from the top."""

    stage: Stage
    reach: int
    rows: list[LadderRow]
    free: list[Entrant]


def open_ladders(tournament: Tournament) -> list[Stage]:
    stages = tournament.drawn_stages.order_by("number")
    return [stage for stage in stages if is_open_ladder(stage)]


def ladder_view(stage: Stage, *, by) -> LadderView:
    """The ladder as ``by`` sees it; as many queries for 4 entrants as for 400."""
    [(_group, contested)] = contests(stage)
    rules = contested.spec.rules
    order = positions(contested.seeds, contested.results, rules)
    known = {entry.entrant_id: entry.entrant for entry in contested.entries}
    busy = {entrant for pair in contested.remaining for entrant in pair}
    # Nobody has to climb past those who have left.
    there = [one for one in order if known[one].left_at is None]
    free = {one for one in order if one not in busy and known[one].left_at is None}
    own = _own(contested, by)
    rows = [
        LadderRow(
            place=place,
            entrant=known[one],
            is_own=one in own,
            is_busy=one in busy,
            challengers=[
                known[each] for each in own if {one, each} <= free and _may(there, each, one, rules)
            ],
        )
        for place, one in enumerate(order, start=1)
    ]
    return LadderView(
        stage=stage,
        reach=rules.challenge_range,
        rows=rows,
        free=[known[one] for one in order if one in free],
    )


def _own(contested: Contested, by) -> Iterable[EntrantId]:
    if not by.is_authenticated:
        return []
    registrations = Registration.objects.made_by(by).filter(
        entrant__stage_entries__stage=contested.stage
    )
    return list(registrations.values_list("entrant", flat=True))


def _may(order: list[EntrantId], challenger: EntrantId, challenged: EntrantId, rules) -> bool:
    try:
        check_challenge(order, challenger, challenged, rules)
    except Invalid:
        return False
    return True
