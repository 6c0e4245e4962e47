"""The order of a map veto, from values alone: who bans, who picks, and what time decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

BAN, PICK, DECIDER = "ban", "pick", "decider"
OPENING_BANS = 2  # before the first pick, where there are maps enough


@dataclass(frozen=True, slots=True)
class Step:
    """One turn: the slot whose it is, or None for the map that is left over."""

    slot: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What time decided: nobody took the turn, or it is the map that was left over."""

    number: int
    step: Step
    map: str
    at: datetime


def steps_of(*, best_of: int, maps: int, first: int) -> list[Step]:
    """The steps until a best of ``best_of`` has its maps; the side in slot ``first`` begins.

    The sides take turns. Two maps are banned, then all but one are picked, then maps are banned
    until one is left: the decider. Of two maps there is none, and each side picks one.
    """
    if maps < best_of:
        raise ValueError("There are fewer maps than games.")
    has_decider = best_of % 2 == 1
    picks = best_of - has_decider
    bans = maps - best_of
    opening = min(OPENING_BANS, bans) if picks else bans
    kinds = [BAN] * opening + [PICK] * picks
    if has_decider:
        kinds += [BAN] * (bans - opening)
    steps = [Step(first if turn % 2 == 0 else 3 - first, kind) for turn, kind in enumerate(kinds)]
    return [*steps, Step(None, DECIDER)] if has_decider else steps


def missed_turns(
    steps: Sequence[Step],
    *,
    pool: Sequence[str],
    taken: Sequence[str],
    began_at: datetime,
    seconds: int,
    now: datetime,
) -> list[Turn]:
    """The turns that are over by ``now`` and that nobody took, each as of its own time.

    ``began_at`` is when the next turn began. The first map of the pool that is left takes a
    missed turn; the decider takes none. Without ``seconds`` a turn has no end.
    """
    left = [name for name in pool if name not in taken]
    turns: list[Turn] = []
    for number, step in enumerate(steps[len(taken) :], start=len(taken) + 1):
        ends_at = began_at if step.slot is None else began_at + timedelta(seconds=seconds)
        if ends_at > now or (step.slot and not seconds):
            break
        turns.append(Turn(number, step, left.pop(0), ends_at))
        began_at = ends_at
    return turns


def chooser_of(steps: Sequence[Step], number: int) -> int | None:
    """The slot that chooses where it begins on the map of step ``number``; None for a ban.

    The side that did not settle the map: on a pick the other one, on the decider the one whose
    turn was not the last.
    """
    step = steps[number - 1]
    if step.kind == BAN:
        return None
    if step.slot:
        return 3 - step.slot
    before = [each.slot for each in steps[: number - 1] if each.slot]
    return 3 - before[-1] if before else 1
