"""The settings of a page as plain values, the way the live record holds them.

The page is read by attribute: this room does not know content. What an editor left empty comes
out as None, for ``faults`` to name.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tournaments.control.stage_settings import stage_settings, usual
from tournaments.core.models import Tournament
from tournaments.core.settings import TournamentSettings
from tournaments.registration.questions import CHOOSES, YES, Kind

PLAIN = tuple(field.name for field in TournamentSettings._meta.local_fields)
NOTHING_DRAWN: Mapping[int, dict[str, Any]] = {}
SETTINGS = (*PLAIN, "stages", "payment_methods", "prizes", "custom_fields")


def settings_of(
    page: Any, *, drawn: Mapping[int, dict[str, Any]] = NOTHING_DRAWN
) -> dict[str, Any]:
    """The settings on ``page``, its lists as plain JSON.

    What a stage leaves to its game is as usual there now; a stage that is ``drawn`` (specs by
    the number of the stage) keeps what was usual when it was drawn.
    """
    stages = [
        _stage(child, page.game, drawn.get(number))
        for number, child in enumerate(page.stages, start=1)
    ]
    return {name: _to_the_minute(getattr(page, name)) for name in PLAIN} | {
        "allowed_countries": _codes(page.allowed_countries),
        "stages": stages,
        "payment_methods": [_payment_method(child.value) for child in page.payment_methods],
        "prizes": [_prize(child.value, page.currency) for child in page.prizes],
        "custom_fields": _questions(page.custom_fields),
    }


def drawn_specs(tournament: Tournament) -> dict[int, dict[str, Any]]:
    """What the drawn stages of ``tournament`` are played by, by their numbers."""
    drawn = tournament.drawn_stages.exclude(drawn_at=None).order_by("number")
    return dict(drawn.values_list("number", "spec"))


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


def _codes(countries: str | None) -> str:
    """Codes of countries as one writes them: in capitals, each once."""
    return ", ".join(dict.fromkeys(re.findall(r"[^\s,;]+", (countries or "").upper())))


def _questions(children: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows of ``registration.questions.Question``. The key is the block's, whatever its words.

    A question that another hangs on is named by its words, and kept by its key; words that no
    question has stay as they are, for ``faults`` to find.
    """
    rows: list[dict[str, Any]] = []
    keys: dict[str, str] = {}
    for number, child in enumerate(children, start=1):
        row = _question(child.value, key=child.id or f"new-{number}")
        wanted = row["shown_if"].casefold()
        if parent := next((each for each in rows if each["key"] == keys.get(wanted)), None):
            row |= {"shown_if": parent["key"], "shown_if_is": _condition(parent, row)}
        keys[row["label"].casefold()] = row["key"]
        rows.append(row)
    return rows


def _question(value: Any, *, key: str) -> dict[str, Any]:
    lines = (value.get("choices") or "").splitlines() if value["kind"] in CHOOSES else []
    words = {
        name: (value.get(name) or "").strip()
        for name in ("label", "help_text", "shown_if", "shown_if_is")
    }
    return words | {
        "key": key,
        "kind": value["kind"],
        "scope": value["scope"],
        "required": bool(value.get("required")),
        "public": bool(value.get("public")),
        "choices": list(dict.fromkeys(filter(None, map(str.strip, lines)))),
    }


def _condition(parent: dict[str, Any], row: dict[str, Any]) -> str:
    """The answer that ``row`` waits for, spelled as ``parent`` offers it."""
    wanted: str = row["shown_if_is"]
    if parent["kind"] == Kind.TOGGLE:
        return wanted.casefold() or YES
    spelled = {choice.casefold(): choice for choice in parent["choices"]}
    return spelled.get(wanted.casefold(), wanted)


def _stage(child: Any, game: Any, drawn: dict[str, Any] | None) -> dict[str, Any]:
    if drawn is None or drawn["format"] != child.block_type:
        return stage_settings(child.block_type, child.value, usual(child.block_type, game))
    return stage_settings(child.block_type, child.value, drawn)


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
