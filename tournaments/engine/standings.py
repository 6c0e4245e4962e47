"""The table of a group, or of a Swiss stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tournaments.engine.criteria import Contest
from tournaments.engine.opponents import meetings
from tournaments.engine.results import Result, check_result
from tournaments.engine.tallies import NO_ADJUSTMENTS, Points, tally
from tournaments.engine.tiebreaks import Decision, check_criteria, ranked
from tournaments.engine.types import EntrantId, Invalid, Number


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table.

    ``rank`` is shared by entrants that no criterion separates; they are ``tied``, and an official
    must decide. ``decision`` says what put the row below the one above it.
    """

    entrant: EntrantId
    seed: int
    rank: int
    tied: bool
    played: int
    won: int
    drawn: int
    lost: int
    scored: int
    conceded: int
    difference: int
    points: Number
    values: Mapping[str, Number]  # a head-to-head has one for those who were tied only
    decision: Decision | None

    @property
    def decided_by(self) -> str | None:
        return self.decision.criterion if self.decision else None


def table(
    seeds: Mapping[EntrantId, int],
    results: Sequence[Result],
    *,
    points: Points,
    tiebreaks: Sequence[str],
    drawn_lots: Sequence[EntrantId] = (),
    lots_seed: int | None = None,
    adjustments: Mapping[EntrantId, Number] = NO_ADJUSTMENTS,
) -> list[Row]:
    """The table of the entrants in ``seeds``, best first.

    ``drawn_lots`` is the order an official decided; the criterion "manual" reads it. ``lots_seed``
    is the published seed from which the criterion "lots" draws an order of all. ``adjustments``
    are points given or taken without a match. Rows that stay tied follow each other by seed,
    which is an order to print and not a decision.
    """
    check_criteria(tiebreaks)
    check_lots(seeds, drawn_lots)
    for entrant in adjustments:
        check_is_entrant(seeds, entrant)
    for result in results:
        _check_is_of_group(seeds, result)
    contest = Contest(
        seeds=seeds,
        points=points,
        tallies=tally(seeds, results, points=points, adjustments=adjustments),
        meetings=meetings(seeds, results),
        drawn_lots=drawn_lots,
        lots_seed=lots_seed,
    )
    return _rows(contest, tiebreaks)


def why_above(rows: Sequence[Row], place: int) -> Decision | None:
    """Why the row at ``place``, from 1, stands above the next; None where the two are tied."""
    above, below = rows[place - 1], rows[place]
    return None if above.rank == below.rank else below.decision


def _rows(contest: Contest, criteria: Sequence[str]) -> list[Row]:
    order, known = ranked(contest, criteria)
    rows: list[Row] = []
    for block in order:
        rank = len(rows) + 1
        for entrant in block.entrants:
            first = entrant == block.entrants[0]
            own = contest.tallies[entrant]
            rows.append(
                Row(
                    entrant=entrant,
                    seed=contest.seeds[entrant],
                    rank=rank,
                    tied=len(block.entrants) > 1,
                    played=own.played,
                    won=own.won,
                    drawn=own.drawn,
                    lost=own.lost,
                    scored=own.scored,
                    conceded=own.conceded,
                    difference=own.difference,
                    points=own.points,
                    values=known[entrant],
                    decision=block.decision if first else None,
                )
            )
    return rows


def _check_is_of_group(seeds: Mapping[EntrantId, int], result: Result) -> None:
    check_result(result)
    for entrant in (result.home, result.away):
        if entrant is not None:
            check_is_entrant(seeds, entrant)


def check_is_entrant(seeds: Mapping[EntrantId, int], entrant: EntrantId) -> None:
    if entrant not in seeds:
        raise Invalid(
            "Entrant {entrant} is not in this group.", code="not_in_group", entrant=entrant
        )


def check_lots(seeds: Mapping[EntrantId, int], drawn_lots: Sequence[EntrantId]) -> None:
    for place, entrant in enumerate(drawn_lots):
        check_is_entrant(seeds, entrant)
        if entrant in drawn_lots[:place]:
            raise Invalid("Entrant {entrant} is drawn twice.", code="drawn_twice", entrant=entrant)
