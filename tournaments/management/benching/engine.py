"""How long the engine takes, without any database."""

from collections.abc import Iterator
from time import perf_counter

from tournaments.engine.formats import build, parse_spec
from tournaments.engine.types import Structure

SIZES = (64, 256, 1024)
REPEATS = 5


def engine_times() -> Iterator[tuple[str, int, int, float]]:
    """Format, entrants, matches and milliseconds, the best of several runs."""
    for entrants in SIZES:
        for spec in (
            {"format": "single_elimination", "third_place": True},
            {"format": "round_robin", "groups": entrants // 4},
        ):
            seconds, structure = _best(spec, entrants)
            yield spec["format"], entrants, len(structure.matches), 1000 * seconds


def _best(spec: dict, entrants: int) -> tuple[float, Structure]:
    best = float("inf")
    for _repeat in range(REPEATS):
        start = perf_counter()
        structure = build(parse_spec(spec), entrants)
        best = min(best, perf_counter() - start)
    return best, structure
