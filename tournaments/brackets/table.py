"""A group's table as a screen shows it: who goes on, and why one stands above another."""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from tournaments.brackets.names import CRITERIA, WITHOUT_FIGURES
from tournaments.brackets.standings import GroupTable
from tournaments.engine.standings import Row


@dataclass(frozen=True, slots=True)
class RowView:
    """One line. ``marks`` are the letters of the footnotes that speak of it."""

    row: Row
    name: str
    goes_on: bool
    in_place_to_go_on: bool
    marks: tuple[str, ...] = ()

    @property
    def difference(self) -> str:
        """With a sign, and with the minus that is as wide as the plus."""
        number = self.row.difference
        return f"+{number}" if number > 0 else _figure(number)


@dataclass(frozen=True, slots=True)
class Footnote:
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class TableView:
    rows: tuple[RowView, ...]
    footnotes: tuple[Footnote, ...]
    is_over: bool


def table_view(
    table: GroupTable, *, advance: int, gone_on: frozenset[int] | None, obvious: str = "points"
) -> TableView:
    """The table with its marks.

    ``gone_on`` are the entrants of the next stage; None while it is not drawn, when the first
    ``advance`` go on once the group is over and no tie is left among them. That somebody stands
    above another by the ``obvious`` criterion gets no footnote.
    """
    if gone_on is None:
        decided = [row.entrant for row in table.rows[:advance] if table.is_over and not row.tied]
        gone_on = frozenset(decided)
    footnotes = _footnotes(table, obvious)
    return TableView(
        rows=tuple(
            RowView(
                row=row,
                name=table.entrants[row.entrant].name,
                goes_on=row.entrant in gone_on,
                in_place_to_go_on=place <= advance,
                marks=tuple(note.mark for note in footnotes.get(row.entrant, ())),
            )
            for place, row in enumerate(table.rows, start=1)
        ),
        footnotes=tuple(dict.fromkeys(note for notes in footnotes.values() for note in notes)),
        is_over=table.is_over,
    )


def _footnotes(table: GroupTable, obvious: str) -> dict[int, list[Footnote]]:
    """What is to be said of each entrant: ties that a criterion broke, and ties that are left."""
    notes: dict[int, list[Footnote]] = {}
    for text, entrants in [*_broken_ties(table, obvious), *_open_ties(table)]:
        note = Footnote(chr(ord("a") + len({n.mark for ns in notes.values() for n in ns})), text)
        for entrant in entrants:
            notes.setdefault(entrant, []).append(note)
    return notes


def _broken_ties(table: GroupTable, obvious: str) -> list[tuple[str, list[int]]]:
    found = []
    for above, row in zip(table.rows, table.rows[1:], strict=False):
        if row.decision and row.decided_by != obvious and row.played:
            found.append((_why(table, above, row), [row.entrant]))
    return found


def _why(table: GroupTable, above: Row, row: Row) -> str:
    decision = row.decision
    words = {
        "above": table.entrants[above.entrant].name,
        "below": table.entrants[row.entrant].name,
        "criterion": CRITERIA[decision.criterion],
        "more": _figure(decision.above),
        "less": _figure(decision.own),
    }
    if decision.criterion in WITHOUT_FIGURES:
        return _("%(above)s stands above %(below)s by %(criterion)s.") % words
    return _("%(above)s stands above %(below)s by %(criterion)s, %(more)s to %(less)s.") % words


def _figure(number: int) -> str:
    return str(number).replace("-", "−")


def _open_ties(table: GroupTable) -> list[tuple[str, list[int]]]:
    if not table.is_over:
        return []
    ties: dict[int, list[int]] = {}
    for row in table.rows:
        if row.tied:
            ties.setdefault(row.rank, []).append(row.entrant)
    return [
        (
            _("%(names)s are level; an official decides.")
            % {"names": get_text_list([table.entrants[e].name for e in entrants], _("and"))},
            entrants,
        )
        for entrants in ties.values()
    ]
