"""A bracket cut into parts that each fit one page."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tournaments.brackets.tree import BracketView, MatchView, RoundView, SideView, TreeView

MOST_PLACES = 16  # in one column
MOST_ROUNDS = 6  # side by side

# What the lines of a gap are drawn between: from a place to one of the next round.
Feeds = list[list[int]]


def parts_of(bracket: BracketView) -> list[dict[str, Any]]:
    """The pages of ``bracket`` in order; the match for third place stands on the last."""
    parts = [part for tree in bracket.trees for part in _parts(tree, bracket.name)]
    if bracket.third_place and parts:
        parts[-1]["rounds"].append(
            {
                "name": bracket.third_place.name,
                "note": "",
                "places": [_match(bracket.third_place)],
                "feeds": [],
            }
        )
    return parts


def _parts(tree: TreeView, bracket_name: str) -> Iterator[dict[str, Any]]:
    blocks = _blocks(tree)
    for number, rounds in enumerate(blocks, start=1):
        # The label of a bracket by name begins with that name.
        words = [tree.label] if tree.label.startswith(bracket_name) else [bracket_name, tree.label]
        if len(blocks) > 1:
            words.append(_("part %(number)d of %(all)d") % {"number": number, "all": len(blocks)})
        yield {"name": ", ".join(filter(None, words)), "rounds": _columns(rounds)}


def _blocks(tree: TreeView) -> list[Sequence[RoundView]]:
    """Columns that are low and few enough: first the branches of a large tree, then its crown."""
    rounds = list(tree.rounds)
    branches = -(-len(rounds[0].places) // MOST_PLACES) if rounds else 1
    low = [round_ for round_ in rounds if len(round_.places) < 2 * branches]
    high = rounds[: len(rounds) - len(low)]
    if branches == 1:
        return list(_side_by_side(rounds))
    found = [
        part
        for branch in range(branches)
        for part in _side_by_side([_branch(round_, branch, branches) for round_ in high])
    ]
    return found + (list(_side_by_side(low)) if low else [])


def _side_by_side(rounds: Sequence[RoundView]) -> Iterator[Sequence[RoundView]]:
    for start in range(0, len(rounds), MOST_ROUNDS):
        yield rounds[start : start + MOST_ROUNDS]


def _branch(round_: RoundView, number: int, of: int) -> RoundView:
    each = len(round_.places) // of
    return RoundView(
        name=round_.name,
        anchor="",
        places=round_.places[number * each : (number + 1) * each],
        best_of=round_.best_of,
    )


def _columns(rounds: Sequence[RoundView]) -> list[dict[str, Any]]:
    return [
        {
            "name": round_.name,
            "note": _("best of %(number)d") % {"number": round_.best_of},
            "places": [match and _match(match) for match in round_.places],
            "feeds": _feeds(round_, following),
        }
        for round_, following in zip(rounds, [*rounds[1:], None], strict=True)
    ]


def _feeds(round_: RoundView, following: RoundView | None) -> Feeds:
    """Lines from each match that is shown: two into one, or straight on."""
    if following is None or not following.places:
        return []
    share = max(1, len(round_.places) // len(following.places))
    return [
        [place, place // share]
        for place, match in enumerate(round_.places)
        if match and place // share < len(following.places) and following.places[place // share]
    ]


def _match(match: MatchView) -> dict[str, Any]:
    return {
        "decided": match.is_decided,
        "note": "" if match.is_bye else match.remark,
        "sides": [_side(side) for side in match.sides],
    }


def _side(side: SideView) -> dict[str, Any]:
    seed = f"{side.seed}  " if side.seed else ""
    return {
        "name": seed + side.name,
        "score": "" if side.score is None else str(side.score),
        "won": side.is_winner,
        "open": side.is_open or side.is_bye,
    }
