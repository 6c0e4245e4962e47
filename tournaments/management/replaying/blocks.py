"""Settings of stages as an organizer enters them in the editor."""

from collections.abc import Callable, Sequence
from typing import Any

Spec = dict[str, Any]


def editor_blocks(specs: Sequence[Spec]) -> list[tuple[str, Spec]] | None:
    """The blocks of a page's ``stages``; None where the editor has none for one of them."""
    if any("entry" in spec or spec["format"] not in BLOCKS for spec in specs):
        return None
    return [(spec["format"], BLOCKS[spec["format"]](spec)) for spec in specs]


def _round_robin(spec: Spec) -> Spec:
    kept = ("name", "groups", "draws", "tiebreaks", "advance", "best_next")
    return {key: spec[key] for key in kept} | {
        "legs": str(spec["legs"]),
        "best_of": str(spec["best_of"]),
        "as_usual": False,
        **{f"points_{result}": worth for result, worth in spec["points"].items()},
        "fixed_groups": " / ".join(" ".join(map(str, group)) for group in spec["fixed_groups"]),
    }


def _single_elimination(spec: Spec) -> Spec:
    return {
        "name": spec["name"],
        "best_of": str(spec["best_of"]),
        "best_of_rounds": [
            {"round": int(number), "best_of": str(length)}
            for number, length in spec["best_of_rounds"].items()
        ],
        "third_place": spec["third_place"],
        "first_round": " ".join("-".join(pair) for pair in spec["first_round"] or ()),
    }


BLOCKS: dict[str, Callable[[Spec], Spec]] = {
    "round_robin": _round_robin,
    "single_elimination": _single_elimination,
}
