from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.brackets.operations import set_result
from tournaments.core.operations import lock
from tournaments.core.refusals import refused
from tournaments.engine.formats import parse_spec
from tournaments.engine.results import Game, check_games
from tournaments.engine.stages import RoundRobinSpec
from tournaments.engine.types import Invalid
from tournaments.matches.rules import check_can_enter_result

DecidedBy = Match.DecidedBy


@transaction.atomic
def enter_result(*, match: Match, games: Sequence[Game], overtime: bool = False, by) -> Match:
    """Enter the games of a match that was played; the score says who won.

    Refused when the games cannot have been played like this: a series that is not over
    or went on after it was, a level game where draws are not allowed.
    """
    lock(match.tournament)
    check_can_enter_result(match, by=by)
    try:
        score = check_games(games, best_of=match.best_of, draws=allows_draws(match))
    except Invalid as error:
        raise refused(error) from error
    return set_result(
        match=match,
        decided_by=DecidedBy.PLAYED,
        winner=score.winner,
        score=score,
        games=games,
        overtime=overtime,
        by=by,
    )


@transaction.atomic
def forfeit(*, match: Match, absent: Sequence[int], by) -> Match:
    """Decide a match that was not played, against the sides in the slots ``absent``."""
    lock(match.tournament)
    check_can_enter_result(match, by=by)
    slots = set(absent)
    if not slots or not slots <= {1, 2}:
        raise Refused(_("Say which side did not show up."), code="nobody_absent")
    both = len(slots) == 2
    return set_result(
        match=match,
        decided_by=DecidedBy.DOUBLE_FORFEIT if both else DecidedBy.FORFEIT,
        winner=None if both else 3 - slots.pop(),
        by=by,
    )


def allows_draws(match: Match) -> bool:
    """Whether the stage of ``match`` lets a match end level."""
    spec = parse_spec(match.stage.spec)
    return isinstance(spec, RoundRobinSpec) and spec.draws
