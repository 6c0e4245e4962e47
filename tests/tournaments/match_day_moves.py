"""What people can do on the day of a tournament, as moves that a lot can choose from."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from tests.factories import draw_next, organizer_of
from tests.factories.formats import DOUBLE, LADDER, LOBBY, SWISS, SWISS_UNTIL_TWO, cup_of, pair_next
from tests.factories.play import KNOCKOUT, LEAGUE
from tests.tournaments.match_day_truths import state
from tournaments.brackets import operations as brackets
from tournaments.brackets.entering import drawable, ties
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.rounds import is_swiss, next_round_number
from tournaments.control import operations as control
from tournaments.control.correcting import VOID, correct, undo
from tournaments.control.draw_edits import exchange
from tournaments.control.reopening import reopen_tournament
from tournaments.core.models import Tournament
from tournaments.engine.formats import parse_spec
from tournaments.engine.free_for_all import Finish
from tournaments.engine.results import Game
from tournaments.engine.specs import FreeForAllSpec, LadderSpec
from tournaments.matches import operations as matches
from tournaments.matches.models import Dispute
from tournaments.matches.queries import playable_matches

Act = Callable[[], object]
FORMATS: dict[str, tuple[list[dict], int]] = {
    "single elimination": ([{**KNOCKOUT, "third_place": True}], 5),
    "double elimination": ([DOUBLE], 4),
    "round robin": ([{**LEAGUE, "draws": True}], 4),
    "swiss": ([{**SWISS, "rounds": 2}], 5),
    "swiss until two": ([{**SWISS_UNTIL_TWO, "advance": 2}, KNOCKOUT], 4),
    "lobbies": ([{**LOBBY, "lobby_size": 3, "advance": 1}, {**LOBBY, "name": "Final"}], 5),
    "ladder": ([LADDER], 4),
    "groups, then knock-out": (
        [{**LEAGUE, "groups": 2, "advance": 1, "draws": False}, KNOCKOUT],
        5,
    ),
}


@dataclass
class Day:
    """A live tournament and its organizer."""

    cup: Tournament
    official: object

    def stages(self, kind: type | None = None) -> list[Stage]:
        drawn = self.cup.drawn_stages.exclude(drawn_at=None).order_by("number")
        return [each for each in drawn if not kind or isinstance(parse_spec(each.spec), kind)]


def open_day(name: str) -> Day:
    stages, entrants = FORMATS[name]
    cup = cup_of(*stages, entrants=entrants)
    return Day(cup, organizer_of(cup))


def moves_now(day: Day, lot: random.Random) -> dict[str, Act]:
    """Everything that can be tried now, with who and what chosen by ``lot``."""
    day.cup.refresh_from_db()
    found: dict[str, Act] = {}
    for add in (_play, _sides, _rule, _put_right, _people, _go_on):
        found |= add(day, lot)
    return found


def _play(day: Day, lot: random.Random) -> dict[str, Act]:
    match = _one(lot, list(playable_matches(day.cup)))
    if match is None:
        return {}
    by = day.official
    return {
        "enter": partial(_enter, day, match, lot),
        "forfeit": partial(
            matches.forfeit, match=match, absent=lot.choice([(1,), (2,), (1, 2)]), by=by
        ),
        "call": partial(matches.call_match, match, by=by),
        "start": partial(matches.start_match, match, by=by),
        "restart": partial(matches.restart_match, match, by=by, reason="By lot."),
    }


def _enter(day: Day, match: Match, lot: random.Random) -> None:
    if is_lobby(match):
        matches.enter_finishes(match=match, finishes=_finishes(match, lot), by=day.official)
    else:
        matches.enter_result(match=match, games=_games(match, lot), by=day.official)


def _sides(day: Day, lot: random.Random) -> dict[str, Act]:
    """What the players of a match do."""
    match = _one(lot, [each for each in playable_matches(day.cup) if not is_lobby(each)])
    side = _one(lot, list(match.sides.exclude(entrant=None)) if match else [])
    if match is None or side is None:
        return {}
    player = side.entrant.registration.registered_by
    theirs = match.reports.filter(live=True).exclude(entrant=side.entrant).first()
    found: dict[str, Act] = {
        "report": partial(
            matches.report_result, match, games=[Game(2, 1)] * (match.best_of // 2 + 1), by=player
        ),
        "report otherwise": partial(
            matches.report_result, match, games=[Game(1, 2)] * (match.best_of // 2 + 1), by=player
        ),
        "dispute": partial(
            matches.open_dispute, match, reason=Dispute.Reason.OTHER, text="Unfair.", by=player
        ),
        "check in": partial(matches.check_in_side, match, entrant=side.entrant, by=player),
    }
    if theirs:
        found["confirm"] = partial(matches.confirm_report, match, report=theirs.pk, by=player)
    return found


def _rule(day: Day, lot: random.Random) -> dict[str, Act]:
    active = Dispute.objects.active().filter(match__stage__tournament=day.cup)
    dispute = _one(lot, list(active.order_by("pk")))
    if dispute is None:
        return {}
    by, verdict = day.official, matches.forfeited(lot.choice([(1,), (2,), (1, 2)]))
    return {
        "take": partial(matches.take_dispute, dispute, by=by),
        "rule": partial(matches.rule, dispute, verdict=verdict, text="By lot.", by=by),
        "dismiss": partial(matches.dismiss, dispute, text="By lot.", by=by),
        "cancel dispute": partial(
            matches.cancel_dispute, dispute, by=dispute.opened_by or day.official
        ),
    }


def _put_right(day: Day, lot: random.Random) -> dict[str, Act]:
    found: dict[str, Act] = {}
    every = Match.objects.filter(stage__tournament=day.cup).select_related("stage__tournament")
    why = {"by": day.official, "reason": "By lot."}
    if decided := _one(lot, list(every.filter(status=Match.Status.COMPLETED).order_by("pk"))):
        again = partial(correct, match=decided, verdict=None, **why)
        found["play again"] = again
        found["correct"] = change = partial(_correct, day, decided, lot)
        found["correct and undo"] = partial(_and_undo, day, change)
        found["play again and undo"] = partial(_and_undo, day, again)
    if match := _one(lot, list(every.order_by("pk"))):
        found["void"] = void = partial(correct, match=match, verdict=VOID, **why)
        found["void and undo"] = partial(_and_undo, day, void)
    if last := day.cup.corrections.filter(undone_at=None).order_by("-pk").first():
        found["undo"] = partial(undo, last, by=day.official)
    if stage := _one(lot, day.stages()):
        pair = lot.sample(list(stage.entries.order_by("seed")), 2)
        found["exchange"] = swap = partial(
            exchange, stage, one=pair[0].entrant, other=pair[1].entrant, **why
        )
        found["exchange and undo"] = partial(_and_undo, day, swap)
    return found


def _correct(day: Day, match: Match, lot: random.Random):
    if is_lobby(match):
        verdict = matches.finished(match, _finishes(match, lot))
    elif lot.random() < 0.3:
        verdict = matches.forfeited(lot.choice([(1,), (2,), (1, 2)]))
    elif lot.random() < 0.3:
        verdict = matches.forfeited([lot.choice([1, 2])], by=Match.DecidedBy.DISQUALIFICATION)
    else:
        verdict = matches.played(match, _games(match, lot))
    return correct(match=match, verdict=verdict, by=day.official, reason="By lot.")


def _and_undo(day: Day, act: Act) -> None:
    """Undoing gives back an equal state, what hangs on matches included."""
    before = state(day.cup)
    correction = act()
    undo(correction, by=day.official)
    assert state(day.cup) == before


def _people(day: Day, lot: random.Random) -> dict[str, Act]:
    staying = list(day.cup.entrants.filter(left_at=None).order_by("pk"))
    if len(staying) < 3 or lot.random() < 0.5:  # else soon nobody is left
        return {}
    entrant = lot.choice(staying)
    leaves = lot.choice([control.withdraw_entrant, control.disqualify_entrant])
    return {"leave": partial(leaves, entrant, by=day.official, reason="By lot.")}


def _go_on(day: Day, lot: random.Random) -> dict[str, Act]:
    """What the organizer does when a round, a stage or all is over."""
    cup, by = day.cup, day.official
    found: dict[str, Act] = {
        "complete": partial(control.complete, cup, by=by),
        "reopen": partial(reopen_tournament, cup, by=by, reason="By lot."),
    }
    if cup.status != Tournament.Status.LIVE:
        return found
    for stage in day.stages():
        if is_swiss(stage) and next_round_number(stage):
            found["pair"] = partial(brackets.request_round, stage=stage, by=by)
            found["pair now"] = partial(_pair, cup, stage)
        if level := ties(stage):
            order = lot.sample(level[0], len(level[0]))
            found["lots"] = partial(brackets.decide_lots, stage=stage, order=order, by=by)
    for stage in day.stages(LadderSpec):
        one, other = lot.sample(list(cup.entrants.order_by("pk")), 2)
        found["challenge"] = partial(
            brackets.challenge, stage=stage, challenger=one, challenged=other, by=by
        )
        if lot.random() < 0.2:
            found["close"] = partial(brackets.close_ladder, stage, by=by)
    if drawable(cup):
        found["draw"] = partial(_draw, cup, by)
    return found


def _pair(cup: Tournament, stage: Stage) -> None:
    number = brackets.request_round(stage=stage, by=organizer_of(cup))
    brackets.pair_round(stage, number=number)


def _draw(cup: Tournament, by) -> None:
    brackets.draw(brackets.request_draw(tournament=cup, by=by))


def to_its_end(day: Day, lot: random.Random) -> None:
    """Do what comes next until there is nothing, and complete the tournament."""
    cup = day.cup
    cup.refresh_from_db()
    if cup.status == Tournament.Status.COMPLETED:
        return
    for _step in range(300):
        if not _next(day, lot):
            break
    else:
        raise AssertionError("it never ends")
    control.complete(cup, by=day.official)
    cup.refresh_from_db()
    assert cup.status == Tournament.Status.COMPLETED


def _next(day: Day, lot: random.Random) -> bool:
    cup = day.cup
    if dispute := Dispute.objects.active().filter(match__stage__tournament=cup).first():
        matches.rule(dispute, verdict=matches.forfeited([1]), text="Late.", by=day.official)
    elif match := playable_matches(cup).first():
        _enter(day, match, lot)
    elif ladders := [each for each in day.stages(LadderSpec) if not each.closed_at]:
        brackets.close_ladder(ladders[0], by=day.official)
    elif rounds := [each for each in day.stages() if is_swiss(each) and next_round_number(each)]:
        pair_next(cup, stage=rounds[0].number)
    elif level := [(stage, tie) for stage in day.stages() for tie in ties(stage)]:
        brackets.decide_lots(stage=level[0][0], order=level[0][1], by=day.official)
    elif drawable(cup):
        draw_next(cup)
    else:
        return False
    return True


def is_lobby(match: Match) -> bool:
    return isinstance(parse_spec(match.stage.spec), FreeForAllSpec)


def _games(match: Match, lot: random.Random) -> list[Game]:
    game = lot.choice([Game(2, 1), Game(3, 0), Game(0, 1)])
    return [game] * (match.best_of // 2 + 1)


def _finishes(match: Match, lot: random.Random) -> list[Finish]:
    sides = list(match.sides.all())
    lot.shuffle(sides)
    there = sides[: lot.randint(1, len(sides))]
    return [
        *[Finish(one.entrant_id, place, place % 3) for place, one in enumerate(there, 1)],
        *[Finish(one.entrant_id, None) for one in sides if one not in there],
    ]


def _one(lot: random.Random, of: Sequence):
    return lot.choice(of) if of else None
