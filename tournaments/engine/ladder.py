"""Ladder: a standing order in which entrants challenge those a few places above.

There is no draw. The order follows from who joined when and from the results so far.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal
from enum import StrEnum

from tournaments.engine.results import Result, check_result
from tournaments.engine.standings import Row
from tournaments.engine.tallies import Points, tally
from tournaments.engine.tiebreaks import Decision
from tournaments.engine.types import EntrantId, Invalid, Kind

MOST_PLACES = 1000
MOST_RATING = 10_000
MOST_MOVE = 1000

# Enough digits that no rounding of the power can reach the half that is rounded afterwards: a
# rating moves by exactly a half and some points only between equals, where the power is 1.
EXACT = Context(prec=60)


class Mode(StrEnum):
    SWAP = "swap"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class LadderRules:
    """How far up one may challenge, and what a result moves: places, or ratings.

    ``k`` is the most points that one result can move a rating.
    """

    challenge_range: int = 3
    mode: Mode = Mode.SWAP
    start_rating: int = 1000
    k: int = 32

    def __post_init__(self) -> None:
        _check_range("challenge_range", self.challenge_range, 1, MOST_PLACES)
        _check_range("start_rating", self.start_rating, 0, MOST_RATING)
        _check_range("k", self.k, 1, MOST_MOVE)


def positions(
    seeds: Mapping[EntrantId, int], results: Sequence[Result], rules: LadderRules
) -> list[EntrantId]:
    """The ladder from the top, after ``results`` in the order they were made.

    Where places are swapped, the ladder starts in order of seed, and whoever beats one above
    takes that place and gives up the own; any other result leaves all where they are.
    """
    _check_results(seeds, results)
    if rules.mode is Mode.SWAP:
        return _swapped(seeds, results)
    rated = ratings(seeds, results, rules)
    return sorted(seeds, key=lambda entrant: (-rated[entrant], seeds[entrant]))


def ratings(
    seeds: Mapping[EntrantId, int], results: Sequence[Result], rules: LadderRules
) -> dict[EntrantId, int]:
    """Everybody's rating, after ``results`` in the order they were made.

    The formula is Arpad Elo's, with the logistic curve: the expected score against an opponent
    rated d points higher is 1 / (1 + 10 ^ (d / 400)), and a rating moves by ``k`` times the score
    less what was expected. The move is rounded to a whole number, a half in favour of the winner;
    what one side gains the other loses, so the sum of all ratings stays. A win without play
    counts as a win. Ratings may fall below nothing.
    """
    _check_results(seeds, results)
    rated = dict.fromkeys(seeds, rules.start_rating)
    for result in results:
        if result.away is None or result.kind is Kind.DOUBLE_FORFEIT:
            continue
        first, second = result.home, result.away
        if result.winner == second:
            first, second = second, first
        score = Decimal(1) if result.winner is not None else Decimal("0.5")
        moved = _moved(rated[second] - rated[first], score, rules.k)
        rated[first] += moved
        rated[second] -= moved
    return rated


def check_challenge(
    order: Sequence[EntrantId], challenger: EntrantId, challenged: EntrantId, rules: LadderRules
) -> None:
    """One may challenge those that stand above, up to ``challenge_range`` places away."""
    for entrant in (challenger, challenged):
        if entrant not in order:
            raise _not_in_ladder(entrant)
    if challenger == challenged:
        raise Invalid(
            "Entrant {entrant} cannot challenge itself.", code="meets_itself", entrant=challenger
        )
    places_up = order.index(challenger) - order.index(challenged)
    if places_up < 0:
        raise Invalid("One challenges those above, not those below.", code="below")
    if places_up > rules.challenge_range:
        raise Invalid(
            "One challenges up to {most} places above, not {places}.",
            code="out_of_challenge_range",
            most=rules.challenge_range,
            places=places_up,
        )


def table(
    seeds: Mapping[EntrantId, int], results: Sequence[Result], rules: LadderRules
) -> list[Row]:
    """The ladder with what everybody played. ``points`` are ratings where they decide, else wins.

    Nobody is ever tied. Where places are swapped no value puts one below another, so there is
    no decision to name.
    """
    order = positions(seeds, results, rules)
    tallies = tally(seeds, results, points=Points(win=1, draw=0, loss=0))
    rated = ratings(seeds, results, rules) if rules.mode is Mode.RATING else {}
    rows: list[Row] = []
    for rank, entrant in enumerate(order, start=1):
        own = tallies[entrant]
        values = {"rating": rated[entrant], "seed": seeds[entrant]} if rated else {}
        above = rows[-1] if rows else None
        rows.append(
            Row(
                entrant=entrant,
                seed=seeds[entrant],
                rank=rank,
                tied=False,
                played=own.played,
                won=own.won,
                drawn=own.drawn,
                lost=own.lost,
                scored=own.scored,
                conceded=own.conceded,
                difference=own.difference,
                points=rated.get(entrant, own.points),
                values=values,
                decision=_decision(above, values, rated) if above and rated else None,
            )
        )
    return rows


def _swapped(seeds: Mapping[EntrantId, int], results: Sequence[Result]) -> list[EntrantId]:
    order = sorted(seeds, key=seeds.__getitem__)
    place = {entrant: index for index, entrant in enumerate(order)}
    for result in results:
        if result.away is None or result.winner is None:
            continue
        loser = result.away if result.winner == result.home else result.home
        high, low = place[loser], place[result.winner]
        if high < low:
            order[high], order[low] = order[low], order[high]
            place[loser], place[result.winner] = low, high
    return order


def _moved(behind: int, score: Decimal, k: int) -> int:
    """What the first side gains; it is rated ``behind`` points below the second."""
    power = EXACT.power(Decimal(10), EXACT.divide(Decimal(behind), Decimal(400)))
    expected = EXACT.divide(Decimal(1), EXACT.add(Decimal(1), power))
    gain = EXACT.multiply(Decimal(k), EXACT.subtract(score, expected))
    return int(EXACT.add(gain, Decimal("0.5")).to_integral_value(ROUND_FLOOR))


def _decision(above: Row, values: Mapping[str, int], rated: Mapping[EntrantId, int]) -> Decision:
    """Ratings decide; entrants with the same rating stand in order of seed."""
    criterion = "rating" if above.values["rating"] != values["rating"] else "seed"
    among = [
        entrant
        for entrant, rating in rated.items()
        if criterion == "rating" or rating == values["rating"]
    ]
    return Decision(
        criterion, above=above.values[criterion], own=values[criterion], among=tuple(among)
    )


def _check_results(seeds: Mapping[EntrantId, int], results: Sequence[Result]) -> None:
    for result in results:
        check_result(result)
        for entrant in (result.home, result.away):
            if entrant is not None and entrant not in seeds:
                raise _not_in_ladder(entrant)


def _check_range(key: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise Invalid(
            "{key} must be {least} to {most}.", code="out_of_range", key=key, least=least, most=most
        )


def _not_in_ladder(entrant: EntrantId) -> Invalid:
    return Invalid(
        "Entrant {entrant} is not in this ladder.", code="not_in_ladder", entrant=entrant
    )
