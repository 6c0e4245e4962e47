"""The bracket of a stage that is still to be drawn, with places where names will stand."""

from django.utils.translation import gettext as _

from tournaments.brackets.names import loser_of, match_name, round_name, winner_of
from tournaments.brackets.tree import BracketView, MatchView, RoundView, SideView, joined
from tournaments.engine.entering import FIELD, Entering
from tournaments.engine.specs import StageSpec
from tournaments.engine.types import (
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


def planned_bracket(spec: StageSpec, *, entering: Entering, number: int) -> BracketView | None:
    """The elimination that ``spec`` asks for behind other stages: "A1" against "B2".

    None when it cannot be known yet, since the settings do not fit.
    """
    try:
        structure = spec.structure(entering.count, entering=entering)
    except Invalid:
        return None
    return _view(structure, entering=entering, name=spec.name, stage=number)


def _view(structure: Structure, *, entering: Entering, name: str, stage: int) -> BracketView:
    sizes: dict[tuple[Bracket, int], list[MatchSpec]] = {}
    for match in structure.matches:
        sizes.setdefault((match.bracket, match.round), []).append(match)
    names = {
        match.id: match_name(match.bracket, matches=len(matches), number=match.number)
        for matches in sizes.values()
        for match in matches
    }
    rounds = []
    third_place = None
    for (bracket, number), matches in sizes.items():
        views = tuple(
            MatchView(
                name=names[match.id],
                sides=tuple(_side(source, names, entering) for source in match.sides),
            )
            for match in matches
        )
        if bracket == Bracket.THIRD_PLACE:
            third_place = views[0]
            continue
        rounds.append(
            RoundView(
                name=round_name(bracket, matches=len(matches), number=number),
                anchor=f"stage-{stage}-round-{number}",
                matches=views,
                best_of=matches[0].best_of,
            )
        )
    return BracketView(name=name, rounds=joined(rounds), third_place=third_place)


def _side(source: Source, names: dict[str, str], entering: Entering) -> SideView:
    match source:
        case Bye():
            return SideView(name=_("Bye"), is_bye=True)
        case WinnerOf(match):
            return SideView(name=winner_of(names[match]))
        case LoserOf(match):
            return SideView(name=loser_of(names[match]))
        case Seed(number):
            return SideView(name=_origin(number, entering))


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
