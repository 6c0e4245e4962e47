"""Reads for the screens that show a competition; as many queries for 8 entrants as for 256."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from tournaments.brackets.models import Match, MatchSide, Round, Stage
from tournaments.brackets.names import loser_of, match_name, round_name, winner_of
from tournaments.brackets.standings import GroupTable, group_tables
from tournaments.brackets.table import TableView, table_view
from tournaments.brackets.tree import BracketView, MatchView, RoundView, SideView, joined
from tournaments.engine.formats import parse_spec
from tournaments.engine.types import Bracket

SHOWN_STATES = frozenset({Match.Status.LIVE, Match.Status.REPORTED, Match.Status.DISPUTED})


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group: its table, and its matches round by round."""

    name: str
    table: TableView
    rounds: tuple[RoundView, ...]


def bracket(stage: Stage) -> BracketView:
    """The tree of an elimination; three queries, whatever its size."""
    by_round = _by_round(_with_sides(stage.matches.all()))
    names = {
        match.pk: match_name(round_.bracket, matches=len(matches), number=match.number)
        for round_, matches in by_round
        for match in matches
    }
    rounds = []
    third_place = None
    for round_, matches in by_round:
        views = tuple(_match_view(match, names) for match in matches)
        if round_.bracket == Bracket.THIRD_PLACE:
            third_place = views[0]
            continue
        rounds.append(_round_view(stage, round_, views))
    return BracketView(name=stage.name, rounds=joined(rounds), third_place=third_place)


def groups(stage: Stage, *, gone_on: frozenset[int] | None = None) -> list[GroupView]:
    """The groups of ``stage`` with their tables and matches; seven queries, whatever its size.

    ``gone_on`` are the entrants of the next stage, once it is drawn; until then who stands in a
    place that advances is marked as soon as the group is over.
    """
    tables = group_tables(stage)
    by_group: dict[int, list[Match]] = defaultdict(list)
    for match in _with_sides(stage.matches.all()):
        by_group[match.group_id].append(match)
    spec = parse_spec(stage.spec)
    return [
        GroupView(
            name=each.group.name,
            table=table_view(
                each, advance=spec.advance, gone_on=gone_on, obvious=spec.tiebreaks[0]
            ),
            rounds=_group_rounds(stage, each, by_group[each.group.pk]),
        )
        for each in tables
    ]


def _with_sides(matches: QuerySet[Match]) -> QuerySet[Match]:
    sides = MatchSide.objects.select_related("entrant").prefetch_related("games")
    return (
        matches.select_related("round")
        .prefetch_related(Prefetch("sides", sides))
        .order_by("round__number", "round__pk", "number", "pk")
    )


def _by_round(matches: Sequence[Match]) -> list[tuple[Round, list[Match]]]:
    rounds: dict[int, tuple[Round, list[Match]]] = {}
    for match in matches:
        rounds.setdefault(match.round_id, (match.round, []))[1].append(match)
    return list(rounds.values())


def _round_view(stage: Stage, round_: Round, matches: tuple[MatchView, ...]) -> RoundView:
    return RoundView(
        name=round_name(round_.bracket, matches=len(matches), number=round_.number),
        anchor=f"stage-{stage.number}-round-{round_.number}",
        matches=matches,
        best_of=round_.best_of,
    )


def _group_rounds(stage: Stage, table: GroupTable, matches: list[Match]) -> tuple[RoundView, ...]:
    views = []
    for round_, of_round in _by_round(matches):
        name = round_name(round_.bracket, matches=len(of_round), number=round_.number)
        spoken = _("%(group)s, %(round)s") % {"group": table.group.name, "round": name.lower()}
        names = {match.pk: spoken for match in of_round}
        views.append(
            RoundView(
                name=name,
                anchor=f"stage-{stage.number}-group-{table.group.number}-round-{round_.number}",
                matches=tuple(_match_view(match, names) for match in of_round),
                best_of=round_.best_of,
            )
        )
    return tuple(views)


def _match_view(match: Match, names: dict[int, str]) -> MatchView:
    sides = list(match.sides.all())
    one, other = (_side_view(side, names) for side in sides)
    return MatchView(
        name=names[match.pk],
        sides=(one, other),
        url=reverse("matches:detail", args=[match.pk]),
        state=match.status if match.status in SHOWN_STATES else "",
        is_decided=match.status == Match.Status.COMPLETED,
        remark=_remark(match, sides),
    )


def _side_view(side: MatchSide, names: dict[int, str]) -> SideView:
    if side.entrant:
        return SideView(
            name=side.entrant.name,
            seed=side.entrant.seed,
            score=side.score,
            is_winner=side.is_winner,
        )
    if side.is_bye:
        return SideView(name=_("Bye"), is_bye=True)
    if side.from_match_id not in names:
        return SideView(name=_("To be decided"))
    feeder = names[side.from_match_id]
    is_winner = side.takes == MatchSide.Takes.WINNER
    return SideView(name=winner_of(feeder) if is_winner else loser_of(feeder))


def _remark(match: Match, sides: list[MatchSide]) -> str:
    if match.status != Match.Status.COMPLETED:
        return ""
    if match.decided_by != Match.DecidedBy.PLAYED:
        return match.get_decided_by_display()
    if match.best_of == 1:
        breaks = [game.tiebreak for side in sides for game in side.games.all()]
        if len(breaks) == len(sides) and None not in breaks:
            return _("%(one)d–%(other)d pens") % {"one": breaks[0], "other": breaks[1]}
    return _("after extra time") if match.overtime else ""
