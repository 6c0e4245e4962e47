from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tournaments.brackets.models import Match
from tournaments.core.limits import counted
from tournaments.core.operations import happened, lock, match_topic
from tournaments.core.versions import raise_versions
from tournaments.matches.models import Fixture, Veto, VetoAction
from tournaments.matches.operations.locking import locked_match
from tournaments.matches.veto_rules import (
    Board,
    board_of,
    check_can_begin_veto,
    check_can_choose,
    check_can_veto,
    check_has_begun,
)
from tournaments.matches.veto_steps import BAN, chooser_of, steps_of


def begin_veto(match: Match, *, by) -> Veto:
    """Let the sides find their maps. The better seed begins, and its time runs from now."""
    with counted("veto", by.pk):
        match = locked_match(match)
        check_can_begin_veto(match, Fixture.objects.filter(match=match).first(), by=by)
        game, now = match.tournament.game, timezone.now()
        first = match.sides.order_by("entrant__seed", "slot").first().slot
        steps = steps_of(best_of=match.best_of, maps=len(game.map_pool), first=first)
        veto = Veto.objects.create(
            match=match,
            pool=game.map_pool,
            steps=[[step.slot, step.kind] for step in steps],
            turn_seconds=game.veto_seconds,
            started_at=now,
            turn_began_at=now,
        )
        happened("match.veto_begun", match, actor=by, after={"first": first})
        _write_down(veto, board_of(veto, now))
    return veto


def veto_map(match: Match, *, map: str, by) -> Veto:
    """Ban or pick a map, whichever the turn is. What time decided before that stands.

    Two at once: the second one finds the turn taken.
    """
    with counted("veto", by.pk):
        veto, board, now = _caught_up(match)
        check_can_veto(veto, board, map=map, by=by)
        step = board.next_step
        number = len(board.taken) + 1
        VetoAction.objects.create(
            veto=veto, number=number, kind=step.kind, map=map, slot=step.slot, by=by, at=now
        )
        veto.turn_began_at = now
        veto.save(update_fields=["turn_began_at"])
        raise_versions(match_topic(veto.match_id))
        _write_down(veto, board_of(veto, now))
    return veto


def choose_start(match: Match, *, number: int, side: str, by) -> VetoAction:
    """Say where one's own side begins on the map of step ``number``, once for all."""
    with counted("veto", by.pk):
        veto, board, _now = _caught_up(match)
        action = veto.actions.filter(number=number).first()
        check_can_choose(veto, action, side=side, by=by)
        action.start_side = side
        action.start_slot = chooser_of(board.steps, number)
        action.save(update_fields=["start_side", "start_slot"])
        raise_versions(match_topic(veto.match_id))
    return action


@transaction.atomic
def let_time_decide(veto_id: int) -> None:
    """Take every turn that is over and that nobody took, as of its own time.

    However late this runs, and however often, the maps are the same.
    """
    veto = Veto.objects.select_related("match__stage__tournament").filter(pk=veto_id).first()
    if veto is None:  # the match was restarted
        return
    lock(veto.match.tournament)
    veto = _veto_of(veto.match)
    if veto is not None:
        _write_down(veto, board_of(veto, timezone.now()))


def _caught_up(match: Match) -> tuple[Veto, Board, datetime]:
    """The veto of ``match``, locked, with the turns that time has taken written down."""
    veto, now = _veto_of(locked_match(match)), timezone.now()
    check_has_begun(veto)
    board = board_of(veto, now)
    _write_down(veto, board)
    return veto, board, now


def _veto_of(match: Match) -> Veto | None:
    found = Veto.objects.select_related("match__stage__tournament__game")
    return found.filter(match=match).first()


def _write_down(veto: Veto, board: Board) -> None:
    """Keep what time decided; with the last map the veto is over."""
    for turn in board.missed:
        VetoAction.objects.create(
            veto=veto,
            number=turn.number,
            kind=turn.step.kind,
            map=turn.map,
            slot=turn.step.slot,
            at=turn.at,
        )
    if board.missed:
        veto.turn_began_at = board.turn_began_at
        veto.save(update_fields=["turn_began_at"])
        raise_versions(match_topic(veto.match_id))
    if board.next_step is None and veto.finished_at is None:
        veto.finished_at = board.turn_began_at
        veto.save(update_fields=["finished_at"])
        maps = list(veto.actions.exclude(kind=BAN).values_list("map", flat=True))
        happened("match.veto_finished", veto.match, after={"maps": maps})
