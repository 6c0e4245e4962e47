"""What every format has in common."""

from dataclasses import dataclass
from typing import Final

from tournaments.engine.entering import Inlet
from tournaments.engine.types import Invalid

MOST_ENTRANTS: Final = 16_384


@dataclass(frozen=True, slots=True)
class Spec:
    """The settings of a stage.

    ``entry`` says who enters. Without it the first stage takes the whole field, and any other
    those whom the stage before it sends on: the places 1 to ``advance`` of each of its groups.
    """

    name: str = ""
    advance: int = 0
    entry: tuple[Inlet, ...] | None = None

    def outlets(self, number: int) -> tuple[Inlet, ...]:
        """Whom this stage, with that number, sends on to a next one that does not say."""
        return (Inlet(number, 1, self.advance),) if self.advance else ()


def check_size(entrants: int) -> None:
    """Refuse more than any format takes, before anything is dealt out."""
    if entrants > MOST_ENTRANTS:
        raise Invalid(
            "A stage takes at most {most} entrants, not {entrants}.",
            code="too_many_entrants",
            most=MOST_ENTRANTS,
            entrants=entrants,
        )
