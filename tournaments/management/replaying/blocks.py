"""Settings of stages as an organizer enters them in the editor."""

from collections.abc import Callable, Sequence
from typing import Any

Spec = dict[str, Any]


def editor_blocks(specs: Sequence[Spec]) -> list[tuple[str, Spec]]:
    """The blocks of a page's ``stages``."""
    return [(spec["format"], BLOCKS[spec["format"]](spec) | _shared(spec)) for spec in specs]


def _shared(spec: Spec) -> Spec:
    return {
        "name": spec["name"],
        "best_of": str(spec["best_of"]),
        "advance": spec["advance"],
        "entry": [inlet | {"stage": str(inlet["stage"])} for inlet in spec["entry"] or ()],
    }


def _round_robin(spec: Spec) -> Spec:
    return _counting(spec) | {
        "groups": spec["groups"],
        "legs": str(spec["legs"]),
        "best_next": spec["best_next"],
        "fixed_groups": " / ".join(" ".join(map(str, group)) for group in spec["fixed_groups"]),
    }


def _swiss(spec: Spec) -> Spec:
    kept = ("wins", "losses", "first_round", "pairing")
    return _counting(spec) | {
        **{key: spec[key] for key in kept},
        "best_of_decider": str(spec["best_of_decider"] or ""),
    }


def _single_elimination(spec: Spec) -> Spec:
    return {
        "best_of_rounds": [
            {"round": int(number), "best_of": str(length)}
            for number, length in spec["best_of_rounds"].items()
        ],
        "third_place": spec["third_place"],
        "first_round": " ".join("-".join(pair) for pair in spec["first_round"] or ()),
    }


def _counting(spec: Spec) -> Spec:
    worth = {f"points_{result}": points for result, points in spec["points"].items()}
    return worth | {"as_usual": False, "draws": spec["draws"], "tiebreaks": spec["tiebreaks"]}


BLOCKS: dict[str, Callable[[Spec], Spec]] = {
    "round_robin": _round_robin,
    "swiss": _swiss,
    "single_elimination": _single_elimination,
}
