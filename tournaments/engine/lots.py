"""Chance that nobody can choose: committed to before the first draw, revealed after each.

A secret is hashed again and again, each time the 64 letters of the last hash. The last of the
chain, the anchor, is public from the start. The seed of a stage comes from the link before the
one known so far: hashing it once gives what was published, so that it was fixed all along, and
nobody can find it from there, nor from it the link of the next stage.
"""

from hashlib import sha256

from tournaments.engine.types import Invalid

MOST_STAGES = 64
SEED_BITS = 62


def anchor(secret: str) -> str:
    """What is published before the first draw: ``sha256(reveal(secret, 1))``."""
    return _hashed(secret, MOST_STAGES + 1)


def reveal(secret: str, stage: int) -> str:
    """What is published with the draw of a ``stage``, counted from 1 in the order of the draws.

    Its hash is what was published with the draw before.
    """
    if not 1 <= stage <= MOST_STAGES:
        raise Invalid(
            "There are lots for {most} stages, and none for stage {stage}.",
            code="stage_without_lots",
            most=MOST_STAGES,
            stage=stage,
        )
    return _hashed(secret, MOST_STAGES + 1 - stage)


def seed_of(revealed: str) -> int:
    """The random seed of a draw: the first 62 bits of what is revealed with it."""
    return int(revealed, 16) >> (256 - SEED_BITS)


def _hashed(text: str, times: int) -> str:
    for _ in range(times):
        text = sha256(text.encode("ascii")).hexdigest()
    return text
