"""What was drawn, as JSON or as lines to read."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from tournaments.engine.types import (
    Bracket,
    Bye,
    LoserOf,
    MatchSpec,
    Seed,
    Slot,
    Source,
    Structure,
    WinnerOf,
)

TITLES = {
    Bracket.WINNERS: "Winners' bracket",
    Bracket.LOSERS: "Losers' bracket",
    Bracket.FINAL: "Final",
    Bracket.THIRD_PLACE: "Match for third place",
}


def as_data(stage: dict[str, Any], structure: Structure, names: Sequence[str]) -> dict[str, Any]:
    """The whole answer; ``names`` are those of the seeds, where they are known."""
    answer = {"stage": stage, "matches": [_match(match, names) for match in structure.matches]}
    if names:
        answer["entrants"] = [
            {"seed": seed, "name": name} for seed, name in enumerate(names, start=1)
        ]
    return answer


def as_text(structure: Structure, names: Sequence[str]) -> str:
    """One line for each match, round by round."""
    if not structure.matches:
        return "There is nothing to draw: matches follow from challenges."
    return "\n".join(_lines(structure, names))


def _match(match: MatchSpec, names: Sequence[str]) -> dict[str, Any]:
    data = {
        "id": match.id,
        "bracket": match.bracket.value,
        "group": match.group,
        "round": match.round,
        "number": match.number,
        "best_of": match.best_of,
        "sides": [_side(side, names) for side in match.sides],
        **_slot("winner_to", match.winner_to),
        **_slot("loser_to", match.loser_to),
    }
    return data | ({"if_needed": True} if match.if_needed else {})


def _slot(key: str, slot: Slot | None) -> dict[str, Any]:
    return {key: slot and slot.match, f"{key}_side": slot and slot.side}


def _side(side: Source, names: Sequence[str]) -> dict[str, Any]:
    match side:
        case Seed(number):
            return {"seed": number} | ({"name": names[number - 1]} if names else {})
        case WinnerOf(match):
            return {"winner_of": match}
        case LoserOf(match):
            return {"loser_of": match}
        case Bye():
            return {"bye": True}


def _lines(structure: Structure, names: Sequence[str]) -> Iterator[str]:
    widest = max(len(match.id) for match in structure.matches)
    for heading, matches in groupby(structure.matches, _heading):
        yield heading
        for match in matches:
            sides = " – ".join(_words(side, names) for side in match.sides)
            note = " (if needed)" if match.if_needed else ""
            yield f"  {match.id:<{widest}}  {sides}{note}"


def _heading(match: MatchSpec) -> str:
    where = [f"Group {match.group}"] if match.group else []
    if match.bracket in TITLES:
        where.append(TITLES[match.bracket])
    if match.bracket not in (Bracket.FINAL, Bracket.THIRD_PLACE):
        where.append(f"round {match.round}")
    return f"{', '.join(where)} (best of {match.best_of})"


def _words(side: Source, names: Sequence[str]) -> str:
    match side:
        case Seed(number):
            return names[number - 1] if names else str(number)
        case WinnerOf(match):
            return f"winner of {match}"
        case LoserOf(match):
            return f"loser of {match}"
        case Bye():
            return "bye"
