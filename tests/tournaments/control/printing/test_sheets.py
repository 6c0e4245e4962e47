import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import drawn_cup, entered_cup, match_of, organizer_of, win
from tests.factories.play import LEAGUE
from tournaments.control.printing.sheets import (
    bracket_sheet,
    check_in_sheet,
    schedule_sheet,
    slips_sheet,
)
from tournaments.control.slip_links import make_open_score_links
from tournaments.matches.queries import playable_matches

pytestmark = pytest.mark.django_db


def slips_of(cup) -> dict:
    return slips_sheet(cup, by=organizer_of(cup))


def queries_of(make, cup) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        make(cup)
    return len(captured)


def test_the_bracket_has_every_match_and_its_score():
    cup = drawn_cup(4)
    win(playable_matches(cup).first())

    sheet = bracket_sheet(cup)

    [part] = sheet["parts"]
    assert [len(round_["places"]) for round_ in part["rounds"]] == [2, 1]
    first = part["rounds"][0]["places"][0]
    assert first["decided"]
    assert [(side["name"], side["score"], side["won"]) for side in first["sides"]] == [
        ("1  P1", "2", True),
        ("4  P4", "1", False),
    ]
    assert sheet["groups"] == []


def test_tables_stand_beside_or_instead_of_it():
    cup = drawn_cup(3, stages=[LEAGUE])

    sheet = bracket_sheet(cup)

    assert sheet["parts"] == []
    [group] = sheet["groups"]
    assert [row["name"] for row in group["rows"]] == ["P1", "P2", "P3"]


def test_before_the_draw_it_says_so():
    assert bracket_sheet(entered_cup(2))["empty"] == "Nothing is drawn yet."


def test_the_schedule_says_what_is_certain_and_what_is_not():
    cup = drawn_cup(4)
    win(playable_matches(cup).first())

    [day] = schedule_sheet(cup)["days"]

    assert [(row["sides"], row["sure"], row["result"]) for row in day["rows"]] == [
        ("P1 – P4", True, "2 – 1"),
        ("P2 – P3", False, ""),
        ("Final", False, ""),
    ]


def test_slips_are_of_the_matches_that_can_be_played():
    cup = drawn_cup(4)

    slips = slips_of(cup)["slips"]

    assert [(slip["sides"], slip["games"], slip["qr"]) for slip in slips] == [
        (["P1", "P4"], 1, ""),
        (["P2", "P3"], 1, ""),
    ]


def test_codes_are_made_once_and_stand_on_the_slips():
    cup = drawn_cup(4)
    official = organizer_of(cup)

    assert make_open_score_links(cup, by=official) == 2
    assert make_open_score_links(cup, by=official) == 0
    assert all(slip["qr"].startswith("<?xml") for slip in slips_of(cup)["slips"])


def test_who_plays_in_a_match_is_given_no_code_of_it_that_another_official_made():
    cup = drawn_cup(4)
    make_open_score_links(cup, by=organizer_of(cup))
    player = cup.registrations.get(name="P1").registered_by

    slips = slips_sheet(cup, by=player)["slips"]

    assert [bool(slip["qr"]) for slip in slips] == [False, True]


def test_a_match_in_which_the_official_plays_gets_no_code_from_them():
    cup = drawn_cup(4)
    official = organizer_of(cup)
    cup.registrations.filter(name="P1").update(registered_by=official)

    assert make_open_score_links(cup, by=official) == 1
    assert not match_of(cup, playable_matches(cup).first().code).score_links.exists()


def test_the_check_in_list_is_by_name_and_knows_who_is_there():
    cup = entered_cup(2)
    cup.registrations.filter(name="P2").update(checked_in_at=timezone.now())

    rows = check_in_sheet(cup)["rows"]

    assert [(row["name"], row["done"]) for row in rows] == [("P1", False), ("P2", True)]


@pytest.mark.parametrize("make", [bracket_sheet, schedule_sheet, slips_of, check_in_sheet])
def test_a_larger_competition_takes_no_more_queries(make):
    assert queries_of(make, drawn_cup(2)) == queries_of(make, drawn_cup(8))
