"""What a screen shows of a group: its table, and its matches as its format plays them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournaments.brackets.models import Match, MatchSide, Round
from tournaments.brackets.names import challenge_name, round_name
from tournaments.brackets.pools import pools
from tournaments.brackets.showing import match_view, shown_state, side_view
from tournaments.brackets.standings import Contested, GroupTable
from tournaments.brackets.table import TableView, table_view
from tournaments.brackets.tree import MatchView, RoundView
from tournaments.engine.specs import (
    FreeForAllSpec,
    LadderSpec,
    RoundRobinSpec,
    StageSpec,
    SwissSpec,
)

LATEST = 10  # results of a ladder that are shown


@dataclass(frozen=True, slots=True)
class FinishView:
    """Where somebody came in a game of a lobby."""

    name: str
    place: int
    kills: int
    points: int
    is_winner: bool


@dataclass(frozen=True, slots=True)
class GameView:
    """A game of a lobby; ``finishes`` are in order of place, and nothing before it is over."""

    name: str
    url: str
    state: str
    finishes: tuple[FinishView, ...]

    @property
    def winner(self) -> str:
        return next((finish.name for finish in self.finishes if finish.is_winner), "")

    @property
    def has_kills(self) -> bool:
        return any(finish.kills for finish in self.finishes)


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group: its table, and what is played in it.

    Groups in which everybody meets have ``rounds``. A Swiss stage has ``pairings``, the newest
    round first; a lobby has ``games``; a ladder has ``challenges`` that are still to be played,
    and its latest ``results``.
    """

    name: str
    table: TableView
    rounds: tuple[RoundView, ...] = ()
    pairings: tuple[RoundView, ...] = ()
    games: tuple[GameView, ...] = ()
    challenges: tuple[MatchView, ...] = ()
    results: tuple[MatchView, ...] = ()


def group_view(
    table: GroupTable, contested: Contested, *, gone_on: frozenset[int] | None
) -> GroupView:
    spec = contested.spec
    kind, played = KINDS[type(spec)]
    # What orders a ladder is not for its settings to say.
    tiebreaks = getattr(spec, "tiebreaks", ())
    return GroupView(
        name=_name(table, contested),
        table=table_view(
            table,
            advance=table.places,
            gone_on=gone_on,
            obvious=tiebreaks[0] if tiebreaks else "",
            kind=kind,
            tiebreaks=[*tiebreaks, "manual"] if tiebreaks else None,
            draws=spec.draws,
            outlook=table.outlook,
        ),
        **played(table, contested),
    )


def _name(table: GroupTable, contested: Contested) -> str:
    """Of a group; the only one of its stage has no name of its own."""
    return _("Table") if isinstance(contested.spec, SwissSpec | LadderSpec) else table.group.name


def _rounds(table: GroupTable, contested: Contested) -> dict[str, Any]:
    rounds = []
    for round_, matches in _by_round(contested):
        name = _round_name(round_)
        spoken = _("%(group)s, %(round)s") % {"group": table.group.name, "round": name.lower()}
        shown = tuple(_match(match, table, spoken) for match in matches)
        rounds.append(_round(round_, table, shown))
    return {"rounds": tuple(rounds)}


def _pairings(table: GroupTable, contested: Contested) -> dict[str, Any]:
    pool_of = pools(contested)
    rounds = []
    for round_, matches in _by_round(contested):
        name = _round_name(round_)
        shown = (_match(match, table, name, pool=pool_of[match.pk]) for match in matches)
        # Stable, so that pairs of a pool stay in their order.
        order = list(dict.fromkeys(pool_of[match.pk] for match in matches))
        in_pools = tuple(sorted(shown, key=lambda match: order.index(match.pool)))
        rounds.append(_round(round_, table, in_pools, note=_rematches(round_)))
    return {"pairings": tuple(reversed(rounds))}


def _games(table: GroupTable, contested: Contested) -> dict[str, Any]:
    return {"games": tuple(_game(match, table) for match in contested.matches)}


def _challenges(table: GroupTable, contested: Contested) -> dict[str, Any]:
    open_now = [match for match in contested.matches if not match.is_terminal]
    over = [match for match in contested.matches if match.status == Match.Status.COMPLETED]
    return {
        "challenges": tuple(
            _match(match, table, challenge_name(match.number))
            for match in sorted(open_now, key=lambda match: match.number)
        ),
        "results": tuple(
            _match(match, table, challenge_name(match.number)) for match in over[: -LATEST - 1 : -1]
        ),
    }


KINDS: Mapping[type[StageSpec], tuple[str, Callable[[GroupTable, Contested], dict[str, Any]]]] = {
    RoundRobinSpec: ("group", _rounds),
    SwissSpec: ("swiss", _pairings),
    FreeForAllSpec: ("lobby", _games),
    LadderSpec: ("ladder", _challenges),
}


def _by_round(contested: Contested) -> Iterator[tuple[Round, list[Match]]]:
    for _number, matches in groupby(contested.matches, lambda match: match.round_id):
        of_round = list(matches)
        yield of_round[0].round, of_round


def _round_name(round_: Round) -> str:
    return round_name(round_.bracket, matches=0, number=round_.number)


def _round(
    round_: Round, table: GroupTable, matches: tuple[MatchView, ...], *, note: str = ""
) -> RoundView:
    stage = table.group.stage
    return RoundView(
        name=_round_name(round_),
        anchor=f"stage-{stage.number}-group-{table.group.number}-round-{round_.number}",
        places=matches,
        best_of=round_.best_of,
        note=note,
    )


def _rematches(round_: Round) -> str:
    if not round_.rematches:
        return ""
    return ngettext(
        "%(number)d pair met before: no pairing without a rematch exists.",
        "%(number)d pairs met before: no pairing with fewer rematches exists.",
        round_.rematches,
    ) % {"number": round_.rematches}


def _match(match: Match, table: GroupTable, name: str, *, pool: str = "") -> MatchView:
    one, other = (_side(side, table) for side in match.sides.all())
    return match_view(match, name=name, sides=(one, other), pool=pool)


def _side(side: MatchSide, table: GroupTable):
    return side_view(side, table.entrants.get(side.entrant_id))


def _game(match: Match, table: GroupTable) -> GameView:
    sides = sorted(match.sides.all(), key=lambda side: side.place or 0)
    return GameView(
        name=round_name(match.round.bracket, matches=1, number=match.round.number, lobby=True),
        url=reverse("matches:detail", args=[match.pk]),
        state=match.status if match.status == Match.Status.VOID else shown_state(match),
        finishes=tuple(
            FinishView(
                name=table.entrants[side.entrant_id].name,
                place=side.place,
                kills=side.kills or 0,
                points=side.score or 0,
                is_winner=side.is_winner,
            )
            for side in sides
            if match.status == Match.Status.COMPLETED and side.place
        ),
    )
