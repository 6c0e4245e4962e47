"""The verbs of the room, by what they move."""

from tournaments.brackets.operations.amending import (
    amend_result,
    exchange_entrants,
    reopen_match,
    take_back_rounds,
    take_back_stage,
    void_match,
)
from tournaments.brackets.operations.drawing import draw, request_draw
from tournaments.brackets.operations.ladders import challenge, close_ladder
from tournaments.brackets.operations.leaving import leave
from tournaments.brackets.operations.lots import decide_lots
from tournaments.brackets.operations.results import LobbyVerdict, Verdict, set_result
from tournaments.brackets.operations.rounds import pair_round, request_round

__all__ = [
    "LobbyVerdict",
    "Verdict",
    "amend_result",
    "challenge",
    "close_ladder",
    "decide_lots",
    "draw",
    "exchange_entrants",
    "leave",
    "pair_round",
    "reopen_match",
    "request_draw",
    "request_round",
    "set_result",
    "take_back_rounds",
    "take_back_stage",
    "void_match",
]
