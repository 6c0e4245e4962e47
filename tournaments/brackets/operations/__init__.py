"""The verbs of the room, by what they move."""

from tournaments.brackets.operations.drawing import draw, request_draw
from tournaments.brackets.operations.lots import decide_lots
from tournaments.brackets.operations.results import set_result

__all__ = ["decide_lots", "draw", "request_draw", "set_result"]
