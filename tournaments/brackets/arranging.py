"""How the matches of a bracket are named and stand in trees, drawn or only planned."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import TypeAlias

from django.utils.translation import gettext as _

from tournaments.brackets.layout import Feed, Gap, gap
from tournaments.brackets.names import match_name, round_name
from tournaments.brackets.tree import BracketView, MatchView, RoundView, TreeView
from tournaments.engine.types import Bracket

Key: TypeAlias = int | str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a match stands in its bracket, and the matches whose winners come to it."""

    key: Key
    bracket: str
    round: int
    number: int
    best_of: int
    winners_of: tuple[Key, ...] = ()


class Arrangement:
    """All matches of one bracket; of several side by side each has its own."""

    def __init__(self, spots: Sequence[Spot], *, double: bool):
        self.spots = sorted(spots, key=lambda spot: (spot.round, spot.number))
        self.double = double
        self.sizes = Counter((spot.bracket, spot.round) for spot in spots)
        self.last: dict[str, int] = {}
        for spot in self.spots:
            self.last[spot.bracket] = spot.round

    def names(self) -> dict[Key, str]:
        return {
            spot.key: match_name(
                spot.bracket,
                matches=self.sizes[spot.bracket, spot.round],
                number=spot.number,
                round_number=spot.round,
                double=self.double,
                rounds=self.last[spot.bracket],
            )
            for spot in self.spots
        }

    def view(self, views: Mapping[Key, MatchView | None], *, name: str, anchor: str) -> BracketView:
        """The trees. A match that ``views`` has as None keeps its place; one not in it has none."""
        shown = [spot for spot in self.spots if spot.key in views]
        thirds = [views[spot.key] for spot in shown if spot.bracket == Bracket.THIRD_PLACE]
        trees = (
            TreeView(
                label=" · ".join(filter(None, (name, label))),
                rounds=self._rounds(
                    [spot for spot in shown if spot.bracket in brackets], views, anchor
                ),
            )
            for label, brackets in self._trees()
        )
        return BracketView(
            name=name,
            trees=tuple(tree for tree in trees if tree.rounds),
            third_place=next(iter(thirds), None),
        )

    def _trees(self) -> list[tuple[str, set[str]]]:
        if not self.double:
            return [("", {Bracket.WINNERS, Bracket.FINAL})]
        return [
            (_("Winners' bracket"), {Bracket.WINNERS}),
            (_("Losers' bracket"), {Bracket.LOSERS}),
            (_("Final"), {Bracket.FINAL}),
        ]

    def _rounds(
        self, spots: list[Spot], views: Mapping[Key, MatchView | None], anchor: str
    ) -> tuple[RoundView, ...]:
        rounds = [list(of_round) for _number, of_round in groupby(spots, lambda spot: spot.round)]
        return tuple(
            RoundView(
                name=self._round_name(of_round[0]),
                anchor=f"{anchor}-{self._part(of_round[0])}-{of_round[0].round}",
                places=tuple(views[spot.key] for spot in of_round),
                best_of=of_round[0].best_of,
                gap=_gap(of_round, following, views) if following else None,
            )
            for of_round, following in zip_longest(rounds, rounds[1:])
        )

    def _part(self, spot: Spot) -> str:
        """Of a round's address on the page."""
        return f"{spot.bracket}-round" if self.double else "round"

    def _round_name(self, spot: Spot) -> str:
        return round_name(
            spot.bracket,
            matches=self.sizes[spot.bracket, spot.round],
            number=spot.round,
            double=self.double,
            rounds=self.last[spot.bracket],
        )


def _gap(spots: list[Spot], following: list[Spot], views: Mapping[Key, MatchView | None]) -> Gap:
    """Lines along which winners go; none from a match that is not shown."""
    ends = {key: end for end, spot in enumerate(following) for key in spot.winners_of}
    return gap(
        len(spots),
        len(following),
        [
            Feed(start, ends[spot.key], is_decided=view.is_decided or view.is_bye)
            for start, spot in enumerate(spots)
            if (view := views[spot.key]) and spot.key in ends
        ],
    )
