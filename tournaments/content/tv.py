"""What the screen of a venue shows in turn: panels that fit a window, big enough to read."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tournaments.awards.models import Placement
from tournaments.brackets.group_views import GroupView
from tournaments.brackets.models import Match, Stage
from tournaments.brackets.queries import brackets, groups
from tournaments.brackets.table import RowView
from tournaments.brackets.tree import TreeView
from tournaments.content.tv_bracket import MOST_ROUNDS, pieces
from tournaments.core.models import Tournament
from tournaments.engine.formats import parse_spec
from tournaments.matches.now import Now, now_of

USUAL_SECONDS, LEAST_SECONDS, MOST_SECONDS = 15, 5, 300
NUMBER = re.compile(r"[0-9]{1,9}")
MOST_ROWS = 8  # of a table under each other
MOST_TABLES = 2  # beside each other
MOST_MATCHES = 6  # of those under way, and of the next
FEW = 4  # matches under each other


@dataclass(frozen=True, slots=True)
class TablePiece:
    """Some rows of a group's table."""

    group: GroupView
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One thing on the screen; of what it can show only that which belongs to its kind."""

    key: str
    title: str
    tree: TreeView | None = None
    tables: tuple[TablePiece, ...] = ()
    now: Now | None = None
    champion: str = ""

    @property
    def is_sparse(self) -> bool:
        """Whether there is so little on it that it can be bigger."""
        if self.tree:
            return len(self.tree.rounds[0].places) <= FEW and len(self.tree.rounds) < MOST_ROUNDS
        return bool(self.now) and max(len(self.now.running), len(self.now.following)) <= FEW


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the address asks for: which kinds of panels, and how long each stays."""

    kinds: tuple[str, ...]
    seconds: int

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Wishes":
        """What is not understood is taken as not asked."""
        kinds = tuple(kind for kind in asked.get("show", "").split(",") if kind in KINDS)
        every = asked.get("every", "")
        seconds = int(every) if NUMBER.fullmatch(every) else USUAL_SECONDS
        return cls(kinds or tuple(KINDS), min(max(seconds, LEAST_SECONDS), MOST_SECONDS))

    @property
    def query(self) -> str:
        return f"show={','.join(self.kinds)}&every={self.seconds}"


def panels(tournament: Tournament, wishes: Wishes) -> list[Panel]:
    """The panels in turn; of the stages only those that are played now, or else the last."""
    stages = current_stages(tournament)
    shown = list(_champion(tournament))
    for kind in dict.fromkeys(wishes.kinds):
        shown.extend(KINDS[kind](tournament, stages))
    return shown


def current_stages(tournament: Tournament) -> list[Stage]:
    """The drawn stages in which matches are left; the last one when none are."""
    drawn = tournament.drawn_stages.exclude(drawn_at=None).order_by("number")
    is_open = Match.objects.exclude(status__in=Match.TERMINAL).values("stage")
    return list(drawn.filter(pk__in=is_open)) or list(drawn.reverse()[:1])


def _champion(tournament: Tournament) -> Iterator[Panel]:
    found = Placement.objects.filter(tournament=tournament, first=1, last=1)
    for placement in found.select_related("entrant"):
        yield Panel("champion", _("Champion"), champion=placement.entrant.name)


def _brackets(tournament: Tournament, stages: list[Stage]) -> Iterator[Panel]:
    for stage in stages:
        if parse_spec(stage.spec).is_table:
            continue
        trees = [piece for bracket in brackets(stage) for piece in pieces(bracket)]
        for number, tree in enumerate(trees, start=1):
            yield Panel(f"bracket-{stage.number}-{number}", tree.label, tree=tree)


def _standings(tournament: Tournament, stages: list[Stage]) -> Iterator[Panel]:
    for stage in stages:
        if not parse_spec(stage.spec).is_table:
            continue
        tables = [piece for group in groups(stage) for piece in _cut(group)]
        for start in range(0, len(tables), MOST_TABLES):
            together = tuple(tables[start : start + MOST_TABLES])
            yield Panel(f"standings-{stage.number}-{start}", stage.name, tables=together)


def _cut(group: GroupView) -> Iterator[TablePiece]:
    rows = group.table.rows
    for start in range(0, len(rows), MOST_ROWS):
        yield TablePiece(group, rows[start : start + MOST_ROWS])


def _next(tournament: Tournament, stages: list[Stage]) -> Iterator[Panel]:
    now = now_of(tournament, most=MOST_MATCHES)
    if now.running or now.following:
        yield Panel("next", _("Matches"), now=now)


KINDS: Mapping[str, Callable[[Tournament, list[Stage]], Iterator[Panel]]] = {
    "bracket": _brackets,
    "standings": _standings,
    "next": _next,
}
