"""The geometry of a bracket's tree, as SVG: which lines lead from one round to the next.

Every round's column is as high as the others and shares its height evenly among its matches.
Counted in half matches of a round, match ``place`` stands at height 2 * place + 1, and the one it
feeds in the middle between two. So lines meet matches however high a match is drawn.
"""

from dataclasses import dataclass

WIDTH = 4  # of a gap between two columns, in the units of its own picture


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


def gap(decided: list[bool]) -> Gap:
    """The lines out of a round whose matches, from the top, are decided or not."""
    return Gap(
        view_box=f"0 0 {WIDTH} {2 * len(decided)}",
        connectors=tuple(
            Connector(path=_line(place), is_decided=is_decided)
            for place, is_decided in enumerate(decided)
        ),
    )


def _line(place: int) -> str:
    """Half way straight on, then up or down to the next match, then straight into it."""
    return f"M0 {2 * place + 1}H{WIDTH // 2}V{4 * (place // 2) + 2}H{WIDTH}"
