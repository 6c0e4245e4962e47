"""The table of a group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tournaments.engine.results import Result, check_result
from tournaments.engine.tallies import Points, tally
from tournaments.engine.tiebreaks import TIEBREAKS, Contest, Decision, check_criteria, ranked
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
    values: Mapping[str, Number]  # of each criterion that was asked for this entrant
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
) -> list[Row]:
    """The table of the entrants in ``seeds``, best first.

    ``drawn_lots`` is the order an official decided; the criterion "manual" reads it. Rows that
    stay tied follow each other by seed, which is an order to print and not a decision.
    """
    check_criteria(tiebreaks)
    _check_lots(seeds, drawn_lots)
    for result in results:
        _check_is_of_group(seeds, result)
    contest = Contest(
        seeds=seeds,
        results=results,
        points=points,
        criteria=tiebreaks,
        drawn_lots=drawn_lots,
        tallies=tally(seeds, results, points=points),
    )
    return _rows(contest)


def _rows(contest: Contest) -> list[Row]:
    order, asked = ranked(contest)
    overall = [name for name in contest.criteria if not TIEBREAKS[name].head_to_head]
    always = {name: TIEBREAKS[name].values(contest, list(contest.seeds)) for name in overall}
    rows: list[Row] = []
    for block in order:
        rank = len(rows) + 1
        for entrant in block.entrants:
            known = {name: values[entrant] for name, values in always.items() if values}
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
                    values=known | asked[entrant],
                    decision=block.decision if first else None,
                )
            )
    return rows


def _check_is_of_group(seeds: Mapping[EntrantId, int], result: Result) -> None:
    check_result(result)
    for entrant in (result.home, result.away):
        if entrant not in seeds:
            raise Invalid(
                "Entrant {entrant} is not in this group.", code="not_in_group", entrant=entrant
            )


def _check_lots(seeds: Mapping[EntrantId, int], drawn_lots: Sequence[EntrantId]) -> None:
    for place, entrant in enumerate(drawn_lots):
        if entrant not in seeds:
            raise Invalid(
                "Entrant {entrant} is not in this group.", code="not_in_group", entrant=entrant
            )
        if entrant in drawn_lots[:place]:
            raise Invalid("Entrant {entrant} is drawn twice.", code="drawn_twice", entrant=entrant)
