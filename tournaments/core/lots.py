"""The lots of a tournament: one secret, of which a little more is known with every draw."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from tournaments.core.models import Tournament
from tournaments.engine.lots import anchor, reveal, seed_of


def new_secret() -> str:
    return secrets.token_hex(32)


def random_seed_of(tournament: Tournament, stage_number: int) -> int:
    """The random seed of a stage. The tournament is locked.

    It is fixed from the publication on, when the secret is made. A tournament that is older
    than these lots gets its secret now.
    """
    if not tournament.draw_secret:
        tournament.draw_secret = new_secret()
        tournament.save(update_fields=["draw_secret"])
    return seed_of(reveal(tournament.draw_secret, stage_number))


def lots_of(tournament: Tournament, drawn: Mapping[int, int]) -> dict[str, Any] | None:
    """What may be known of the lots, for a page; None where there are none.

    ``drawn`` are the random seeds of the stages that are drawn, by number. A stage that was
    drawn by a seed from elsewhere reveals nothing.
    """
    if not tournament.draw_secret:
        return None
    return {
        "anchor": anchor(tournament.draw_secret),
        "revealed": list(_revealed(tournament.draw_secret, drawn.items())),
    }


def _revealed(secret: str, drawn: Iterable[tuple[int, int]]) -> Iterable[tuple[int, str, int]]:
    for number, random_seed in sorted(drawn):
        value = reveal(secret, number)
        if seed_of(value) == random_seed:
            yield number, value, random_seed
