"""A group's table as a screen shows it: who goes on, and why one stands above another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase

from tournaments.brackets.columns import Column, columns_of
from tournaments.brackets.names import WITHOUT_FIGURES
from tournaments.brackets.reasons import is_head_to_head, level, reasons, why
from tournaments.brackets.standings import GroupTable
from tournaments.engine.standings import Row

IN, OUT, OPEN = "in", "out", "open"


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    text: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One line. ``marks`` are the letters of the footnotes that speak of it.

    ``outlook`` is "in" or "out" once that is certain, and "open" before.
    """

    row: Row
    name: str
    cells: tuple[Cell, ...]
    outlook: str
    in_place_to_go_on: bool
    marks: tuple[str, ...] = ()

    @property
    def goes_on(self) -> bool:
        return self.outlook == IN


@dataclass(frozen=True, slots=True)
class Footnote:
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class TableView:
    """``reasons`` has a sentence for every two neighbours, from the top."""

    columns: tuple[Column, ...]
    rows: tuple[RowView, ...]
    footnotes: tuple[Footnote, ...]
    reasons: tuple[str, ...]
    is_over: bool


def table_view(
    table: GroupTable,
    *,
    advance: int,
    gone_on: frozenset[int] | None,
    obvious: str = "points",
    kind: str = "group",
    tiebreaks: Sequence[str] | None = None,
    draws: bool = True,
    outlook: Mapping[int, str] | None = None,
) -> TableView:
    """The table with its columns, marks and reasons.

    ``gone_on`` are the entrants of the next stage. While it is not drawn (None), ``outlook`` says
    who is certain to go on and who is not to; without one the first ``advance`` go on once the
    group is over and no tie is left among them.

    ``kind`` is "group", "swiss", "lobby" or "ladder". The criteria in ``tiebreaks`` have a column
    each, in this order; None stands for all that the rows have a value of. ``draws`` says whether
    a match may end without a winner. That somebody stands above another by the ``obvious``
    criterion gets no footnote.
    """
    if tiebreaks is None:
        tiebreaks = list(dict.fromkeys(name for row in table.rows for name in row.values))
    columns = columns_of(table.rows, kind=kind, draws=draws, tiebreaks=tiebreaks)
    footnotes = _footnotes(table, obvious, kind)
    return TableView(
        columns=columns,
        rows=tuple(
            RowView(
                row=row,
                name=table.entrants[row.entrant].name,
                cells=tuple(Cell(column, column.text(row)) for column in columns),
                outlook=_outlook(table, row, place <= advance, gone_on, outlook),
                in_place_to_go_on=place <= advance,
                marks=tuple(note.mark for note in footnotes.get(row.entrant, ())),
            )
            for place, row in enumerate(table.rows, start=1)
        ),
        footnotes=tuple(dict.fromkeys(note for notes in footnotes.values() for note in notes)),
        reasons=reasons(table),
        is_over=table.is_over,
    )


@dataclass(frozen=True, slots=True)
class Legend:
    """What is to be explained below the tables of a stage."""

    columns: tuple[Column, ...]
    outlooks: frozenset[str]

    @property
    def is_marked(self) -> bool:
        return not self.outlooks <= {OPEN}


def legend_of(tables: Sequence[TableView]) -> Legend:
    """Every column and mark that one of ``tables`` has, once."""
    columns = {column.key: column for table in tables for column in table.columns}
    outlooks = {line.outlook for table in tables for line in table.rows}
    return Legend(columns=tuple(columns.values()), outlooks=frozenset(outlooks))


def _outlook(
    table: GroupTable,
    row: Row,
    is_in_place: bool,
    gone_on: frozenset[int] | None,
    outlook: Mapping[int, str] | None,
) -> str:
    if gone_on is not None:
        return IN if row.entrant in gone_on else OUT
    if outlook:
        return str(outlook.get(row.entrant, OPEN))
    return IN if is_in_place and table.is_over and not row.tied else OPEN


def _footnotes(table: GroupTable, obvious: str, kind: str) -> dict[int, list[Footnote]]:
    """What is to be said of each entrant: ties that a criterion broke, and ties that are left."""
    notes: dict[int, list[Footnote]] = {}
    texts = [*_broken_ties(table, obvious, kind), *_open_ties(table)]
    for number, (text, entrants) in enumerate(texts):
        for entrant in entrants:
            notes.setdefault(entrant, []).append(Footnote(_mark(number), text))
    return notes


def _mark(number: int) -> str:
    """a, b, … z, aa, ab, …"""
    more, last = divmod(number, len(ascii_lowercase))
    return (_mark(more - 1) if more else "") + ascii_lowercase[last]


def _broken_ties(table: GroupTable, obvious: str, kind: str) -> list[tuple[str, list[int]]]:
    return [
        (why(table, above, row), [row.entrant])
        for above, row in pairwise(table.rows)
        if row.decision and row.played and _is_noted(row.decision.criterion, obvious, kind)
    ]


def _is_noted(criterion: str, obvious: str, kind: str) -> bool:
    """Outside groups nearly every two are level in points, so that only the unseen is noted."""
    if kind == "ladder" or criterion == obvious:
        return False
    return kind == "group" or criterion in WITHOUT_FIGURES or is_head_to_head(criterion)


def _open_ties(table: GroupTable) -> list[tuple[str, list[int]]]:
    if not table.is_over:
        return []
    ties: dict[int, list[int]] = {}
    for row in table.rows:
        if row.tied:
            ties.setdefault(row.rank, []).append(row.entrant)
    return [(level(table, entrants), entrants) for entrants in ties.values()]
