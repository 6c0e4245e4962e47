from fractions import Fraction

import pytest

from tests.tournaments.brackets.tables import row
from tournaments.brackets.columns import COLUMNS, columns_of

LOBBY = {"scored": 9, "values": {"kills": 9, "placement_points": 20}}


def headings(*rows, kind="group", draws=True, tiebreaks=()) -> list[str]:
    shown = columns_of(rows, kind=kind, draws=draws, tiebreaks=tiebreaks)
    return [str(column.short) for column in shown]


def test_a_group_counts_matches_scores_and_points():
    assert headings(row(1)) == ["P", "W", "D", "L", "S:C", "±", "Pts"]
    assert headings(row(1), draws=False) == ["P", "W", "L", "S:C", "±", "Pts"]


def test_a_tiebreak_has_a_column_once_there_is_a_value_and_no_other_shows_it():
    level = row(1, values={"points": 4, "difference": 1, "head_to_head_points": 3, "wins": 1})
    tiebreaks = ["points", "wins", "difference", "head_to_head_points", "buchholz", "manual"]

    assert headings(level, row(2), tiebreaks=tiebreaks)[7:] == ["HH Pts"]


def test_tiebreaks_follow_each_other_as_in_the_settings():
    values = {"buchholz": 5, "points": 2, "seed": 1, "buchholz_cut_1": 3, "scored": 4}
    tiebreaks = ["points", "buchholz_cut_1", "buchholz", "scored", "seed"]

    assert headings(row(1, values=values), kind="swiss", tiebreaks=tiebreaks) == [
        "W–L",
        "Pts",
        "BH-1",
        "BH",
        "S:C",
        "Seed",
    ]


def test_a_swiss_record_has_draws_where_there_are_any():
    assert headings(row(1), row(2, drawn=1), kind="swiss") == ["W–L–D", "Pts"]


@pytest.mark.parametrize(
    ("kind", "known", "shown"),
    [
        ("lobby", LOBBY, ["G", "W", "K", "Pts", "PP"]),
        ("lobby", {"values": {"wins": 2}}, ["G", "W", "Pts"]),
        ("ladder", {}, ["P", "W", "L"]),
        ("ladder", {"values": {"rating": 1500, "seed": 3}}, ["P", "W", "L", "Rating"]),
    ],
)
def test_what_makes_no_sense_of_a_kind_is_left_out(kind, known, shown):
    one = row(1, **known)

    assert headings(one, kind=kind, tiebreaks=[*one.values]) == shown


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("played", "5"),
        ("record", "3–1"),
        ("record_with_draws", "3–1–1"),
        ("scored", "8:4"),
        ("difference", "+4"),
        ("points", "3.5"),
        ("kills", "8"),
        ("wins", "3"),
        ("buchholz_difference", "+2"),
        ("opponents_win_rate", "62.5%"),
        ("sonneborn_berger", "7.25"),
        ("head_to_head_points", ""),
    ],
)
def test_the_text_of_a_column(key, text):
    played = row(
        1,
        played=5,
        won=3,
        drawn=1,
        lost=1,
        scored=8,
        conceded=4,
        difference=4,
        points=Fraction(7, 2),
        values={
            "buchholz_difference": 2,
            "opponents_win_rate": Fraction(5, 8),
            "sonneborn_berger": Fraction(29, 4),
        },
    )

    assert COLUMNS[key].text(played) == text
