import random
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from tournaments.engine import swiss
from tournaments.engine.entering import Entering
from tournaments.engine.grouping import check_advance, mates_unpaired
from tournaments.engine.results import check_best_of
from tournaments.engine.specs.base import Spec, check_size
from tournaments.engine.swiss import FirstRound, Pairing
from tournaments.engine.tallies import Points
from tournaments.engine.tiebreaks import check_criteria
from tournaments.engine.types import Invalid, Structure

SWISS_POINTS = Points(win=1, draw=Fraction(1, 2), loss=0)
SWISS_TIEBREAKS = ("points", "buchholz", "buchholz_cut_1", "sonneborn_berger", "seed")
MAJOR_TIEBREAKS = ("wins", "losses", "buchholz_difference", "seed")


@dataclass(frozen=True, slots=True)
class SwissSpec(Spec):
    """Rounds in which those meet who stand level.

    The stage has a number of ``rounds``; or entrants leave it with so many ``wins`` or
    ``losses``, as in a Counter-Strike Major. Without either it has as many rounds as a knockout.
    ``best_of_decider`` is the length of a match that can send one of its sides on, or out.
    """

    rounds: int | None = None
    wins: int | None = None
    losses: int | None = None
    best_of: int = 1
    best_of_decider: int | None = None
    first_round: FirstRound = FirstRound.FOLD
    pairing: Pairing = Pairing.MATCHING
    points: Points = SWISS_POINTS
    draws: bool = False
    tiebreaks: tuple[str, ...] = SWISS_TIEBREAKS

    is_table: ClassVar[bool] = True

    def rounds_for(self, entrants: int) -> int:
        """How many rounds there are, or can be at most where entrants leave by wins or losses."""
        if self.rounds is not None:
            return self.rounds
        if self.wins is not None and self.losses is not None:
            return self.wins + self.losses - 1
        return max(1, (entrants - 1).bit_length())

    def groups_of(self, entrants: int, *, entering: Entering | None = None) -> list[list[int]]:
        return [list(range(1, entrants + 1))]

    def structure(
        self,
        entrants: int,
        *,
        entering: Entering | None = None,
        rng: random.Random | None = None,
    ) -> Structure:
        """The first round; the others follow from results.

        Those of one earlier group do not meet in it, unless it is drawn by lot.
        """
        check_size(entrants)
        self.check_length()
        check_best_of(self.best_of, draws=self.draws)
        if self.best_of_decider is not None:
            check_best_of(self.best_of_decider, draws=self.draws)
        check_criteria(self.tiebreaks)
        check_advance(self.groups_of(entrants), self.advance)
        structure = swiss.structure(
            entrants, first_round=self.first_round, best_of=self._first_best_of(), rng=rng
        )
        if entering is None or self.first_round is FirstRound.RANDOM:
            return structure
        return mates_unpaired(structure, entering)

    def _first_best_of(self) -> int:
        decides = self.best_of_decider is not None and 1 in (self.wins, self.losses)
        return self.best_of_decider if decides and self.best_of_decider else self.best_of

    def check_length(self) -> None:
        """Refuse two answers to when the stage is over, or half of one."""
        if (self.wins is None) != (self.losses is None):
            raise Invalid(
                "Wins and losses are given together.", code="wins_without_losses", key="wins"
            )
        if self.wins is not None and self.rounds is not None:
            raise Invalid(
                "A Swiss stage has a number of rounds, or wins and losses; not both.",
                code="rounds_and_wins",
                key="rounds",
            )
        if self.best_of_decider is not None and self.wins is None:
            raise Invalid(
                "No match decides alone where the number of rounds is fixed.",
                code="decider_without_wins",
                key="best_of_decider",
            )
