"""The two Swiss pairings of Counter-Strike Majors, after Valve's rules for Major supplements.

Teams with the same record meet. Within the stage a team is ranked by record, then by its
difficulty score (the sum over its opponents of wins minus losses, as they stand now), then by its
seed. The rules know 16 teams; where a record group is odd, or cannot be paired without a rematch,
they are silent, and the round is paired by ``swiss_pairing.matched``.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Final

from tournaments.engine.results import Result
from tournaments.engine.swiss_pairing import Pairs, Past, can_be_paired
from tournaments.engine.tallies import Points, Tally, tally
from tournaments.engine.types import EntrantId

FIRST_ROUND_BY_TABLE: Final = 4

# Places in a group of six: the first row without a rematch is played.
PRIORITY_TABLE: Final = (
    ((1, 6), (2, 5), (3, 4)),
    ((1, 6), (2, 4), (3, 5)),
    ((1, 5), (2, 6), (3, 4)),
    ((1, 5), (2, 4), (3, 6)),
    ((1, 4), (2, 6), (3, 5)),
    ((1, 4), (2, 5), (3, 6)),
    ((1, 6), (2, 3), (4, 5)),
    ((1, 5), (2, 3), (4, 6)),
    ((1, 3), (2, 6), (4, 5)),
    ((1, 3), (2, 5), (4, 6)),
    ((1, 4), (2, 3), (5, 6)),
    ((1, 3), (2, 4), (5, 6)),
    ((1, 2), (3, 6), (4, 5)),
    ((1, 2), (3, 5), (4, 6)),
    ((1, 2), (3, 4), (5, 6)),
)


def lead(of: Tally) -> int:
    return of.won - of.lost


def difficulty(
    tallies: Mapping[EntrantId, Tally], results: Collection[Result]
) -> dict[EntrantId, int]:
    """The sum over the opponents of each team of their wins minus their losses."""
    scores = dict.fromkeys(tallies, 0)
    for result in results:
        if result.away is not None:
            scores[result.home] += lead(tallies[result.away])
            scores[result.away] += lead(tallies[result.home])
    return scores


def ranking(
    seeds: Mapping[EntrantId, int], results: Collection[Result], *, points: Points
) -> list[EntrantId]:
    """All teams of the stage, best first. At its end, those that advance have fewest losses first,
    and their places are their seeds in the next stage."""
    tallies = tally(seeds, results, points=points)
    scores = difficulty(tallies, results)

    def place(team: EntrantId) -> tuple[int, int, int, int]:
        own = tallies[team]
        return (-lead(own), own.lost, -scores[team], seeds[team])

    return sorted(seeds, key=place)


def paired(
    order: Sequence[EntrantId], tallies: Mapping[EntrantId, Tally], past: Past, *, table: bool
) -> Pairs | None:
    """Pair the teams of a ranking by records; None where a record group has no such pairing."""

    def record(team: EntrantId) -> tuple[int, int]:
        return tallies[team].won, tallies[team].lost

    pair = by_table if table else backtracking
    pairs: Pairs = []
    for _, group in groupby(order, key=record):
        of_group = pair(list(group), past)
        if of_group is None:
            return None
        pairs += of_group
    return pairs


def backtracking(group: Sequence[EntrantId], past: Past) -> Pairs | None:
    """The pairing of 2021 to 2023 in one record group; None where each has a rematch.

    The best-ranked team meets the worst-ranked that it has not met; where that leaves the others
    without a pairing, the next-worst, and so on.
    """
    if not can_be_paired(group, past):
        return None
    pairs = []
    left = list(group)
    while left:
        best, *others = left
        for other in reversed(others):
            rest = [team for team in others if team != other]
            if past.may_meet(best, other) and can_be_paired(rest, past):
                pairs.append((best, other))
                left = rest
                break
    return pairs


def by_table(group: Sequence[EntrantId], past: Past) -> Pairs | None:
    """The pairing from round 4 on since 2024: a group of six goes by the priority table."""
    if len(group) != 6:
        return backtracking(group, past)
    for row in PRIORITY_TABLE:
        pairs = [(group[one - 1], group[other - 1]) for one, other in row]
        if all(past.may_meet(one, other) for one, other in pairs):
            return pairs
    return None
