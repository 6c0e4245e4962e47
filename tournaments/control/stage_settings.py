"""The stages of a page as the plain values that the engine reads."""

import re
from collections.abc import Callable
from typing import Any

from tournaments.core.models import Game
from tournaments.engine.crossing import BYE_LABEL
from tournaments.engine.grouping import Distribution
from tournaments.engine.specs import DEFAULT_TIEBREAKS, FreeForAllSpec
from tournaments.engine.specs.swiss import MAJOR_TIEBREAKS, SWISS_TIEBREAKS

Values = dict[str, Any]

MATCHES = ("points", "draws", "tiebreaks")
LOBBIES = ("placement_points", "kill_points", "kill_cap", "tiebreaks")


def stage_settings(kind: str, value: Any, usual: Values) -> Values:
    """The stage of the block ``kind``. What it leaves to the game is taken from ``usual``."""
    return {
        "format": kind,
        "name": value["name"] or "",
        **STAGES[kind](value, usual),
        "advance": value.get("advance") or 0,
        "entry": [_inlet(inlet) for inlet in value.get("entry") or ()] or None,
    }


def usual(kind: str, game: Game | None) -> Values:
    """How ``game`` is usually played in such a stage; nothing while no game is chosen.

    The tiebreaks of a game are for what it usually is, matches or lobbies. A Swiss stage has an
    order of its own, which depends on when it ends.
    """
    if game is None:
        return {}
    if kind == "free_for_all":
        return _usual_lobbies(game)
    own = game.tiebreaks if not game.lobby_size else ()
    counting = {
        "points": {"win": game.points_win, "draw": game.points_draw, "loss": game.points_loss},
        "draws": game.allows_draws,
        "tiebreaks": None if kind == "swiss" else list(own or DEFAULT_TIEBREAKS),
    }
    return counting | {"best_of": game.default_best_of}


def _usual_lobbies(game: Game) -> Values:
    default = FreeForAllSpec()
    if not game.lobby_size:
        return {key: _plain(getattr(default, key)) for key in (*LOBBIES, "lobby_size")}
    return {
        "placement_points": game.placement_points,
        "kill_points": game.kill_points,
        "kill_cap": game.kill_cap,
        "tiebreaks": game.tiebreaks or list(default.tiebreaks),
        "lobby_size": game.lobby_size,
    }


def _round_robin(value: Any, usual: Values) -> Values:
    return {
        "groups": value["groups"],
        "legs": _whole(value["legs"]),
        "best_of": _best_of(value, usual),
        **_counting(value, usual),
        "best_next": value.get("best_next") or 0,
        "distribution": value.get("distribution") or Distribution.SNAKE.value,
        "fixed_groups": _fixed_groups(value.get("fixed_groups") or ""),
    }


def _single_elimination(value: Any, usual: Values) -> Values:
    return _lengths(value, usual) | {
        "third_place": bool(value["third_place"]),
        "first_round": _first_round(value.get("first_round") or ""),
        "groups": value.get("groups") or 1,
    }


def _double_elimination(value: Any, usual: Values) -> Values:
    return _lengths(value, usual) | {
        "finals": value["finals"],
        "best_of_losers": _whole(value["best_of_losers"]),
        "in_losers": value["in_losers"],
        "groups": value["groups"],
    }


def _swiss(value: Any, usual: Values) -> Values:
    counting = _counting(value, usual)
    by_wins = value["wins"] is not None
    return {
        "rounds": value["rounds"],
        "wins": value["wins"],
        "losses": value["losses"],
        "best_of": _best_of(value, usual),
        "best_of_decider": _whole(value["best_of_decider"]),
        "first_round": value["first_round"],
        "pairing": value["pairing"],
        "points": counting["points"] | {"bye": value["bye"]},
        "draws": counting["draws"],
        "tiebreaks": counting["tiebreaks"] or list(MAJOR_TIEBREAKS if by_wins else SWISS_TIEBREAKS),
    }


def _free_for_all(value: Any, usual: Values) -> Values:
    counting = {
        "placement_points": _numbers(value["placement_points"] or ""),
        "kill_points": value["kill_points"],
        "kill_cap": value["kill_cap"],
        "tiebreaks": list(value["tiebreaks"]),
    }
    if value["as_usual"] and set(LOBBIES) <= set(usual):
        counting = {key: usual[key] for key in LOBBIES}
    return {
        "lobby_size": value["lobby_size"] or usual.get("lobby_size", FreeForAllSpec().lobby_size),
        "games": value["games"],
        "drop_worst": value["drop_worst"],
        **counting,
    }


def _ladder(value: Any, usual: Values) -> Values:
    return {
        "challenge_range": value["challenge_range"],
        "mode": value["mode"],
        "k": value["k"],
        "start_rating": value["start_rating"],
        "best_of": _best_of(value, usual),
    }


STAGES: dict[str, Callable[[Any, Values], Values]] = {
    "round_robin": _round_robin,
    "single_elimination": _single_elimination,
    "double_elimination": _double_elimination,
    "swiss": _swiss,
    "free_for_all": _free_for_all,
    "ladder": _ladder,
}


def _counting(value: Any, usual: Values) -> Values:
    if value.get("as_usual") and set(MATCHES) <= set(usual):
        return {key: usual[key] for key in MATCHES}
    return {
        "points": {
            result: _half_or_whole(value[f"points_{result}"]) for result in ("win", "draw", "loss")
        },
        "draws": bool(value["draws"]),
        "tiebreaks": list(value["tiebreaks"]),
    }


def _lengths(value: Any, usual: Values) -> Values:
    return {
        "best_of": _best_of(value, usual),
        "best_of_final": _whole(value.get("best_of_final")),
        "best_of_rounds": {
            str(length["round"]): _whole(length["best_of"])
            for length in value.get("best_of_rounds") or ()
        },
    }


def _best_of(value: Any, usual: Values) -> int:
    return _whole(value["best_of"]) or usual.get("best_of", 1)


def _inlet(value: Any) -> Values:
    first, last, best = value["first"], value["last"], value["best"]
    return {
        "stage": _whole(value["stage"]),
        "first": first,
        "last": first if best and last is None else last,
        "best": best,
    }


def _fixed_groups(text: str) -> list[list[int | str]] | None:
    """The groups of "1 4 / 2 3"."""
    return [_numbers(part) for part in text.split("/") if part.strip()] or None


def _numbers(text: str) -> list[int | str]:
    """The numbers of "1 4, 5". What is none stays as it is, for the engine to refuse."""
    words = [word for word in re.split(r"[\s,]+", text) if word]
    return [int(word) if word.isdecimal() else word for word in words]


def _first_round(text: str) -> list[list[str]] | None:
    """The pairs of "A1-B2, C1-D2". A pair that is none stays as it is, for the engine to refuse."""
    pairs = [part.split("-") for part in re.split(r"[\s,;]+", text) if part]
    return [[_label(label) for label in pair] for pair in pairs] or None


def _label(text: str) -> str:
    return BYE_LABEL if text.lower() == BYE_LABEL else text.upper()


def _whole(choice: str | None) -> int | None:
    return int(choice) if choice else None


def _half_or_whole(number: float | None) -> float | int | None:
    return int(number) if number is not None and float(number).is_integer() else number


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
