"""Stages: what each is made of, and who goes on to the next.

The door to ``specs`` (the formats' settings), ``graph`` and ``admission``.
"""

from tournaments.engine.admission import Ranking, admitted, advancing
from tournaments.engine.entering import Entering, Inlet, Origin
from tournaments.engine.graph import entering, feeders, inlets, placing_order
from tournaments.engine.graph_checks import check_stages
from tournaments.engine.specs import (
    DEFAULT_TIEBREAKS,
    DoubleEliminationSpec,
    FreeForAllSpec,
    LadderSpec,
    RoundRobinSpec,
    SingleEliminationSpec,
    StageSpec,
    SwissSpec,
)

__all__ = [
    "DEFAULT_TIEBREAKS",
    "DoubleEliminationSpec",
    "Entering",
    "FreeForAllSpec",
    "Inlet",
    "LadderSpec",
    "Origin",
    "Ranking",
    "RoundRobinSpec",
    "SingleEliminationSpec",
    "StageSpec",
    "SwissSpec",
    "admitted",
    "advancing",
    "check_stages",
    "entering",
    "feeders",
    "inlets",
    "placing_order",
]
