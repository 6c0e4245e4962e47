"""The lots of a tournament: one secret, of which a little more is known with every draw."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from tournaments.core.models import Tournament
from tournaments.engine.lots import MOST_STAGES, anchor, reveal, seed_of


def new_secret() -> str:
    return secrets.token_hex(32)


def random_seed_of(tournament: Tournament, draw: int) -> int:
    """The random seed of the first, second … draw. The tournament is locked.

    It is fixed from the publication on, when the secret is made. A tournament that is older
    than these lots gets its secret now.
    """
    if not tournament.draw_secret:
        tournament.draw_secret = new_secret()
        tournament.save(update_fields=["draw_secret"])
    return seed_of(reveal(tournament.draw_secret, draw))


def next_random_seed(tournament: Tournament, used: Iterable[int]) -> int:
    """The seed of the draw that follows those with the seeds ``used``. The tournament is locked.

    Links are taken in the order of the draws and not of the stages: otherwise a stage that is
    drawn early would reveal the lots of one that is still to come.
    """
    draws = _draws(tournament.draw_secret, used).values() if tournament.draw_secret else ()
    return random_seed_of(tournament, max(draws, default=0) + 1)


def lots_of(tournament: Tournament, drawn: Mapping[int, int]) -> dict[str, Any] | None:
    """What may be known of the lots, for a page; None where there are none.

    ``drawn`` are the random seeds of the stages that are drawn, by number. A stage that was
    drawn by a seed from elsewhere reveals nothing.
    """
    if not tournament.draw_secret:
        return None
    return {
        "anchor": anchor(tournament.draw_secret),
        "revealed": list(_revealed(tournament.draw_secret, drawn)),
    }


def _revealed(secret: str, drawn: Mapping[int, int]) -> Iterable[tuple[int, str, int]]:
    """Stage, value and seed, in the order of the draws."""
    draws = _draws(secret, drawn.values())
    known = [number for number in drawn if drawn[number] in draws]
    for number in sorted(known, key=lambda number: draws[drawn[number]]):
        yield number, reveal(secret, draws[drawn[number]]), drawn[number]


def _draws(secret: str, seeds: Iterable[int]) -> dict[int, int]:
    """Which draw each of the seeds belongs to; seeds from elsewhere to none."""
    wanted = set(seeds)
    by_seed = {seed_of(reveal(secret, draw)): draw for draw in range(1, MOST_STAGES + 1)}
    return {seed: draw for seed, draw in by_seed.items() if seed in wanted}
