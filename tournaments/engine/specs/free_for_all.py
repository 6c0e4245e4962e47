import random
from dataclasses import dataclass
from typing import ClassVar

from tournaments.engine import free_for_all
from tournaments.engine.entering import Entering
from tournaments.engine.free_for_all import Scoring
from tournaments.engine.grouping import check_advance, spread
from tournaments.engine.lobby_tables import DEFAULT_TIEBREAKS as LOBBY_TIEBREAKS
from tournaments.engine.lobby_tables import check_criteria
from tournaments.engine.specs.base import Spec, check_size
from tournaments.engine.types import Invalid, Structure


@dataclass(frozen=True, slots=True)
class FreeForAllSpec(Spec):
    """Lobbies of at most ``lobby_size``, each of which plays ``games`` in a row.

    ``advance`` of each lobby go on. The points are those of ``Scoring``, and without a preset
    of the game those that most battle royales use; the ``drop_worst`` games of each entrant that
    brought the fewest points do not count.
    """

    lobby_size: int = 16
    games: int = 1
    placement_points: tuple[int, ...] = (10, 6, 5, 4, 3, 2, 1, 1)
    kill_points: int = 1
    kill_cap: int | None = None
    drop_worst: int = 0
    tiebreaks: tuple[str, ...] = LOBBY_TIEBREAKS

    is_table: ClassVar[bool] = True
    draws: ClassVar[bool] = False
    best_of: ClassVar[int] = 1

    @property
    def scoring(self) -> Scoring:
        return Scoring(self.placement_points, self.kill_points, self.kill_cap)

    def groups_of(self, entrants: int, *, entering: Entering | None = None) -> list[list[int]]:
        """The stage seeds in each lobby."""
        lobbies = free_for_all.lobbies(entrants, self.lobby_size)
        return spread(lobbies, entering) if entering else lobbies

    def structure(
        self,
        entrants: int,
        *,
        entering: Entering | None = None,
        rng: random.Random | None = None,
    ) -> Structure:
        check_size(entrants)
        check_criteria(self.tiebreaks)
        self.check_dropped()
        lobbies = self.groups_of(entrants, entering=entering)
        check_advance(lobbies, self.advance)
        return free_for_all.structure(lobbies, games=self.games)

    def check_dropped(self) -> None:
        """Refuse to drop every game."""
        if self.drop_worst >= self.games:
            raise Invalid(
                "Of {games} games not all can be dropped.",
                code="all_games_dropped",
                key="drop_worst",
                games=self.games,
            )
