"""A bracket cut into pieces that fit a screen: what is played now, and where it leads."""

from collections.abc import Iterator
from dataclasses import replace

from tournaments.brackets.layout import WIDTH, Gap
from tournaments.brackets.tree import BracketView, RoundView, TreeView

MOST_MATCHES = 8  # under each other
MOST_ROUNDS = 4  # beside each other


def pieces(bracket: BracketView) -> Iterator[TreeView]:
    """The trees of ``bracket`` from the round that is played on; all that is over when all is."""
    open_trees = [tree for tree in bracket.trees if not _is_over(tree)]
    for tree in open_trees or bracket.trees[-1:]:
        yield from _pieces(tree)


def _pieces(tree: TreeView) -> Iterator[TreeView]:
    first = next(
        (place for place, round_ in enumerate(tree.rounds) if not _is_decided(round_)),
        max(0, len(tree.rounds) - MOST_ROUNDS + 1),
    )
    rounds = tree.rounds[first:]
    parts = _parts(len(rounds[0].places))
    for part in range(parts):
        cut = [_cut(round_, part, parts) for round_ in rounds if not len(round_.places) % parts]
        shown = [round_ for round_ in cut[:MOST_ROUNDS] if round_.matches]
        if shown:
            yield TreeView(tree.label, (*shown[:-1], replace(shown[-1], gap=None)))


def _parts(places: int) -> int:
    """In how many even parts a round is cut; in one when it cannot be."""
    parts = -(-places // MOST_MATCHES)
    return parts if places % parts == 0 else 1


def _cut(round_: RoundView, part: int, parts: int) -> RoundView:
    places = len(round_.places) // parts
    return replace(
        round_,
        anchor=f"tv-{round_.anchor}-{part}",
        places=round_.places[part * places : (part + 1) * places],
        gap=round_.gap and _cut_gap(round_.gap, part, parts),
    )


def _cut_gap(gap: Gap, part: int, parts: int) -> Gap:
    """The same picture, of which only this part of the height is looked at."""
    height = int(gap.view_box.rsplit(" ", 1)[1]) // parts
    return replace(gap, view_box=f"0 {part * height} {WIDTH} {height}")


def _is_over(tree: TreeView) -> bool:
    return all(map(_is_decided, tree.rounds))


def _is_decided(round_: RoundView) -> bool:
    return all(match.is_decided or match.is_bye for match in round_.matches)
