"""Reads for the screens that show a competition; as many queries for 8 entrants as for 256."""

from collections import defaultdict

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from tournaments.brackets.arranging import Arrangement, Spot
from tournaments.brackets.group_views import GroupView, group_view
from tournaments.brackets.models import Group, Match, MatchSide, Stage
from tournaments.brackets.showing import coming, match_view, side_view, with_tie_breaks
from tournaments.brackets.standings import contests, table_of
from tournaments.brackets.tree import BracketView, MatchView
from tournaments.engine.formats import parse_spec
from tournaments.engine.specs import DoubleEliminationSpec, FreeForAllSpec
from tournaments.engine.types import Bracket


def brackets(stage: Stage) -> list[BracketView]:
    """The brackets of an elimination, one for each group; three queries, whatever its size."""
    sides = MatchSide.objects.select_related("entrant").prefetch_related(with_tie_breaks())
    matches = stage.matches.select_related("round", "group").order_by("group__number", "pk")
    groups: dict[Group | None, list[Match]] = defaultdict(list)
    for match in matches.prefetch_related(Prefetch("sides", sides)):
        groups[match.group].append(match)
    return [_bracket(stage, group, matches) for group, matches in groups.items()]


def groups(stage: Stage, *, gone_on: frozenset[int] | None = None) -> list[GroupView]:
    """The groups of ``stage`` with their tables and matches; five queries, whatever its size.

    ``gone_on`` are the entrants of the next stages, once they are drawn; until then who stands in
    a place that advances is marked as soon as that is certain.
    """
    spec = parse_spec(stage.spec)
    # What its sides have done says all of a lobby.
    more = [] if isinstance(spec, FreeForAllSpec) else [with_tie_breaks("sides__games")]
    return [
        group_view(table_of(group, contested), contested, gone_on=gone_on)
        for group, contested in contests(stage, and_prefetch=more)
    ]


def _bracket(stage: Stage, group: Group | None, matches: list[Match]) -> BracketView:
    double = isinstance(parse_spec(stage.spec), DoubleEliminationSpec)
    arrangement = Arrangement([_spot(match) for match in matches], double=double)
    names = arrangement.names()
    by_id = {match.pk: match for match in matches}
    hidden = {match.pk for match in matches if double and _is_needless(match)}

    def shown(match: Match) -> MatchView:
        one, other = (
            side_view(side, side.entrant, waits_for=coming(side, names, by_id, hidden=hidden))
            for side in match.sides.all()
        )
        return match_view(match, name=names[match.pk], sides=(one, other))

    views = {
        match.pk: None if match.pk in hidden else shown(match)
        for match in matches
        if not match.if_needed or all(side.entrant for side in match.sides.all())
    }
    name, anchor = stage.name, f"stage-{stage.number}"
    if group:
        name = _("%(stage)s, %(group)s") % {"stage": name, "group": group.name}
        anchor = f"{anchor}-group-{group.number}"
    return arrangement.view(views, name=name, anchor=anchor)


def _spot(match: Match) -> Spot:
    return Spot(
        key=match.pk,
        bracket=match.round.bracket,
        round=match.round.number,
        number=match.number,
        best_of=match.round.best_of,
        winners_of=tuple(
            side.from_match_id for side in match.sides.all() if side.takes == MatchSide.Takes.WINNER
        ),
    )


def _is_needless(match: Match) -> bool:
    """Whether a match of the losers' bracket is only there to make its tree even."""
    if match.round.bracket != Bracket.LOSERS:
        return False
    sides = match.sides.all()
    return any(side.is_bye and side.from_match_id is None for side in sides) or all(
        side.is_bye for side in sides
    )
