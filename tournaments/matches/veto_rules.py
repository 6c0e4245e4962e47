"""Who bans and picks when. The order itself is in ``veto_steps``."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match, MatchSide
from tournaments.core.capabilities import Capability
from tournaments.core.roles import may
from tournaments.matches.models import Fixture, Veto, VetoAction
from tournaments.matches.places import is_lobby
from tournaments.matches.play_rules import (
    check_live,
    check_runs,
    has_check_in,
    missing_slots,
)
from tournaments.matches.rules import plays_in, side_of
from tournaments.matches.veto_steps import DECIDER, Step, Turn, chooser_of, missed_turns
from tournaments.registration.rules.words import local

VETOABLE = frozenset({Match.Status.READY, Match.Status.LIVE})


@dataclass(frozen=True, slots=True)
class Board:
    """A veto as of one moment: what was done, and what time has decided since."""

    steps: list[Step]
    actions: list[VetoAction]
    missed: list[Turn]
    turn_began_at: datetime

    @property
    def next_step(self) -> Step | None:
        """Whose turn it is; None when the maps are found."""
        done = len(self.actions) + len(self.missed)
        return self.steps[done] if done < len(self.steps) else None

    @property
    def taken(self) -> list[str]:
        return [each.map for each in [*self.actions, *self.missed]]


def board_of(veto: Veto, now: datetime) -> Board:
    """How ``veto`` stands at ``now``, whether or not somebody has written it down."""
    actions = list(veto.actions.all())
    steps = [Step(*step) for step in veto.steps]
    missed: list[Turn] = []
    if veto.match.status in VETOABLE:
        missed = missed_turns(
            steps,
            pool=veto.pool,
            taken=[action.map for action in actions],
            began_at=veto.turn_began_at,
            seconds=veto.turn_seconds,
            now=now,
        )
    began_at = missed[-1].at if missed else veto.turn_began_at
    return Board(steps, actions, missed, began_at)


def turn_ends_at(veto: Veto, board: Board) -> datetime | None:
    """When time decides the turn that is being taken; None without a turn or a limit."""
    if board.next_step is None or not veto.turn_seconds:
        return None
    return board.turn_began_at + timedelta(seconds=veto.turn_seconds)


def has_veto(match: Match) -> bool:
    """Whether the maps of ``match`` are found by a veto."""
    return bool(match.tournament.game.map_pool) and not is_lobby(match)


def check_can_begin_veto(match: Match, fixture: Fixture | None, *, by) -> None:
    """Refuse a veto that cannot be, or that is not this person's to begin now."""
    check_live(match)
    pool = match.tournament.game.map_pool
    if not has_veto(match):
        raise Refused(_("This match has no map veto."), code="no_veto")
    if len(pool) < match.best_of:
        raise Refused(
            _("A best of %(best_of)d needs more than the %(maps)d maps of this game.")
            % {"best_of": match.best_of, "maps": len(pool)},
            code="pool_small",
        )
    if match.status not in VETOABLE:
        raise Refused(_("This match is not about to be played."), code="not_ready")
    if Veto.objects.filter(match=match).exists():
        raise Refused(_("The veto has begun already."), code="begun")
    if side_of(by, match) is None:
        check_runs(match, by=by)
    elif match.status == Match.Status.READY:
        _check_both_expected(match, fixture)


def _check_both_expected(match: Match, fixture: Fixture | None) -> None:
    """Refuse a side that begins before the other one can be expected to be there."""
    if has_check_in(match.tournament):
        if missing_slots(match, match.check_ins.values_list("entrant", flat=True)):
            raise Refused(_("The veto begins when both sides are there."), code="not_there")
        return
    expected = fixture and fixture.expected_at
    if expected and timezone.now() < expected:
        raise Refused(
            _("The veto can begin at %(time)s, when both sides are expected.")
            % {"time": local(expected)},
            code="too_early",
        )


def check_can_veto(veto: Veto, board: Board, *, map: str, by) -> None:
    """Refuse whoever does not have the turn, and maps that are not there to take."""
    step = _check_goes_on(veto, board)
    if _slot_of(by, veto.match) != step.slot:
        raise Refused(_("It is the turn of the other side."), code="not_your_turn")
    if map not in veto.pool:
        raise Refused(_("This map is not in the pool."), code="no_map")
    if map in board.taken:
        raise Refused(_("This map is taken already. Choose another one."), code="taken")


def _check_goes_on(veto: Veto, board: Board) -> Step:
    check_live(veto.match)
    step = board.next_step
    if step is None or step.kind == DECIDER:
        raise Refused(_("The veto is over."), code="over")
    if veto.match.status not in VETOABLE:
        raise Refused(_("This match is not about to be played."), code="not_ready")
    return step


def check_has_begun(veto: Veto | None) -> None:
    if veto is None:
        raise Refused(_("The veto has not begun."), code="no_veto")


def check_can_choose(veto: Veto, action: VetoAction | None, *, side: str, by) -> None:
    """Refuse to choose where it begins on a map for all but the side that may, and only once."""
    check_live(veto.match)
    chooser = action and chooser_of([Step(*step) for step in veto.steps], action.number)
    if chooser is None:
        raise Refused(_("There is no side to choose on this map."), code="no_choice")
    if veto.match.status not in VETOABLE:
        raise Refused(_("This match is not about to be played."), code="not_ready")
    if _slot_of(by, veto.match) != chooser:
        raise Refused(_("The other side chooses on this map."), code="not_your_choice")
    if action.start_side:
        raise Refused(_("The side was chosen already."), code="chosen")
    if side not in veto.match.tournament.game.start_sides:
        raise Refused(_("This game has no such side."), code="no_such_side")


def _slot_of(user, match: Match) -> int:
    """The slot that ``user`` speaks for. Officials watch a veto; they take no turns."""
    own: MatchSide | None = side_of(user, match)
    if own is None:
        raise Refused(_("Only those who play in this match veto maps."), code="not_in_match")
    return own.slot


def can_begin_veto(match: Match, fixture: Fixture | None, *, by) -> bool:
    if not by.is_authenticated:
        return False
    of_match = plays_in(by, match) or may(by, match.tournament, Capability.REPORT_RESULTS)
    if not of_match:
        return False
    try:
        check_can_begin_veto(match, fixture, by=by)
    except Refused:
        return False
    return True
