from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import drawn_cup, entered_cup, organizer_of, win
from tests.factories.evidence import player_of
from tests.factories.play import KNOCKOUT
from tests.factories.reports import opened_dispute, report
from tournaments.brackets.models import Match
from tournaments.control.day import day_screen
from tournaments.core.models import Tournament
from tournaments.matches.models import Fixture, Station
from tournaments.matches.operations import call_match, cancel_dispute, start_match
from tournaments.matches.queries import playable_matches
from tournaments.matches.report_rules import stands_at

pytestmark = pytest.mark.django_db


def lanes(cup: Tournament) -> dict[str, list[str]]:
    return {lane.key: [line.title for line in lane.lines] for lane in day_screen(cup).lanes}


def first(cup: Tournament) -> Match:
    return playable_matches(cup).first()


def test_before_the_draw_there_is_nothing():
    screen = day_screen(entered_cup(2))

    assert (screen.lanes, screen.over, screen.in_all) == ((), 0, 0)


def test_matches_stand_where_they_need_somebody():
    cup = drawn_cup(8)
    official = organizer_of(cup)
    one, two, three, _four = playable_matches(cup)
    call_match(one, by=official)
    start_match(two, by=official)
    Fixture.objects.update_or_create(
        match=three, defaults={"starts_at": timezone.now() - timedelta(hours=1)}
    )

    assert lanes(cup) == {
        "late": ["P2 – P7"],
        "live": ["P4 – P5"],
        "called": ["P1 – P8"],
        "ready": ["P3 – P6"],
        "coming": ["Semi-final 1", "Semi-final 2", "Final"],
    }


@pytest.mark.parametrize(
    ("status", "lane"), [(Match.Status.REPORTED, "waiting"), (Match.Status.DISPUTED, "disputed")]
)
def test_what_waits_for_an_official_comes_first(status, lane):
    cup = drawn_cup(4)
    first(cup).move_to(status)

    assert next(iter(lanes(cup))) == lane


def test_what_is_over_is_only_counted():
    cup = drawn_cup(4)
    win(first(cup))

    screen = day_screen(cup)

    assert (screen.over, screen.in_all, screen.left) == (1, 3, 2)
    assert lanes(cup) == {"ready": ["P2 – P3"], "coming": ["Final"]}


def test_a_second_final_is_not_next_before_it_is_needed():
    cup = drawn_cup(4, stages=[{"format": "double_elimination", "name": "Main"}])

    names = [title for titles in lanes(cup).values() for title in titles]

    assert not any("reset" in name.lower() for name in names)
    assert len(names) == 6


def test_a_station_shows_what_is_played_there_and_what_waits():
    cup = drawn_cup(8)
    table = Station.objects.create(tournament=cup, name="Table 1", is_open=False)
    one, two, *_others = playable_matches(cup)
    for match in (one, two):
        Fixture.objects.update_or_create(match=match, defaults={"station": table})
    call_match(one, by=organizer_of(cup))

    [line] = day_screen(cup).stations

    assert line.station == table
    assert line.current.title == "P1 – P8"
    assert [each.title for each in line.queue] == ["P4 – P5"]


def test_only_a_match_that_is_ready_is_called_or_started_from_the_list():
    cup = drawn_cup(8)
    one, two, _three, _four = playable_matches(cup)
    call_match(one, by=organizer_of(cup))
    start_match(two, by=organizer_of(cup))

    actions = {line.title: line.actions for lane in day_screen(cup).lanes for line in lane.lines}

    assert actions["P1 – P8"] == ("start",)
    assert actions["P4 – P5"] == ()
    assert actions["P2 – P7"] == ("call", "start")
    assert actions["Final"] == ()


def test_rounds_are_those_in_which_something_can_be_called():
    cup = drawn_cup(4, stages=[KNOCKOUT])
    win(first(cup))

    assert [(choice.name, choice.number) for choice in day_screen(cup).rounds] == [
        ("Playoffs, Semi-finals", 1)
    ]


@pytest.mark.parametrize("minutes", [0, 30])
def test_who_is_there_is_told_where_there_is_a_check_in(minutes):
    cup = drawn_cup(2, match_check_in_minutes=minutes)

    [line] = day_screen(cup).lanes[0].lines

    assert line.here == (0 if minutes else None)


def test_more_matches_take_no_more_queries():
    def number(cup: Tournament) -> int:
        with CaptureQueriesContext(connection) as captured:
            day_screen(cup)
        return len(captured)

    assert number(drawn_cup(2)) == number(drawn_cup(8))


def test_the_time_at_which_a_report_stands_is_that_of_the_match_page():
    cup = drawn_cup(2)
    match = first(cup)
    report(match)
    dispute = opened_dispute(match, 2)
    cancel_dispute(dispute, by=player_of(match, 2))

    [line] = day_screen(cup).lanes[0].lines
    assert line.stands_at == stands_at(Match.objects.get(pk=match.pk))
    assert line.stands_at > match.reports.get().at + timedelta(minutes=cup.report_minutes)

    Tournament.objects.filter(pk=cup.pk).update(players_report=False)
    assert day_screen(cup).lanes[0].lines[0].stands_at is None
