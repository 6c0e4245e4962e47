"""The settings of a stage: one class for each format, all with the same questions.

Each answers ``groups_of`` (which stage seeds stand in which group) and ``structure`` (its
matches; of a Swiss stage the first round, of a ladder none). ``entering`` says where the seeds
come from, so that those of one earlier group are kept apart.
"""

from typing import TypeAlias

from tournaments.engine.specs.elimination import DoubleEliminationSpec, SingleEliminationSpec
from tournaments.engine.specs.free_for_all import FreeForAllSpec
from tournaments.engine.specs.ladder import LadderSpec
from tournaments.engine.specs.round_robin import DEFAULT_TIEBREAKS, RoundRobinSpec
from tournaments.engine.specs.swiss import SwissSpec

StageSpec: TypeAlias = (
    RoundRobinSpec
    | SingleEliminationSpec
    | DoubleEliminationSpec
    | SwissSpec
    | FreeForAllSpec
    | LadderSpec
)

__all__ = [
    "DEFAULT_TIEBREAKS",
    "DoubleEliminationSpec",
    "FreeForAllSpec",
    "LadderSpec",
    "RoundRobinSpec",
    "SingleEliminationSpec",
    "StageSpec",
    "SwissSpec",
]
