"""The tables of a stage, computed by the engine from the results that stand."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from tournaments.brackets.models import Group, Match, Stage, StageEntry
from tournaments.engine import ladder, lobby_tables, standings
from tournaments.engine.clinching import Outlook, by_rounds, outlook
from tournaments.engine.formats import parse_spec
from tournaments.engine.free_for_all import Finish
from tournaments.engine.graph import places_that_go_on
from tournaments.engine.results import Result
from tournaments.engine.specs import (
    FreeForAllSpec,
    LadderSpec,
    RoundRobinSpec,
    StageSpec,
    SwissSpec,
)
from tournaments.engine.standings import Row
from tournaments.engine.swiss import SwissRules, playing, through_by_wins
from tournaments.engine.types import EntrantId, Kind
from tournaments.registration.models import Entrant


@dataclass(frozen=True, slots=True)
class Contested:
    """What a table is made from: one group of a stage, with its matches in playing order."""

    stage: Stage
    spec: StageSpec
    entries: list[StageEntry]
    matches: list[Match]
    places: int = 0  # the first so many go on
    contests_next: bool = False  # and of the place below the best of all groups

    @property
    def seeds(self) -> dict[EntrantId, int]:
        return {entry.entrant_id: entry.seed for entry in self.entries}

    @property
    def lots(self) -> tuple[EntrantId, ...]:
        drawn = sorted((entry for entry in self.entries if entry.lot), key=lambda one: one.lot)
        return tuple(entry.entrant_id for entry in drawn)

    @property
    def absent(self) -> set[EntrantId]:
        return {entry.entrant_id for entry in self.entries if entry.entrant.left_at}

    @property
    def rounds(self) -> list[list[Result]]:
        """The results that stand, round by round; a Swiss bye is one."""
        by_round: dict[int, list[Result]] = {}
        for match in self.matches:
            results = by_round.setdefault(match.round.number, [])
            if result := _result(match):
                results.append(result)
        return list(by_round.values())

    @property
    def results(self) -> list[Result]:
        return [result for results in self.rounds for result in results]

    @property
    def remaining(self) -> list[tuple[EntrantId, EntrantId]]:
        sides = (match.sides.all() for match in self.matches if not match.is_terminal)
        return [(one.entrant_id, other.entrant_id) for one, other in sides]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One group with its rows, best first. ``entrants`` finds the entrant of a row.

    ``outlook`` says who is sure to go on and who cannot, where that is asked.
    """

    group: Group
    rows: list[Row]
    entrants: dict[int, Entrant]
    is_over: bool
    places: int = 0  # the first so many go on
    lots: tuple[int, ...] = ()
    outlook: Mapping[int, Outlook] = field(default_factory=dict)


def group_tables(stage: Stage) -> list[GroupTable]:
    """The table of each group of ``stage``; four queries, whatever its size."""
    return [table_of(group, contested) for group, contested in contests(stage)]


def contests(
    stage: Stage, *, and_prefetch: Sequence[str | Prefetch] = ()
) -> list[tuple[Group, Contested]]:
    """What the table of each group of ``stage`` is made from.

    ``and_prefetch`` is what else its matches are wanted for, so that they are read once.
    """
    spec = parse_spec(stage.spec)
    assert spec.is_table, "a bracket has no table"
    entries: dict[int, list[StageEntry]] = defaultdict(list)
    for entry in stage.entries.select_related("entrant"):
        entries[entry.group_id].append(entry)
    matches: dict[int, list[Match]] = defaultdict(list)
    order = ("round__number", "number", "pk")
    if isinstance(spec, LadderSpec):
        order = ("completed_at", "pk")
    found = stage.matches.select_related("round").prefetch_related("sides", *and_prefetch)
    for match in found.order_by(*order):
        matches[match.group_id].append(match)
    settings = [parse_spec(each) for each in stage.tournament.stages]
    settings[stage.number - 1 : stage.number] = [spec]
    ways_on = places_that_go_on(settings, stage.number)
    return [
        (group, Contested(stage, spec, entries[group.pk], matches[group.pk], *ways_on))
        for group in stage.groups.all()
    ]


def swiss_rules(spec: SwissSpec) -> SwissRules:
    return SwissRules(spec.pairing, spec.wins, spec.losses, spec.points, spec.first_round)


def rounds_left(contested: Contested) -> int:
    """How many rounds of a Swiss stage are still to be paired; 0 where nobody is left to pair."""
    spec = contested.spec
    assert isinstance(spec, SwissSpec), "only Swiss stages are paired round by round"
    rounds = contested.rounds
    left = playing(contested.seeds, rounds, rules=swiss_rules(spec), absent=contested.absent)
    if len(left) < 2 and not contested.remaining:
        return 0
    return max(0, spec.rounds_for(len(contested.entries)) - len(rounds))


def table_of(group: Group, contested: Contested) -> GroupTable:
    make_rows, is_over, make_outlook = TABLES[type(contested.spec)]
    rows = make_rows(contested)
    return GroupTable(
        group=group,
        rows=rows,
        entrants={entry.entrant_id: entry.entrant for entry in contested.entries},
        is_over=is_over(contested),
        places=contested.places,
        lots=contested.lots,
        outlook=make_outlook(contested, rows) if contested.places else {},
    )


def _met(contested: Contested) -> list[Row]:
    spec = contested.spec
    return standings.table(
        contested.seeds,
        contested.results,
        points=spec.points,
        # An official has the last word wherever the settings leave a tie.
        tiebreaks=[*dict.fromkeys([*spec.tiebreaks, "manual"])],
        drawn_lots=contested.lots,
        lots_seed=contested.stage.random_seed,
    )


def _lobby(contested: Contested) -> list[Row]:
    spec = contested.spec
    return lobby_tables.table(
        contested.seeds,
        [_finishes(match) for match in contested.matches if _is_decided(match)],
        scoring=spec.scoring,
        drop_worst=spec.drop_worst,
        tiebreaks=[*dict.fromkeys([*spec.tiebreaks, "manual"])],
        drawn_lots=contested.lots,
    )


def _ladder(contested: Contested) -> list[Row]:
    return ladder.table(contested.seeds, contested.results, contested.spec.rules)


def _all_played(contested: Contested) -> bool:
    return all(match.is_terminal for match in contested.matches)


def _all_paired(contested: Contested) -> bool:
    return _all_played(contested) and not rounds_left(contested)


def _closed(contested: Contested) -> bool:
    return _all_played(contested) and contested.stage.closed_at is not None


def _outlook_by_points(contested: Contested, rows: list[Row]) -> Mapping[int, Outlook]:
    """Who is the best at a place over several groups is never foreseen, so that stays open."""
    spec = contested.spec
    if spec.tiebreaks[0] != "points":
        return {}
    places = contested.places
    found = outlook(rows, contested.remaining, points=spec.points, places=places)
    if contested.contests_next:
        next_place = outlook(rows, contested.remaining, points=spec.points, places=places + 1)
        sure = {one for one, how in found.items() if how is Outlook.IN}
        for entrant, how in next_place.items():
            if entrant not in sure:
                found[entrant] = Outlook.OUT if how is Outlook.OUT else Outlook.OPEN
    return found


def _outlook_by_rounds(contested: Contested, rows: list[Row]) -> Mapping[int, Outlook]:
    spec = contested.spec
    if _all_paired(contested):  # then places decide, however many have the wins
        return outlook(rows, (), points=spec.points, places=contested.places)
    if spec.wins is not None and spec.losses is not None:
        if not _records_decide(contested, spec.wins, spec.losses):
            return {}
        return {
            row.entrant: Outlook.IN
            if row.won >= spec.wins
            else Outlook.OUT
            if row.lost >= spec.losses
            else Outlook.OPEN
            for row in rows
        }
    if spec.tiebreaks[0] != "points":
        return {}
    open_now = {entrant for pair in contested.remaining for entrant in pair}
    left = rounds_left(contested)
    return by_rounds(
        {row.entrant: row.points for row in rows},
        {row.entrant: left + (row.entrant in open_now) for row in rows},
        points=spec.points,
        places=contested.places,
    )


def _records_decide(contested: Contested, wins: int, losses: int) -> bool:
    """Whether exactly those go on who reach the wins: in a field without byes that all play out."""
    lone = {Kind.BYE, Kind.DOUBLE_FORFEIT}
    return (
        through_by_wins(len(contested.entries), wins, losses) == contested.places
        and not contested.absent
        and not any(result.kind in lone for result in contested.results)
    )


def _no_outlook(contested: Contested, rows: list[Row]) -> Mapping[int, Outlook]:
    return {}


TABLES: dict[
    type[StageSpec],
    tuple[
        Callable[[Contested], list[Row]],
        Callable[[Contested], bool],
        Callable[[Contested, list[Row]], Mapping[int, Outlook]],
    ],
] = {
    RoundRobinSpec: (_met, _all_played, _outlook_by_points),
    SwissSpec: (_met, _all_paired, _outlook_by_rounds),
    FreeForAllSpec: (_lobby, _all_played, _no_outlook),
    LadderSpec: (_ladder, _closed, _no_outlook),
}


def _is_decided(match: Match) -> bool:
    return match.status == Match.Status.COMPLETED


def _result(match: Match) -> Result | None:
    """The result that a table counts; None while there is none, and where nobody was there."""
    home, away = match.sides.all()
    if match.status == Match.Status.VOID:
        present = next((side.entrant_id for side in (home, away) if side.is_winner), None)
        return Result(present, None, 0, 0, None, Kind.BYE) if present else None
    if not _is_decided(match):
        return None
    return Result(
        home=home.entrant_id,
        away=away.entrant_id,
        score_home=home.score or 0,
        score_away=away.score or 0,
        winner=next((side.entrant_id for side in (home, away) if side.is_winner), None),
        kind=Kind(match.decided_by),
    )


def _finishes(match: Match) -> Sequence[Finish]:
    return [Finish(side.entrant_id, side.place, side.kills or 0) for side in match.sides.all()]
