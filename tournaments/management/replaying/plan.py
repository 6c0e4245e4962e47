"""The settings that a recorded event needs, as the live record of a tournament holds them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from tournaments.engine.crossing import BYE_LABEL
from tournaments.engine.entering import Inlet
from tournaments.engine.formats import parse_stages
from tournaments.engine.graph import WHOLE_FIELD
from tournaments.engine.graph_checks import check_stages
from tournaments.engine.types import Invalid
from tournaments.management.replaying.entries import Entries, entries_of, field_of
from tournaments.management.replaying.parts import Fault
from tournaments.management.replaying.records import (
    RecordedEvent,
    RecordedGroups,
    RecordedKnockout,
    RecordedMatch,
    RecordedStage,
    RecordedSwiss,
)

Spec = dict[str, Any]


def stage_specs(event: RecordedEvent) -> list[Spec]:
    """The settings of every stage. ``Fault`` says why they do not go together."""
    entries = entries_of(event)
    specs = [SPECS[type(each.stage)](each) for each in entries]
    for number, each in enumerate(entries, start=1):
        _let_in(specs, number, each.inlets, entrants=len(field_of(event)))
    try:
        check_stages(parse_stages(specs), len(field_of(event)))
    except Invalid as error:
        number = error.params.get("stage")
        where = f"stage {number}: " if number else ""
        raise Fault(f"{where}{error.message}") from error
    return specs


def _let_in(specs: list[Spec], number: int, inlets: Sequence[Inlet], *, entrants: int) -> None:
    """Note whom stage ``number`` takes: as the stage before it sends on, else as its entry."""
    if number == 1 and list(inlets) == [Inlet(WHOLE_FIELD.stage, WHOLE_FIELD.first, entrants)]:
        return
    for inlet in inlets:
        if inlet.stage and inlet.first == 1 and inlet.best is None:
            specs[inlet.stage - 1]["advance"] = inlet.last
    before = specs[number - 2] if number > 1 else {}
    match inlets:
        case [Inlet(stage=stage, first=1, best=None)] if stage == number - 1:
            return
        case [
            Inlet(stage=stage, first=1, last=last, best=None),
            Inlet(stage=other, first=place, best=int(best)),
        ] if stage == other == number - 1 and place == (last or 0) + 1 and "best_next" in before:
            before["best_next"] = best
            return
    specs[number - 1]["entry"] = [asdict(inlet) for inlet in inlets]


def _groups(entries: Entries) -> Spec:
    stage = entries.stage
    assert isinstance(stage, RecordedGroups)
    return {
        "format": "round_robin",
        "name": stage.name,
        "advance": 0,
        "entry": None,
        "groups": len(stage.groups),
        "legs": _legs(stage),
        "best_of": _best_of(stage.matches, is_knockout=False),
        "draws": any(match.winner is None for match in stage.matches)
        or stage.points["draw"] > stage.points["loss"],
        "points": dict(stage.points),
        "tiebreaks": list(stage.tiebreaks),
        "best_next": 0,
        "fixed_groups": [[entries.seeds[team] for team in group.teams] for group in stage.groups],
    }


def _swiss(entries: Entries) -> Spec:
    stage = entries.stage
    assert isinstance(stage, RecordedSwiss)
    return {
        "format": "swiss",
        "name": stage.name,
        "advance": 0,
        "entry": None,
        "wins": stage.wins,
        "losses": stage.losses,
        "best_of": stage.best_of,
        "best_of_decider": stage.best_of_decider,
        "first_round": stage.first_round,
        "pairing": stage.pairing,
        "points": {"win": 1, "draw": 0.5, "loss": 0},
        "draws": False,
        "tiebreaks": ["wins", "losses", "buchholz_difference", "seed"],
    }


def _knockout(entries: Entries) -> Spec:
    stage = entries.stage
    assert isinstance(stage, RecordedKnockout)
    by_round: dict[int, list[RecordedMatch]] = {}
    for match in stage.rounds:
        assert match.round is not None, "reading asks for it"
        by_round.setdefault(match.round, []).append(match)
    lengths = {
        number: max(_best_of(matches, is_knockout=True), stage.best_of or 1)
        for number, matches in by_round.items()
    }
    usual = stage.best_of or lengths[min(lengths)]
    if stage.third_place_match:
        # The site plays for third place as long as is usual in the stage.
        usual = _best_of([stage.third_place_match], is_knockout=True)
    return {
        "format": "single_elimination",
        "name": stage.name,
        "advance": 0,
        "entry": None,
        "best_of": usual,
        "best_of_rounds": {
            str(number): length for number, length in sorted(lengths.items()) if length != usual
        },
        "third_place": stage.third_place_match is not None,
        "first_round": _first_round(stage, entries),
    }


def _first_round(stage: RecordedKnockout, entries: Entries) -> list[list[str]] | None:
    """The pairs of the file; None where the site's own order of seeds must give them."""
    if entries.has_seeds:
        return None
    return [
        [BYE_LABEL if team is None else entries.label(team) for team in pair]
        for pair in stage.first_round
    ]


SPECS: dict[type[RecordedStage], Callable[[Entries], Spec]] = {
    RecordedGroups: _groups,
    RecordedSwiss: _swiss,
    RecordedKnockout: _knockout,
}


def _legs(stage: RecordedGroups) -> int:
    group = stage.groups[0]
    once = len(group.teams) * (len(group.teams) - 1) // 2
    return max(1, len(group.matches) // once) if once else 1


def _best_of(matches: Iterable[RecordedMatch], *, is_knockout: bool) -> int:
    """The length of series in which all of ``matches`` can have ended as they did."""
    matches = list(matches)
    if not is_knockout and any(match.winner is None for match in matches):
        # What ended level was played to its end, and the others are no longer.
        return max(1, *(len(match.games) for match in matches))
    longest = 1
    for match in matches:
        won = [sum(game.winner == side for game in match.games) for side in (1, 2)]
        longest = max(longest, 2 * max(won) - 1 if match.winner is not None else len(match.games))
    return longest
