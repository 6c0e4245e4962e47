"""The bracket of a stage that is still to be drawn, with places where names will stand."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tournaments.brackets.arranging import Arrangement, Key, Spot
from tournaments.brackets.names import loser_of, winner_of
from tournaments.brackets.tree import BracketView, MatchView, SideView
from tournaments.engine.entering import FIELD, Entering, group_name
from tournaments.engine.specs import DoubleEliminationSpec, StageSpec
from tournaments.engine.types import (
    BYE,
    Bracket,
    Bye,
    Invalid,
    LoserOf,
    MatchSpec,
    Seed,
    Source,
    Structure,
    WinnerOf,
)


def planned_brackets(spec: StageSpec, *, entering: Entering, number: int) -> list[BracketView]:
    """The elimination that ``spec`` asks for behind other stages: "A1" against "B2".

    One bracket for each group; none when it cannot be known yet, since the settings do not fit.
    """
    try:
        structure = spec.structure(entering.count, entering=entering)
    except Invalid:
        return []
    groups: dict[int | None, list[MatchSpec]] = {}
    for match in structure.matches:
        groups.setdefault(match.group, []).append(match)
    return [
        _Plan(structure, matches, entering, double=isinstance(spec, DoubleEliminationSpec)).view(
            name=_name(spec, group), anchor=_anchor(number, group)
        )
        for group, matches in groups.items()
    ]


class _Plan:
    """One bracket out of a structure."""

    def __init__(
        self, structure: Structure, matches: list[MatchSpec], entering: Entering, *, double: bool
    ):
        self.matches = matches
        self.by_id = structure.by_id
        self.entering = entering
        self.arrangement = Arrangement([_spot(match) for match in matches], double=double)
        self.names: Mapping[Key, str] = self.arrangement.names()

    def view(self, *, name: str, anchor: str) -> BracketView:
        views = {match.id: self._match(match) for match in self.matches if not match.if_needed}
        return self.arrangement.view(views, name=name, anchor=anchor)

    def _match(self, match: MatchSpec) -> MatchView | None:
        if match.is_bye and match.bracket is Bracket.LOSERS:
            return None
        one, other = (self._side(source) for source in match.sides)
        return MatchView(name=self.names[match.id], sides=(one, other))

    def _side(self, source: Source) -> SideView:
        match source:
            case Bye():
                return SideView(name=_("Bye"), is_bye=True)
            case WinnerOf(code) if self.by_id[code].is_bye:
                [present] = (side for side in self.by_id[code].sides if side != BYE)
                return self._side(present)
            case WinnerOf(code):
                return SideView(name=winner_of(self.names[code]))
            case LoserOf(code):
                return SideView(name=loser_of(self.names[code]))
            case Seed(number):
                return SideView(name=_origin(number, self.entering))


def _spot(match: MatchSpec) -> Spot:
    return Spot(
        key=match.id,
        bracket=match.bracket,
        round=match.round,
        number=match.number,
        best_of=match.best_of,
        winners_of=tuple(side.match for side in match.sides if isinstance(side, WinnerOf)),
    )


def _name(spec: StageSpec, group: int | None) -> str:
    if group is None:
        return spec.name
    letter = _("Group %(letter)s") % {"letter": group_name(group)}
    return _("%(stage)s, %(group)s") % {"stage": spec.name, "group": letter}


def _anchor(stage: int, group: int | None) -> str:
    return f"stage-{stage}" if group is None else f"stage-{stage}-group-{group}"


def _origin(seed: int, entering: Entering) -> str:
    origin = entering.of(seed)
    if origin.label:
        return origin.label
    if origin.stage == FIELD:
        return _("Seed %(number)d") % {"number": origin.place}
    return _("Best of place %(place)d, number %(number)d") % {
        "place": origin.place,
        "number": entering.best_number(seed),
    }
