import random
from dataclasses import dataclass
from typing import ClassVar

from tournaments.engine.entering import Entering
from tournaments.engine.grouping import check_advance
from tournaments.engine.ladder import LadderRules, Mode
from tournaments.engine.results import check_best_of
from tournaments.engine.specs.base import Spec, check_size
from tournaments.engine.types import Invalid, Structure

MOST_ENTRANTS = 4096


@dataclass(frozen=True, slots=True)
class LadderSpec(Spec):
    """Entrants challenge those a few places above; see ``LadderRules``. There is no draw."""

    challenge_range: int = 3
    mode: Mode = Mode.SWAP
    k: int = 32
    start_rating: int = 1000
    best_of: int = 1

    is_table: ClassVar[bool] = True
    draws: ClassVar[bool] = False

    @property
    def rules(self) -> LadderRules:
        return LadderRules(
            challenge_range=self.challenge_range,
            mode=self.mode,
            start_rating=self.start_rating,
            k=self.k,
        )

    def groups_of(self, entrants: int, *, entering: Entering | None = None) -> list[list[int]]:
        return [list(range(1, entrants + 1))]

    def structure(
        self,
        entrants: int,
        *,
        entering: Entering | None = None,
        rng: random.Random | None = None,
    ) -> Structure:
        """No match at all: each follows from a challenge."""
        check_size(entrants)
        check_best_of(self.best_of, draws=self.draws)
        check_advance(self.groups_of(entrants), self.advance)
        if not 2 <= entrants <= MOST_ENTRANTS:
            raise Invalid(
                "A ladder takes 2 to {most} entrants, not {entrants}.",
                code="ladder_size_out_of_range",
                entrants=entrants,
                most=MOST_ENTRANTS,
            )
        return Structure(())
