"""Single elimination: who loses is out, and N entrants play N - 1 matches."""

from collections.abc import Iterator, Mapping, Sequence

from tournaments.engine.knockout import (
    Pair,
    Round,
    lengths,
    neighbours,
    seat,
    standard,
    structure_of,
    winners_rounds,
)
from tournaments.engine.types import Bracket, EntrantId, Invalid, Outcome, Placement, Structure

MOST_ENTRANTS = 4096
THIRD_PLACE = "T"
FINAL = "F"


def structure(
    entrants: int,
    *,
    third_place: bool = False,
    best_of: int = 1,
    best_of_final: int | None = None,
    best_of_rounds: Mapping[int, int] | None = None,
    first_round: Sequence[Pair] | None = None,
) -> Structure:
    """The bracket of ``entrants``, byes included as matches with an empty side.

    ``first_round`` pairs seeds in bracket order, None being a bye; without it the standard order
    holds and byes go to the top seeds. ``best_of_rounds`` overrides ``best_of`` by round number;
    rounds the bracket does not have are ignored, since settings are written before entrants are
    counted. Four entrants or more can play for third place.
    """
    if not 2 <= entrants <= MOST_ENTRANTS:
        raise Invalid(
            "Single elimination takes 2 to {most} entrants, not {entrants}.",
            code="entrants_out_of_range",
            entrants=entrants,
            most=MOST_ENTRANTS,
        )
    pairs = standard(entrants) if first_round is None else first_round
    _check_first_round(pairs, entrants=entrants)
    rounds, by_round = len(pairs).bit_length(), dict(best_of_rounds or {})
    if best_of_final is not None:
        by_round[rounds] = best_of_final
    third_place_best_of = best_of if third_place and entrants >= 4 else None
    return structure_of(_rounds(pairs, lengths(rounds, best_of, by_round), third_place_best_of))


def placements(structure: Structure, results: Mapping[str, Outcome]) -> list[Placement]:
    """The places that are certain by now, best first; ``results`` are by match id.

    Who leaves in the same round shares a block, and each block starts one below the number of
    entrants that are better. So both finalists of a double forfeit share places 1-2 and nobody is
    champion, and where a semi-final is a double forfeit the places below close up.
    Bye matches need no result.
    """
    left = structure.entrants
    blocks: list[Placement] = []
    for entrants, places in _leaving(structure, results):
        if entrants:
            blocks.append(Placement(left - places + 1, left, entrants))
        left -= places
    return blocks[::-1]


def _check_first_round(pairs: Sequence[Pair], *, entrants: int) -> None:
    if not pairs or len(pairs) & (len(pairs) - 1):
        raise Invalid(
            "The first round has {pairs} matches; it must have 1, 2, 4, 8 or so on.",
            code="not_a_power_of_two",
            pairs=len(pairs),
        )
    if (None, None) in pairs:
        raise Invalid("A match of the first round has two byes.", code="two_byes")
    seeds = sorted(seed for pair in pairs for seed in pair if seed is not None)
    if seeds != list(range(1, entrants + 1)):
        raise Invalid(
            "The first round must name each of the {entrants} entrants once.",
            code="first_round_entrants",
            entrants=entrants,
        )


def _rounds(
    pairs: Sequence[Pair], best_of_rounds: Sequence[int], third_place_best_of: int | None
) -> Iterator[Round]:
    *before, last = best_of_rounds
    rounds = winners_rounds(pairs, before)
    yield from rounds
    number = len(best_of_rounds)
    if third_place_best_of is not None:
        semi_finals = neighbours(rounds[-1].losers)
        yield Round(Bracket.THIRD_PLACE, number, third_place_best_of, [THIRD_PLACE], semi_finals)
    finalists = rounds[-1].winners if rounds else [seat(seed) for seed in pairs[0]]
    yield Round(Bracket.FINAL, number, last, [FINAL], neighbours(finalists))


def _leaving(
    structure: Structure, results: Mapping[str, Outcome]
) -> Iterator[tuple[tuple[EntrantId, ...], int]]:
    """Who leaves together, from the first round on, and how many places that takes.

    Ends at the first round that is still open. While the match for third place is open, its two
    places are kept and named by nobody.
    """
    third = results.get(THIRD_PLACE)
    still_in = 0
    for number in range(1, structure.rounds):
        gone: list[EntrantId] = []
        for match in structure.matches:
            if match.round != number or match.is_bye:
                continue
            if match.id not in results:
                return
            outcome = results[match.id]
            if match.loser_to and _plays_on(outcome, third):
                still_in += len(outcome.losers)
            else:
                gone += outcome.losers
        yield tuple(gone), len(gone)
    if third:
        yield from _one_by_one(third)
    else:
        yield (), still_in
    if FINAL in results:
        yield from _one_by_one(results[FINAL])


def _plays_on(semi_final: Outcome, third: Outcome | None) -> bool:
    """Whether the loser is still to be placed by the match for third place."""
    if semi_final.winner is None:
        return False
    return third is None or set(semi_final.losers) <= {third.winner, *third.losers}


def _one_by_one(outcome: Outcome) -> Iterator[tuple[tuple[EntrantId, ...], int]]:
    yield outcome.losers, len(outcome.losers)
    if outcome.winner is not None:
        yield (outcome.winner,), 1
