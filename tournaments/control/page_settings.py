"""The settings of a page as plain values, the way the live record holds them.

The page is read by attribute: this room does not know content. What an editor left empty comes
out as None, for ``faults`` to name.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tournaments.core.models import Tournament
from tournaments.core.settings import TournamentSettings
from tournaments.engine.crossing import BYE_LABEL
from tournaments.engine.stages import DEFAULT_TIEBREAKS

PLAIN = tuple(field.name for field in TournamentSettings._meta.local_fields)
COUNTING = ("points", "draws", "tiebreaks")
SETTINGS = (*PLAIN, "stages", "payment_methods", "prizes")


def settings_of(page: Any, *, drawn: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """The settings on ``page``, its lists as plain JSON.

    What a stage leaves to its game is as usual there now; a stage that is ``drawn`` (specs in
    playing order) keeps what was usual when it was drawn.
    """
    stages = [
        STAGES[child.block_type](child.value, drawn[place] if place < len(drawn) else _usual(page))
        for place, child in enumerate(page.stages)
    ]
    return {name: _to_the_minute(getattr(page, name)) for name in PLAIN} | {
        "stages": stages,
        "payment_methods": [_payment_method(child.value) for child in page.payment_methods],
        "prizes": [_prize(child.value, page.currency) for child in page.prizes],
    }


def drawn_specs(tournament: Tournament) -> list[dict[str, Any]]:
    """What the drawn stages of ``tournament`` are played by, in playing order."""
    drawn = tournament.drawn_stages.exclude(drawn_at=None).order_by("number")
    return list(drawn.values_list("spec", flat=True))


def settings_in_force(tournament: Tournament) -> dict[str, Any]:
    return {name: _to_the_minute(getattr(tournament, name)) for name in SETTINGS}


def label_of(setting: str) -> str:
    return str(Tournament._meta.get_field(setting).verbose_name)


def plain(settings: dict[str, Any]) -> dict[str, Any]:
    """``settings`` for the event log: the game and the earlier tournament by their names."""
    return {
        name: str(value) if value and name in {"game", "seeded_from"} else value
        for name, value in settings.items()
    }


def _to_the_minute(value: Any) -> Any:
    """Times are edited to the minute, so that seconds are no change."""
    return value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value


def _round_robin(value: Any, usual: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": "round_robin",
        "name": value["name"] or "",
        "groups": value["groups"],
        "legs": _whole(value["legs"]),
        "best_of": _whole(value["best_of"]) or usual.get("best_of", 1),
        **_counting(value, usual),
        "advance": value["advance"],
        "best_next": value.get("best_next") or 0,
        "fixed_groups": _fixed_groups(value.get("fixed_groups") or ""),
    }


def _counting(value: Any, usual: dict[str, Any]) -> dict[str, Any]:
    if value.get("as_usual") and set(COUNTING) <= set(usual):
        return {key: usual[key] for key in COUNTING}
    return {
        "points": {result: value[f"points_{result}"] for result in ("win", "draw", "loss")},
        "draws": bool(value["draws"]),
        "tiebreaks": list(value["tiebreaks"]),
    }


def _usual(page: Any) -> dict[str, Any]:
    """How the game of ``page`` is usually played; nothing while no game is chosen."""
    if not (game := page.game):
        return {}
    return {
        "points": {"win": game.points_win, "draw": game.points_draw, "loss": game.points_loss},
        "draws": game.allows_draws,
        "tiebreaks": list(game.tiebreaks or DEFAULT_TIEBREAKS),
        "best_of": game.default_best_of,
    }


def _single_elimination(value: Any, usual: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": "single_elimination",
        "name": value["name"] or "",
        "best_of": _whole(value["best_of"]) or usual.get("best_of", 1),
        "best_of_final": _whole(value.get("best_of_final")),
        "best_of_rounds": {
            str(length["round"]): _whole(length["best_of"])
            for length in value.get("best_of_rounds") or ()
        },
        "third_place": bool(value["third_place"]),
        "first_round": _first_round(value.get("first_round") or ""),
    }


STAGES = {"round_robin": _round_robin, "single_elimination": _single_elimination}


def _fixed_groups(text: str) -> list[list[int | str]] | None:
    """The groups of "1 4 / 2 3". What is no number stays as it is, for the engine to refuse."""
    groups = [re.split(r"[\s,]+", part.strip()) for part in text.split("/") if part.strip()]
    return [[int(seed) if seed.isdecimal() else seed for seed in group] for group in groups] or None


def _first_round(text: str) -> list[list[str]] | None:
    """The pairs of "A1-B2, C1-D2". A pair that is none stays as it is, for the engine to refuse."""
    pairs = [part.split("-") for part in re.split(r"[\s,;]+", text) if part]
    return [[_label(label) for label in pair] for pair in pairs] or None


def _label(text: str) -> str:
    return BYE_LABEL if text.lower() == BYE_LABEL else text.upper()


def _payment_method(value: Any) -> dict[str, str]:
    return {key: value.get(key) or "" for key in ("method", "account", "instructions")}


def _prize(value: Any, currency: str) -> dict[str, Any]:
    """A row of the table; its currency stays with it, whatever fees are taken in later."""
    amount = value.get("amount")
    return {
        "first": value["first"],
        "last": value.get("last") or value["first"],
        "amount": None if amount is None else f"{amount:.2f}",
        "currency": currency,
        "extra": value.get("extra") or "",
    }


def _whole(choice: str | None) -> int | None:
    return int(choice) if choice else None
