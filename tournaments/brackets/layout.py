"""The geometry of a bracket's tree, as SVG: which lines lead from one round to the next.

Every round's column is as high as the others and shares its height evenly among its places, so
that place ``p`` of ``n`` stands at (2p + 1) / 2n of the height. A picture between two columns is
as high as both have places in common. So lines meet matches however high a match is drawn, and
whether the next round has half as many matches or, in a losers' bracket, as many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm

WIDTH = 4  # of a gap between two columns, in the units of its own picture


@dataclass(frozen=True, slots=True)
class Feed:
    """The winner of the match in place ``start`` goes on to place ``end`` of the next round."""

    start: int
    end: int
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Connector:
    """The line from a match to the one that its winner goes on to."""

    path: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """The lines between a round and the next."""

    view_box: str
    connectors: tuple[Connector, ...]


def gap(places: int, next_places: int, feeds: Sequence[Feed]) -> Gap:
    """The lines from a round with ``places`` to the next one, counted from the top from 0."""
    half = lcm(places, next_places)
    return Gap(
        view_box=f"0 0 {WIDTH} {2 * half}",
        connectors=tuple(
            Connector(
                path=_line(
                    (2 * feed.start + 1) * half // places, (2 * feed.end + 1) * half // next_places
                ),
                is_decided=feed.is_decided,
            )
            for feed in feeds
        ),
    )


def _line(start: int, end: int) -> str:
    """Half way straight on, then up or down to the next match, then straight into it."""
    if start == end:
        return f"M0 {start}H{WIDTH}"
    return f"M0 {start}H{WIDTH // 2}V{end}H{WIDTH}"
