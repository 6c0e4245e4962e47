"""Single elimination: who loses is out, and N entrants play N - 1 matches."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from tournaments.engine.results import check_best_of
from tournaments.engine.seeding import fold
from tournaments.engine.types import (
    BYE,
    Bracket,
    EntrantId,
    Invalid,
    LoserOf,
    MatchSpec,
    Outcome,
    Placement,
    Seed,
    Slot,
    Source,
    Structure,
    WinnerOf,
)

MOST_ENTRANTS = 4096
THIRD_PLACE = "T"
FINAL = "F"

Pair: TypeAlias = tuple[int | None, int | None]


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
    pairs = _standard(entrants) if first_round is None else first_round
    _check_first_round(pairs, entrants=entrants)
    lengths = _lengths(len(pairs).bit_length(), best_of, best_of_final, best_of_rounds or {})
    has_third_place = third_place and entrants >= 4
    return Structure(tuple(_matches(pairs, lengths, has_third_place, best_of)))


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


def _standard(entrants: int) -> list[Pair]:
    size = 1 << (entrants - 1).bit_length()
    order = [seed if seed <= entrants else None for seed in fold(size)]
    return list(zip(order[::2], order[1::2], strict=True))


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


def _lengths(
    rounds: int, best_of: int, best_of_final: int | None, by_round: Mapping[int, int]
) -> dict[int, int]:
    lengths = {number: by_round.get(number, best_of) for number in range(1, rounds + 1)}
    if best_of_final is not None:
        lengths[rounds] = best_of_final
    for length in (best_of, *lengths.values()):
        check_best_of(length, draws=False)
    return lengths


def _matches(
    pairs: Sequence[Pair], lengths: Mapping[int, int], has_third_place: bool, best_of: int
) -> Iterator[MatchSpec]:
    rounds = len(lengths)
    for number in range(1, rounds):
        feeds_third_place = has_third_place and number == rounds - 1
        for place in range(1, (len(pairs) >> (number - 1)) + 1):
            side = 2 - place % 2
            yield MatchSpec(
                id=_id(number, place, rounds),
                bracket=Bracket.WINNERS,
                group=None,
                round=number,
                number=place,
                sides=_sides(pairs, number, place, rounds),
                best_of=lengths[number],
                winner_to=Slot(_id(number + 1, (place + 1) // 2, rounds), side),
                loser_to=Slot(THIRD_PLACE, side) if feeds_third_place else None,
            )
    if has_third_place:
        semi_finals = (_id(rounds - 1, 1, rounds), _id(rounds - 1, 2, rounds))
        sides = (LoserOf(semi_finals[0]), LoserOf(semi_finals[1]))
        yield MatchSpec(THIRD_PLACE, Bracket.THIRD_PLACE, None, rounds, 1, sides, best_of)
    final = _sides(pairs, rounds, 1, rounds)
    yield MatchSpec(FINAL, Bracket.FINAL, None, rounds, 1, final, lengths[rounds])


def _sides(pairs: Sequence[Pair], number: int, place: int, rounds: int) -> tuple[Source, Source]:
    if number == 1:
        one, other = pairs[place - 1]
        return _seed(one), _seed(other)
    return (
        WinnerOf(_id(number - 1, 2 * place - 1, rounds)),
        WinnerOf(_id(number - 1, 2 * place, rounds)),
    )


def _seed(number: int | None) -> Source:
    return BYE if number is None else Seed(number)


def _id(number: int, place: int, rounds: int) -> str:
    return FINAL if number == rounds else f"W{number}-{place}"


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
