"""How long the engine takes, without any database."""

import random
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import TypeVar

from tournaments.engine.formats import build, parse_spec
from tournaments.engine.results import Result
from tournaments.engine.swiss import SwissRules, next_round

SIZES = (64, 256, 1024)
REPEATS = 5
SWISS_SIZES = {256: 3, 1024: 3, 4096: 1}  # and how often each is repeated
SWISS_ROUND = 5

Answer = TypeVar("Answer")


def engine_times() -> Iterator[tuple[str, int, int, float]]:
    """Format, entrants, matches and milliseconds, the best of several runs."""
    for entrants in SIZES:
        for spec in (
            {"format": "single_elimination", "third_place": True},
            {"format": "round_robin", "groups": entrants // 4},
            {"format": "double_elimination"},
        ):
            milliseconds, structure = best(lambda: build(parse_spec(spec), entrants))  # noqa: B023
            yield spec["format"], entrants, len(structure.matches), milliseconds


def swiss_times() -> Iterator[tuple[int, int, float]]:
    """Entrants, rematches and milliseconds of pairing one late round of a Swiss stage."""
    rules = SwissRules()
    for entrants, repeats in SWISS_SIZES.items():
        seeds = {seed: seed for seed in range(1, entrants + 1)}
        rng = random.Random(entrants)  # noqa: S311
        rounds: list[list[Result]] = []
        while len(rounds) + 1 < SWISS_ROUND:
            pairs = next_round(seeds, rounds, rules=rules).pairs
            rounds.append([_played(home, away, rng) for home, away in pairs])
        milliseconds, pairing = best(
            lambda: next_round(seeds, rounds, rules=rules),  # noqa: B023
            repeats=repeats,
        )
        yield entrants, pairing.rematches, milliseconds


def best(run: Callable[[], Answer], *, repeats: int = REPEATS) -> tuple[float, Answer]:
    """The milliseconds of the fastest of several runs, and what the last gave."""
    fastest = float("inf")
    for _repeat in range(repeats):
        start = perf_counter()
        answer = run()
        fastest = min(fastest, perf_counter() - start)
    return 1000 * fastest, answer


def _played(home: int, away: int, rng: random.Random) -> Result:
    """A match that the better seed wins three times of four."""
    chalk = rng.random() < 0.75
    winner = min(home, away) if chalk else max(home, away)
    return Result(home, away, int(winner == home), int(winner == away), winner)
