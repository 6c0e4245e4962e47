"""What a screen shows of matches: plain values, with the words already chosen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tournaments.brackets.layout import Gap


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of a match. Somebody has a ``seed``; an open side says who will come."""

    name: str
    seed: int | None = None
    score: int | None = None
    is_winner: bool = False
    is_bye: bool = False

    @property
    def is_open(self) -> bool:
        return self.seed is None and not self.is_bye

    @property
    def spoken(self) -> str:
        return self.name if self.score is None else f"{self.name} {self.score}"


@dataclass(frozen=True, slots=True)
class MatchView:
    """A match on a screen. Without a ``url`` it is only planned.

    ``pool`` says how its sides stood before a Swiss round, which is why they meet.
    """

    name: str
    sides: tuple[SideView, SideView]
    url: str = ""
    state: str = ""  # live, reported or disputed; empty for what needs no mark
    is_decided: bool = False
    remark: str = ""  # "4–2 pens", "Forfeit"
    pool: str = ""  # "Both at 2–0"

    @property
    def is_bye(self) -> bool:
        return any(side.is_bye for side in self.sides)

    @property
    def state_label(self) -> str:
        return {
            "live": _("Live"),
            "reported": _("Result reported"),
            "disputed": _("Result disputed"),
        }.get(self.state, "")

    @property
    def spoken(self) -> str:
        """The match in one line, for who hears the page: "Semi-final 1: Argentina 3, Croatia 0"."""
        line = _("%(match)s: %(story)s") % {"match": self.name, "story": self._story()}
        return f"{line}, {self.state_label}" if self.state_label else line

    def _story(self) -> str:
        one, other = self.sides
        if self.is_bye:
            present = other if one.is_bye else one
            if present.is_bye:
                return _("nobody plays")
            return _("%(name)s has a bye") % {"name": present.name}
        if not self.is_decided:
            return _("%(one)s against %(other)s") % {"one": one.name, "other": other.name}
        story = f"{one.spoken}, {other.spoken}"
        if self.remark:
            story += f" ({self.remark})"
        winner = next((side.name for side in self.sides if side.is_winner), None)
        if winner and one.score == other.score:
            # The score does not tell, and neither does bold type to who hears it.
            story += ", " + _("%(name)s won") % {"name": winner}
        return story


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round; a place of None is a match that is not shown, and keeps its room in a tree.

    ``note`` is a sentence about the whole round.
    """

    name: str
    anchor: str
    places: tuple[MatchView | None, ...]
    best_of: int = 1
    gap: Gap | None = None  # the lines to the next round; None after the last
    note: str = ""

    @property
    def matches(self) -> tuple[MatchView, ...]:
        return tuple(match for match in self.places if match)


@dataclass(frozen=True, slots=True)
class TreeView:
    """Rounds that lead into each other: a winners' bracket, a losers' bracket, the finals."""

    label: str
    rounds: tuple[RoundView, ...]

    @property
    def is_large(self) -> bool:
        return any(len(round_.places) > 16 for round_ in self.rounds)


@dataclass(frozen=True, slots=True)
class BracketView:
    """An elimination, from its first round to its final; nothing when it is not drawn."""

    name: str = ""
    trees: tuple[TreeView, ...] = ()
    third_place: MatchView | None = None

    @property
    def rounds(self) -> tuple[RoundView, ...]:
        return tuple(round_ for tree in self.trees for round_ in tree.rounds)

    @property
    def is_planned(self) -> bool:
        return not any(match.url for round_ in self.rounds for match in round_.matches)
