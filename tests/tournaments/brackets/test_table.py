import pytest

from tests.tournaments.brackets.tables import decided, group_table, row
from tournaments.brackets.table import legend_of, table_view
from tournaments.engine.results import Result
from tournaments.engine.standings import Row
from tournaments.engine.standings import table as standings
from tournaments.engine.tallies import Points


def three(**last) -> list[Row]:
    return [
        row(1, won=2, points=6),
        row(2, won=1, points=3, decision=decided("points", 6, 3)),
        row(3, **{"points": 3, "decision": decided("difference", 2, 1), **last}),
    ]


def shown(table, **options):
    return table_view(table, **{"advance": 1, "gone_on": None, **options})


def outlooks(view) -> list[str]:
    return [line.outlook for line in view.rows]


def test_a_row_has_a_cell_for_each_column():
    view = shown(group_table(*three()))

    assert [str(column.short) for column in view.columns] == ["P", "W", "D", "L", "S:C", "±", "Pts"]
    assert [[cell.text for cell in line.cells] for line in view.rows] == [
        ["1", "2", "0", "0", "0:0", "0", "6"],
        ["1", "1", "0", "0", "0:0", "0", "3"],
        ["1", "0", "0", "0", "0:0", "0", "3"],
    ]
    assert [line.name for line in view.rows] == ["Ana", "Ben", "Cy"]


def test_tiebreaks_are_those_that_rows_have_values_of_unless_they_are_given():
    rows = [row(1, values={"points": 3, "buchholz": 2, "seed": 1}), row(2, values={"kills": 1})]

    def more(**options):
        return [column.key for column in shown(group_table(*rows), **options).columns][7:]

    assert more() == ["buchholz", "seed", "kills"]
    assert more(tiebreaks=["seed", "buchholz"]) == ["seed", "buchholz"]


def test_who_goes_on_is_certain_when_a_group_is_over():
    assert outlooks(shown(group_table(*three()))) == ["in", "open", "open"]
    assert outlooks(shown(group_table(*three(), is_over=False))) == ["open", "open", "open"]
    tie = [row(1, tied=True), row(2, rank=1, tied=True)]
    assert outlooks(shown(group_table(*tie))) == ["open", "open"]


def test_the_next_stage_tells_who_went_on():
    assert outlooks(shown(group_table(*three()), gone_on=frozenset({3}))) == ["out", "out", "in"]


def test_what_is_certain_earlier_is_marked_earlier():
    view = shown(group_table(*three(), is_over=False), outlook={1: "in", 2: "open", 3: "out"})

    assert outlooks(view) == ["in", "open", "out"]
    assert [line.goes_on for line in view.rows] == [True, False, False]


def test_the_places_that_advance_are_marked_before_anything_is_certain():
    view = shown(group_table(*three(), is_over=False), advance=2)

    assert [line.in_place_to_go_on for line in view.rows] == [True, True, False]


@pytest.mark.parametrize(
    ("kind", "criterion", "marks"),
    [
        ("group", "points", ()),
        ("group", "difference", ("a",)),
        ("group", "manual", ("a",)),
        ("swiss", "buchholz", ()),
        ("swiss", "head_to_head_points", ("a",)),
        ("lobby", "lots", ("a",)),
    ],
)
def test_a_footnote_tells_what_no_column_shows(kind, criterion, marks):
    table = group_table(*three(decision=decided(criterion, 2, 1)))

    assert shown(table, kind=kind).rows[2].marks == marks


def test_those_who_are_level_share_a_footnote():
    rows = [row(1), *(row(n, rank=2, tied=True) for n in (2, 3))]
    view = shown(group_table(*rows))

    assert [line.marks for line in view.rows] == [(), ("a",), ("a",)]
    assert [(note.mark, note.text) for note in view.footnotes] == [
        ("a", "Ben and Cy are level; an official decides.")
    ]


def test_footnotes_do_not_run_out_of_letters():
    rows = [row(1, decision=None), *(row(2, decision=decided("manual", 1, 2)) for _ in range(28))]

    marks = [note.mark for note in shown(group_table(*rows)).footnotes]

    assert marks[:2] + marks[25:] == ["a", "b", "z", "aa", "ab"]


def test_a_table_has_a_reason_for_every_two_neighbours():
    assert shown(group_table(*three())).reasons == (
        "Ana stands above Ben by points, 6 to 3.",
        "Ben stands above Cy by score difference, 2 to 1.",
    )


def test_a_legend_explains_each_column_and_mark_of_several_tables_once():
    one = shown(group_table(row(1, values={"buchholz": 1})), kind="swiss", gone_on=frozenset({1}))
    other = shown(group_table(row(1, values={"seed": 1})), kind="swiss", gone_on=frozenset())

    legend = legend_of([one, other])

    assert [column.key for column in legend.columns] == ["record", "points", "buchholz", "seed"]
    assert (legend.outlooks, legend.is_marked) == ({"in", "out"}, True)
    assert not legend_of([shown(group_table(row(1), is_over=False))]).is_marked


def test_a_table_of_the_engine_shows_what_decided_it():
    results = [Result(1, 2, 1, 0, 1), Result(3, 4, 2, 0, 3), Result(1, 3, 0, 1, 3)]
    tiebreaks = ["points", "buchholz", "opponents_win_rate"]
    rows = standings({1: 1, 2: 2, 3: 3, 4: 4}, results, points=Points(1, 0, 0), tiebreaks=tiebreaks)

    view = shown(group_table(*rows), kind="swiss", tiebreaks=tiebreaks)

    assert [(line.name, *(cell.text for cell in line.cells)) for line in view.rows] == [
        ("Cy", "2–0", "2", "1", "25%"),
        ("Ana", "1–1", "1", "2", "50%"),
        ("Dee", "0–1", "0", "2", "100%"),
        ("Ben", "0–1", "0", "1", "50%"),
    ]
    assert view.reasons[2] == (
        "Dee stands above Ben by points of the opponents (Buchholz), 2 to 1."
    )
