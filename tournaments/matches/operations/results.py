from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.brackets.operations import LobbyVerdict, Verdict, set_result
from tournaments.brackets.operations.results import AnyVerdict
from tournaments.core.refusals import refused
from tournaments.engine.formats import parse_spec
from tournaments.engine.free_for_all import Finish, check_finishes
from tournaments.engine.results import Game, check_games
from tournaments.engine.types import Invalid
from tournaments.matches.operations.locking import locked_match
from tournaments.matches.operations.queueing import fill_stations
from tournaments.matches.rules import check_can_enter_result, check_two_sides

DecidedBy = Match.DecidedBy


@transaction.atomic
def enter_result(*, match: Match, games: Sequence[Game], overtime: bool = False, by) -> Match:
    """Enter the games of a match that was played; the score says who won.

    Refused when the games cannot have been played like this: a series that is not over
    or went on after it was, a level game where draws are not allowed. What the sides reported
    counts no more.
    """
    match = locked_match(match)
    check_can_enter_result(match, by=by)
    check_two_sides(match)
    return entered(match, played(match, games, overtime=overtime), by=by)


@transaction.atomic
def forfeit(*, match: Match, absent: Sequence[int], by) -> Match:
    """Decide a match that was not played, against the sides in the slots ``absent``."""
    match = locked_match(match)
    check_can_enter_result(match, by=by)
    check_two_sides(match)
    return entered(match, forfeited(absent), by=by)


@transaction.atomic
def enter_finishes(*, match: Match, finishes: Sequence[Finish], by) -> Match:
    """Enter who came where in a lobby, and how many each of them eliminated."""
    match = locked_match(match)
    check_can_enter_result(match, by=by)
    return entered(match, finished(match, finishes), by=by)


def entered(match: Match, verdict: AnyVerdict, *, by=None) -> Match:
    """Decide a locked ``match`` over the heads of its sides: their reports count no more."""
    match.reports.live().update(live=False)
    return decide(match, verdict, by=by)


def decide(match: Match, verdict: AnyVerdict, *, by=None) -> Match:
    """Decide a locked ``match``; the station where it was played takes the next one."""
    match = set_result(match=match, verdict=verdict, by=by)
    fill_stations(match.tournament)
    return match


def played(match: Match, games: Sequence[Game], *, overtime: bool = False) -> Verdict:
    """The verdict that the games of ``match`` give, or ``Refused`` when they cannot be."""
    try:
        score = check_games(games, best_of=match.best_of, draws=allows_draws(match))
    except Invalid as error:
        raise refused(error) from error
    return Verdict(DecidedBy.PLAYED, score.winner, score, tuple(games), overtime)


def forfeited(absent: Sequence[int], by: DecidedBy = DecidedBy.FORFEIT) -> Verdict:
    """The verdict against the sides in the slots ``absent``, or ``Refused`` when it is none."""
    slots = set(absent)
    if not slots or not slots <= {1, 2}:
        raise Refused(_("Say which side did not show up."), code="nobody_absent")
    if len(slots) == 2:
        return Verdict(DecidedBy.DOUBLE_FORFEIT, None)
    return Verdict(by, 3 - slots.pop())


def finished(match: Match, finishes: Sequence[Finish]) -> LobbyVerdict:
    """The verdict of a lobby, or ``Refused`` when it cannot have ended like this."""
    entrants = list(match.sides.values_list("entrant_id", flat=True))
    try:
        check_finishes(finishes, entrants=entrants)
    except Invalid as error:
        raise refused(error) from error
    return LobbyVerdict(tuple(finishes), parse_spec(match.stage.spec).scoring)


def allows_draws(match: Match) -> bool:
    """Whether the stage of ``match`` lets a match end level."""
    return parse_spec(match.stage.spec).draws
