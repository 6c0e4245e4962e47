"""Free-for-all: lobbies in which everybody plays everybody at once, several games in a row."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tournaments.engine.round_robin import distribute
from tournaments.engine.types import Bracket, EntrantId, Invalid, MatchSpec, Seed, Structure

LARGEST_LOBBY = 100
MOST_LOBBIES = 64
MOST_GAMES = 50


@dataclass(frozen=True, slots=True)
class Scoring:
    """What a game is worth: ``placement`` from the first place down, and each kill.

    Places beyond ``placement`` earn nothing, and kills above ``kill_cap`` do not count.
    """

    placement: tuple[int, ...]
    per_kill: int = 0
    kill_cap: int | None = None

    def __post_init__(self) -> None:
        falling = tuple(sorted(self.placement, reverse=True))
        if self.placement != falling or min(self.placement, default=0) < 0:
            raise Invalid(
                "A place must be worth no less than the one below it, and never less than nothing.",
                code="placement_order",
            )
        if len(self.placement) > LARGEST_LOBBY:
            raise Invalid(
                "Points are for the first {most} places at most.",
                code="too_many_places",
                most=LARGEST_LOBBY,
            )
        if self.per_kill < 0 or (self.kill_cap is not None and self.kill_cap < 0):
            raise Invalid(
                "Neither a kill nor its cap may be less than nothing.", code="negative_per_kill"
            )
        if not self.per_kill and not any(self.placement):
            raise Invalid("Something must earn points: a place, or a kill.", code="nothing_counts")


@dataclass(frozen=True, slots=True)
class Finish:
    """How a game ended for one entrant; ``place`` None says that it did not show."""

    entrant: EntrantId
    place: int | None
    kills: int = 0


def points_of(finish: Finish, scoring: Scoring) -> int:
    """Placement and kills. Entrants that share a place all earn what that place is worth."""
    return placement_points_of(finish, scoring) + kill_points_of(finish, scoring)


def placement_points_of(finish: Finish, scoring: Scoring) -> int:
    if finish.place is None or finish.place > len(scoring.placement):
        return 0
    return scoring.placement[finish.place - 1]


def kill_points_of(finish: Finish, scoring: Scoring) -> int:
    counted = finish.kills if scoring.kill_cap is None else min(finish.kills, scoring.kill_cap)
    return counted * scoring.per_kill


def check_finishes(finishes: Sequence[Finish], *, entrants: Collection[EntrantId]) -> None:
    """A game names everybody in the lobby once, and its places can be counted down.

    After a tie as many places stay free as entrants share it: 1, 2, 2, 4. Who did not show has
    no place and no kills; the places of the others close up.
    """
    named: set[EntrantId] = set()
    for finish in finishes:
        _check_finish(finish, entrants=entrants, named=named)
        named.add(finish.entrant)
    for entrant in entrants:
        if entrant not in named:
            raise Invalid("Entrant {entrant} is missing.", code="finish_missing", entrant=entrant)
    _check_places(sorted(finish.place for finish in finishes if finish.place is not None))


def lobbies(entrants: int, size: int) -> list[list[int]]:
    """Deal the seeds into as few lobbies of at most ``size`` as hold them all, as a snake.

    The lobbies differ by one entrant at most.
    """
    _check_size(size)
    return distribute(entrants, -(-entrants // size))


def structure(groups: Sequence[Sequence[int]], *, games: int) -> Structure:
    """``games`` matches for each lobby; each group lists the stage seeds in one lobby.

    Every match has the whole lobby as its sides, in order of seed, and is one game.
    """
    _check_lobbies(groups, games=games)
    return Structure(tuple(_matches(groups, games)))


def _matches(groups: Sequence[Sequence[int]], games: int) -> Iterator[MatchSpec]:
    for group, seeds in enumerate(groups, start=1):
        sides = tuple(Seed(seed) for seed in sorted(seeds))
        for game in range(1, games + 1):
            yield MatchSpec(
                id=f"G{group}-{game}-1",
                bracket=Bracket.GROUP,
                group=group,
                round=game,
                number=1,
                sides=sides,
                best_of=1,
            )


def _check_finish(
    finish: Finish, *, entrants: Collection[EntrantId], named: Collection[EntrantId]
) -> None:
    if finish.entrant not in entrants:
        raise Invalid(
            "Entrant {entrant} is not in this lobby.", code="not_in_lobby", entrant=finish.entrant
        )
    if finish.entrant in named:
        raise Invalid(
            "Entrant {entrant} is named twice.", code="finish_twice", entrant=finish.entrant
        )
    if finish.kills < 0:
        raise Invalid("Kills cannot be negative.", code="negative_kills", entrant=finish.entrant)
    if finish.place is None and finish.kills:
        raise Invalid(
            "Entrant {entrant} did not show, so it has no kills.",
            code="absent_with_kills",
            entrant=finish.entrant,
        )


def _check_places(places: Sequence[int]) -> None:
    if not places:
        raise Invalid("Somebody must have a place.", code="nobody_placed")
    expected = 1
    for ahead, place in enumerate(places):
        if ahead == 0 or place != places[ahead - 1]:
            expected = ahead + 1
        if place != expected:
            raise Invalid(
                "Place {place} cannot be: the next place is {expected}.",
                code="place_gap",
                place=place,
                expected=expected,
            )


def _check_size(size: int) -> None:
    if not 2 <= size <= LARGEST_LOBBY:
        raise Invalid(
            "A lobby takes 2 to {most} entrants, not {entrants}.",
            code="lobby_size_out_of_range",
            entrants=size,
            most=LARGEST_LOBBY,
        )


def _check_lobbies(groups: Sequence[Sequence[int]], *, games: int) -> None:
    if not 1 <= len(groups) <= MOST_LOBBIES:
        raise Invalid(
            "A stage has 1 to {most} lobbies, not {lobbies}.",
            code="lobbies_out_of_range",
            lobbies=len(groups),
            most=MOST_LOBBIES,
        )
    if not 1 <= games <= MOST_GAMES:
        raise Invalid(
            "A lobby plays 1 to {most} games, not {games}.",
            code="games_out_of_range",
            games=games,
            most=MOST_GAMES,
        )
    for group in groups:
        _check_size(len(group))
    seeds = sorted(seed for group in groups for seed in group)
    if seeds != list(range(1, len(seeds) + 1)):
        raise Invalid("Each seed must be in one lobby, and in one only.", code="lobby_seeds")
