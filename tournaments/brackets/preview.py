"""The bracket of a stage that is still to be drawn, with places where names will stand."""

from django.utils.translation import gettext as _

from tournaments.brackets.names import loser_of, match_name, round_name, winner_of
from tournaments.brackets.tree import BracketView, MatchView, RoundView, SideView, joined
from tournaments.engine.crossing import Qualifiers
from tournaments.engine.formats import build, parse_spec
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


def planned_bracket(spec: dict, *, after: Qualifiers, number: int) -> BracketView | None:
    """The elimination that ``spec`` asks for behind groups: "A1" against "B2".

    None when it cannot be known yet, since the settings do not fit.
    """
    try:
        parsed = parse_spec(spec)
        structure = build(parsed, after.count, after=after)
    except Invalid:
        return None
    return _view(structure, after=after, name=parsed.name, stage=number)


def _view(structure: Structure, *, after: Qualifiers, name: str, stage: int) -> BracketView:
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
                sides=(_side(match.sides[0], names, after), _side(match.sides[1], names, after)),
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


def _side(source: Source, names: dict[str, str], after: Qualifiers) -> SideView:
    match source:
        case Bye():
            return SideView(name=_("Bye"), is_bye=True)
        case WinnerOf(match):
            return SideView(name=winner_of(names[match]))
        case LoserOf(match):
            return SideView(name=loser_of(names[match]))
        case Seed(number):
            place = after.place(number)
            return SideView(name=place.label if place else _best_next(number, after))


def _best_next(seed: int, after: Qualifiers) -> str:
    number = seed - after.groups * after.per_group
    return _("Best of place %(place)d, number %(number)d") % {
        "place": after.per_group + 1,
        "number": number,
    }
