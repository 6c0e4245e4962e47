"""Round robin: in each group everybody meets everybody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tournaments.engine.results import check_best_of
from tournaments.engine.types import Bracket, EntrantId, Invalid, MatchSpec, Seed, Structure

LARGEST_GROUP = 64
MOST_LEGS = 4
MOST_MATCHES = 10_000


@dataclass(frozen=True, slots=True)
class Pairing:
    home: EntrantId
    away: EntrantId | None  # None: home sits out this round


def rounds(entrants: Sequence[EntrantId]) -> list[list[Pairing]]:
    """Schedule every entrant against every other once (circle method).

    The first entrant stays put while the others turn one place a round. With an odd field,
    whoever faces the gap sits out. Everybody is at home as often as away, give or take one.
    """
    ring: list[int | None] = [*range(len(entrants))]
    if len(ring) % 2:
        ring.append(None)
    half = len(ring) // 2
    schedule = []
    for _ in range(len(ring) - 1):
        facing = zip(ring[:half], reversed(ring[half:]), strict=True)
        schedule.append([_pairing(entrants, one, other) for one, other in facing])
        ring[1:] = [ring[-1], *ring[1:-1]]
    return schedule


def distribute(entrants: int, groups: int) -> list[list[int]]:
    """Deal the seeds 1 to ``entrants`` into groups as a snake: 1-2-3, 6-5-4, 7-8-9."""
    if groups < 1 or entrants < 2 * groups:
        raise Invalid(
            "{entrants} entrants cannot fill {groups} groups: each needs at least two.",
            code="groups_too_small",
            entrants=entrants,
            groups=groups,
        )
    dealt: list[list[int]] = [[] for _ in range(groups)]
    for place in range(entrants):
        lap, step = divmod(place, groups)
        dealt[groups - 1 - step if lap % 2 else step].append(place + 1)
    return dealt


def structure(groups: Sequence[Sequence[int]], *, legs: int = 1, best_of: int = 1) -> Structure:
    """The matches of all groups; each group lists the stage seeds in it.

    Every second leg turns home and away round. ``best_of`` may be even: whether a match may end
    level is for the caller to know.
    """
    _check_groups(groups, legs=legs)
    check_best_of(best_of, draws=True)
    return Structure(
        tuple(
            match
            for group, seeds in enumerate(groups, start=1)
            for match in _group(group, seeds, legs, best_of)
        )
    )


def _pairing(entrants: Sequence[EntrantId], one: int | None, other: int | None) -> Pairing:
    if one is None or other is None:
        alone = other if one is None else one
        assert alone is not None, "the gap never meets itself"
        return Pairing(entrants[alone], None)
    # The earlier of two is at home when they stand an odd number of places apart: along the list
    # home and away take turns for everybody, so the balance holds whatever the order of rounds.
    early, late = sorted((one, other))
    if (late - early) % 2:
        return Pairing(entrants[early], entrants[late])
    return Pairing(entrants[late], entrants[early])


def _group(group: int, seeds: Sequence[int], legs: int, best_of: int) -> Iterator[MatchSpec]:
    once = rounds(seeds)
    for leg in range(legs):
        for number, pairings in enumerate(once, start=leg * len(once) + 1):
            played = [pairing for pairing in pairings if pairing.away is not None]
            for place, pairing in enumerate(played, start=1):
                assert pairing.away is not None, "whoever sits out was left out above"
                home, away = Seed(pairing.home), Seed(pairing.away)
                yield MatchSpec(
                    id=f"G{group}-{number}-{place}",
                    bracket=Bracket.GROUP,
                    group=group,
                    round=number,
                    number=place,
                    sides=(away, home) if leg % 2 else (home, away),
                    best_of=best_of,
                )


def _check_groups(groups: Sequence[Sequence[int]], *, legs: int) -> None:
    if not 1 <= legs <= MOST_LEGS:
        raise Invalid(
            "Everybody meets everybody 1 to {most} times, not {legs}.",
            code="legs_out_of_range",
            legs=legs,
            most=MOST_LEGS,
        )
    for group in groups:
        if not 2 <= len(group) <= LARGEST_GROUP:
            raise Invalid(
                "A group takes 2 to {most} entrants, not {entrants}.",
                code="group_size_out_of_range",
                entrants=len(group),
                most=LARGEST_GROUP,
            )
    seeds = sorted(seed for group in groups for seed in group)
    if not seeds or seeds != list(range(1, len(seeds) + 1)):
        raise Invalid("Each seed must be in one group, and in one only.", code="group_seeds")
    matches = sum(len(group) * (len(group) - 1) // 2 * legs for group in groups)
    if matches > MOST_MATCHES:
        raise Invalid(
            "This would be {matches} matches; a stage has at most {most}.",
            code="too_many_matches",
            matches=matches,
            most=MOST_MATCHES,
        )
