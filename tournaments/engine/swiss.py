"""Swiss: in each round entrants meet others who have done as well, and nobody twice.

Only the first round can be drawn ahead; ``next_round`` pairs each later one from the results.
"""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from math import inf
from typing import Final

from tournaments.engine import majors
from tournaments.engine.results import Result, check_best_of, check_result
from tournaments.engine.swiss_first_round import PARTNERS, FirstRound, first, in_order
from tournaments.engine.swiss_pairing import Pairs, Past, matched, past
from tournaments.engine.tallies import NO_ADJUSTMENTS, Points, Tally, tally
from tournaments.engine.types import (
    BYE,
    Bracket,
    EntrantId,
    Invalid,
    MatchSpec,
    Number,
    Seed,
    Source,
    Structure,
)

__all__ = [
    "MOST_ENTRANTS",
    "FirstRound",
    "Pairing",
    "RoundPairing",
    "SwissRules",
    "next_round",
    "playing",
    "structure",
]

MOST_ENTRANTS: Final = 4096


class Pairing(StrEnum):
    """How the rounds after the first are paired; the last two are those of ``majors``."""

    MATCHING = "matching"
    BACKTRACKING = "backtracking"
    PRIORITY_TABLE = "priority_table"


@dataclass(frozen=True, slots=True)
class SwissRules:
    """``wins`` and ``losses`` are how many take an entrant out of the stage; None, never.

    Inside a score group later rounds pair as ``first_round`` does; after one by lot, as a slide.
    """

    pairing: Pairing = Pairing.MATCHING
    wins: int | None = None
    losses: int | None = None
    points: Points = field(default_factory=Points)
    first_round: FirstRound = FirstRound.FOLD

    def __post_init__(self) -> None:
        for key, number in (("wins", self.wins), ("losses", self.losses)):
            if number is not None and number < 1:
                raise Invalid(
                    "{key} that end the stage for an entrant must be 1 or more.",
                    code="ends_at_once",
                    key=key,
                )


@dataclass(frozen=True, slots=True)
class RoundPairing:
    """A round: the pairs from the top, first side first, and how many of them met before."""

    pairs: tuple[tuple[EntrantId, EntrantId], ...]
    bye: EntrantId | None
    rematches: int


def structure(
    entrants: int,
    *,
    first_round: FirstRound,
    best_of: int = 1,
    rng: random.Random | None = None,
) -> Structure:
    """The first round, which is all that can be known; in an odd field the last seed has a bye.

    ``best_of`` may be even: whether a match may end level is for the caller to know.
    """
    if not 2 <= entrants <= MOST_ENTRANTS:
        raise Invalid(
            "A Swiss stage takes 2 to {most} entrants, not {entrants}.",
            code="entrants_out_of_range",
            entrants=entrants,
            most=MOST_ENTRANTS,
        )
    check_best_of(best_of, draws=True)
    pairs, bye = first(in_order(range(1, entrants + 1), first_round, rng), first_round)
    sides: list[tuple[Source, ...]] = [(Seed(one), Seed(other)) for one, other in pairs]
    if bye is not None:
        sides.append((Seed(bye), BYE))
    return Structure(
        tuple(
            MatchSpec(
                id=f"R1-{number}",
                bracket=Bracket.GROUP,
                group=1,
                round=1,
                number=number,
                sides=both,
                best_of=best_of,
            )
            for number, both in enumerate(sides, start=1)
        )
    )


def next_round(
    seeds: Mapping[EntrantId, int],
    rounds: Sequence[Sequence[Result]],
    *,
    rules: SwissRules,
    absent: Collection[EntrantId] = (),
    apart: Collection[tuple[EntrantId, EntrantId]] = (),
    adjustments: Mapping[EntrantId, Number] = NO_ADJUSTMENTS,
    rng: random.Random | None = None,
) -> RoundPairing:
    """Pair the round after ``rounds``, which is the first where nothing was played.

    ``seeds`` names everybody who ever was in the stage, and those who come late; ``absent`` are
    not paired, and no two of ``apart`` may meet. ``adjustments`` are points beyond the results, as
    for a requested bye; the pairings of Majors know none. ``rng`` is for a first round by lot.
    """
    results = list(chain.from_iterable(rounds))
    _check(seeds, results, [*absent, *chain.from_iterable(apart)])
    tallies = tally(seeds, results, points=rules.points, adjustments=adjustments)
    left = _playing(seeds, tallies, rules, absent)
    if not left:
        raise Invalid("Nobody is left to be paired.", code="nobody_to_pair")
    before = past(seeds, results, apart=apart)
    stage = _Stage(seeds, results, tallies, before, rules)
    if results:
        pairs, bye = _later(stage, left, len(rounds) + 1)
    else:
        drawn = in_order(left, rules.first_round, rng)
        pairs, bye = first(drawn, rules.first_round, before if apart else None)
    _check_apart(pairs, before)
    return RoundPairing(
        pairs=tuple(_sides(pair, before) for pair in pairs),
        bye=bye,
        rematches=sum(other in before.met[one] for one, other in pairs),
    )


def playing(
    seeds: Mapping[EntrantId, int],
    rounds: Sequence[Sequence[Result]],
    *,
    rules: SwissRules,
    absent: Collection[EntrantId] = (),
) -> list[EntrantId]:
    """Who has a part in the next round, by seed: neither absent nor through nor out."""
    tallies = tally(seeds, chain.from_iterable(rounds), points=rules.points)
    return _playing(seeds, tallies, rules, absent)


def through_by_wins(entrants: int, wins: int, losses: int) -> int | None:
    """How many reach ``wins`` before ``losses`` where every match is between equal records.

    None where a record group is odd at some time: then somebody has a bye or meets another record.
    """
    through = 0
    records = {(0, 0): entrants}
    while records:
        following: dict[tuple[int, int], int] = {}
        for (won, lost), size in records.items():
            if size % 2:
                return None
            for record in ((won + 1, lost), (won, lost + 1)):
                if record[0] == wins:
                    through += size // 2
                elif record[1] < losses:
                    following[record] = following.get(record, 0) + size // 2
        records = following
    return through


@dataclass(frozen=True, slots=True)
class _Stage:
    """What is known of the stage before a later round."""

    seeds: Mapping[EntrantId, int]
    results: Sequence[Result]
    tallies: Mapping[EntrantId, Tally]
    past: Past
    rules: SwissRules


def _later(
    stage: _Stage, by_seed: Sequence[EntrantId], number: int
) -> tuple[Pairs, EntrantId | None]:
    if stage.rules.pairing is Pairing.MATCHING:
        points = {entrant: stage.tallies[entrant].points for entrant in by_seed}
        order = sorted(by_seed, key=lambda entrant: (-points[entrant], stage.seeds[entrant]))
        partner = PARTNERS[stage.rules.first_round]
        return matched(order, points, stage.past, partner=partner)
    left = set(by_seed)
    ranking = majors.ranking(stage.seeds, stage.results, points=stage.rules.points)
    order = [team for team in ranking if team in left]
    table = stage.rules.pairing is Pairing.PRIORITY_TABLE and number >= majors.FIRST_ROUND_BY_TABLE
    pairs = majors.paired(order, stage.tallies, stage.past, table=table)
    if pairs is not None:
        return pairs, None
    leads = {team: majors.lead(stage.tallies[team]) for team in order}
    return matched(order, leads, stage.past, partner=PARTNERS[FirstRound.FOLD])


def _sides(pair: tuple[EntrantId, EntrantId], before: Past) -> tuple[EntrantId, EntrantId]:
    """The better ranked first, unless it was at home more often."""
    better, worse = pair
    return pair if before.at_home[better] <= before.at_home[worse] else (worse, better)


def _playing(
    seeds: Mapping[EntrantId, int],
    tallies: Mapping[EntrantId, Tally],
    rules: SwissRules,
    absent: Collection[EntrantId],
) -> list[EntrantId]:
    wins = inf if rules.wins is None else rules.wins
    losses = inf if rules.losses is None else rules.losses
    gone = set(absent)
    there = (entrant for entrant in seeds if entrant not in gone)
    left = (one for one in there if tallies[one].won < wins and tallies[one].lost < losses)
    return sorted(left, key=seeds.__getitem__)


def _check(
    seeds: Mapping[EntrantId, int], results: Iterable[Result], named: Iterable[EntrantId]
) -> None:
    for result in results:
        check_result(result)
    sides = chain.from_iterable((result.home, result.away) for result in results)
    for entrant in chain(named, sides):
        if entrant is not None and entrant not in seeds:
            raise Invalid(
                "Entrant {entrant} is not in this stage.", code="not_in_stage", entrant=entrant
            )


def _check_apart(pairs: Pairs, before: Past) -> None:
    for one, other in pairs:
        if other in before.apart[one]:
            raise Invalid(
                "Nobody can be paired without entrants {one} and {other}, who are kept apart.",
                code="kept_apart",
                one=one,
                other=other,
            )
