"""The rounds of a Swiss stage: which comes next, and which stand after a correction."""

from tournaments.brackets.models import Match, Stage
from tournaments.brackets.standings import Contested, contests, rounds_left, swiss_rules
from tournaments.engine.formats import parse_spec
from tournaments.engine.specs import SwissSpec
from tournaments.engine.swiss import playing


def is_swiss(stage: Stage) -> bool:
    return isinstance(parse_spec(stage.spec), SwissSpec)


def next_round_number(stage: Stage) -> int | None:
    """The round that is paired next, once this one is over; None at the end."""
    contested = _contested(stage)
    return len(contested.rounds) + 1 if rounds_left(contested) else None


def rounds_that_stand(stage: Stage, *, changed: int) -> int | None:
    """The last round that still stands now that a result of round ``changed`` is another.

    A later round stands when somebody has a result in it and exactly those are in it who still
    have a part in it. None where nothing is to be taken back.
    """
    if stage.drawn_at is None or not is_swiss(stage):
        return None
    contested = _contested(stage)
    rounds = contested.rounds
    for number in range(changed + 1, len(rounds) + 1):
        matches = [match for match in contested.matches if match.round.number == number]
        decided = any(
            match.status == Match.Status.COMPLETED and match.decided_by != Match.DecidedBy.WALKOVER
            for match in matches
        )
        if not decided or not _has_a_part(contested, matches, number):
            return number - 1
    return None


def _has_a_part(contested: Contested, matches: list[Match], number: int) -> bool:
    there = {side.entrant_id for match in matches for side in match.sides.all() if side.entrant_id}
    ought = playing(
        contested.seeds, contested.rounds[: number - 1], rules=swiss_rules(contested.spec)
    )
    # Who has left since may be in it or not.
    return there - contested.absent == set(ought) - contested.absent


def _contested(stage: Stage) -> Contested:
    [(_group, contested)] = contests(stage)
    return contested
