"""The maps of a match as its page shows them: whose turn it is, and what became of each."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from deltacrown.errors import Refused
from tournaments.brackets.models import Match
from tournaments.core.models import Tournament
from tournaments.core.roles import Official
from tournaments.matches.models import Fixture, Veto, VetoAction
from tournaments.matches.rules import side_of
from tournaments.matches.veto_rules import (
    VETOABLE,
    Board,
    board_of,
    can_begin_veto,
    has_veto,
    turn_ends_at,
)
from tournaments.matches.veto_steps import BAN, PICK, Turn, chooser_of

# Matches whose veto is under way or may still be held: their pages show where it will be.
COMING = VETOABLE | {Match.Status.PENDING}


@dataclass(frozen=True, slots=True)
class MapCard:
    """One map. ``kind`` is empty while nobody has taken it; ``game`` is when it is played.

    ``choices`` are the sides that the reader can choose to begin on.
    """

    name: str
    kind: str = ""
    story: str = ""
    game: int | None = None
    number: int | None = None
    start: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VetoSection:
    """``takes`` is what the reader does with a map now: ban, pick, or nothing.

    ``waits``: it has not begun, so all that there is to see is the pool.
    """

    maps: tuple[MapCard, ...]
    played: tuple[MapCard, ...]
    turn: str
    until: datetime | None
    takes: str
    is_over: bool
    can_begin: bool = False
    waits: bool = False


def veto_section(match: Match, *, by, official: Official | None) -> VetoSection | None:
    """What everybody may see of the veto; None where there is none, and none will be."""
    found = Veto.objects.select_related("match__stage__tournament__game")
    veto = found.filter(match=match).first()
    if veto is not None:
        return _section(veto, by=by)
    pool = match.tournament.game.map_pool
    if match.status not in COMING or not has_veto(match) or len(pool) < match.best_of:
        return None
    return VetoSection(
        maps=tuple(map(MapCard, pool)),
        played=(),
        turn="",
        until=None,
        takes="",
        is_over=False,
        can_begin=can_begin_veto(match, Fixture.objects.filter(match=match).first(), by=by),
        waits=True,
    )


def _section(veto: Veto, *, by) -> VetoSection:
    board = board_of(veto, timezone.now())
    names = dict(veto.match.sides.values_list("slot", "entrant__name"))
    own = _own_slot(veto.match, by)
    is_on = veto.match.status in VETOABLE and _is_live(veto.match)
    step = board.next_step if is_on else None
    cards = _cards(veto, board, names, own=own if is_on else None)
    return VetoSection(
        maps=tuple(cards),
        played=tuple(sorted((card for card in cards if card.game), key=_by_game)),
        turn=_turn(step, names) if step else "",
        until=turn_ends_at(veto, board) if step else None,
        takes=step.kind if step and own == step.slot else "",
        is_over=board.next_step is None,
    )


def _by_game(card: MapCard) -> int:
    return card.game or 0


def _is_live(match: Match) -> bool:
    return match.tournament.status == Tournament.Status.LIVE


def _own_slot(match: Match, by) -> int | None:
    try:
        side = side_of(by, match)
    except Refused:  # of both sides: takes no turn
        return None
    return side.slot if side else None


def _turn(step, names: dict[int, str]) -> str:
    sentence = {BAN: _("%(name)s bans a map."), PICK: _("%(name)s picks a map.")}[step.kind]
    return sentence % {"name": names[step.slot]}


def _cards(veto: Veto, board: Board, names: dict[int, str], *, own: int | None) -> list[MapCard]:
    done: dict[str, VetoAction | Turn] = {each.map: each for each in board.actions}
    done |= {each.map: each for each in board.missed}
    games = [name for name in board.taken if _kind(done[name]) != BAN]
    sides = tuple(veto.match.tournament.game.start_sides)
    cards = []
    for name in veto.pool:
        action = done.get(name)
        if action is None:
            cards.append(MapCard(name))
            continue
        start, start_slot = getattr(action, "start_side", ""), getattr(action, "start_slot", None)
        chooses = own is not None and own == chooser_of(board.steps, action.number)
        cards.append(
            MapCard(
                name=name,
                kind=_kind(action),
                story=_story(action, names),
                game=games.index(name) + 1 if name in games else None,
                number=action.number,
                start=_start(names.get(start_slot, ""), start),
                choices=sides if chooses and not start else (),
            )
        )
    return cards


def _kind(action: VetoAction | Turn) -> str:
    return action.step.kind if isinstance(action, Turn) else action.kind


def _story(action: VetoAction | Turn, names: dict[int, str]) -> str:
    """Who took the map; where nobody did, that the time ran out."""
    slot = action.step.slot if isinstance(action, Turn) else action.slot
    if slot is None:
        return _("Left over: the decider")
    by_time = isinstance(action, Turn) or action.by_id is None
    sentence = {
        (BAN, False): _("Banned by %(name)s"),
        (PICK, False): _("Picked by %(name)s"),
        (BAN, True): _("Banned for %(name)s: the time ran out"),
        (PICK, True): _("Picked for %(name)s: the time ran out"),
    }[_kind(action), by_time]
    return sentence % {"name": names[slot]}


def _start(name: str, side: str) -> str:
    return _("%(name)s begins on: %(side)s") % {"name": name, "side": side} if side else ""
