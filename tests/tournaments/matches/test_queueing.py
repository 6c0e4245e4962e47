"""The next match that can be played goes to the next station that is free."""

from datetime import timedelta

import pytest
from django.utils import timezone

from deltacrown.errors import Refused
from tests.factories import match_of, organizer_of, win
from tests.factories.play import LEAGUE
from tests.tournaments.matches.scheduled import called, cup_of, set_time, stations_of, tomorrow
from tournaments.core.models import Event, Tournament
from tournaments.matches import operations, tasks
from tournaments.matches.models import Fixture

pytestmark = pytest.mark.django_db


def fill(cup: Tournament) -> int:
    return operations.fill_stations(cup)


def test_free_stations_take_the_next_matches_in_order():
    cup = cup_of(8)
    stations_of(cup, "Table 1", "Table 2")

    assert fill(cup) == 2
    assert called(cup) == {"W1-1": "Table 1", "W1-2": "Table 2"}
    assert list(Fixture.objects.values_list("sequence", flat=True)) == [1, 1]
    events = Event.objects.filter(kind="match.called").order_by("pk")
    assert list(events.values_list("after__station", flat=True)) == ["Table 1", "Table 2"]


def test_again_it_calls_nobody_twice():
    cup = cup_of(8)
    stations_of(cup, "Table 1")

    assert [fill(cup), fill(cup)] == [1, 0]
    assert called(cup) == {"W1-1": "Table 1"}


def test_without_stations_or_with_closed_ones_there_is_no_queue():
    cup = cup_of()
    assert fill(cup) == 0
    (table,) = stations_of(cup, "Table 1")
    operations.change_station(
        table, by=organizer_of(cup), name="Table 1", stream_url="", is_open=False
    )

    assert fill(cup) == 0


def test_a_result_sends_the_next_match_to_the_station():
    cup = cup_of(8)
    stations_of(cup, "Table 1")
    fill(cup)

    win(match_of(cup, "W1-1"))

    assert called(cup) == {"W1-1": "Table 1", "W1-2": "Table 1"}


def test_a_match_whose_time_has_come_goes_first_and_one_to_come_waits():
    cup = cup_of(8)
    stations_of(cup, "Table 1", "Table 2")
    set_time(match_of(cup, "W1-1"), tomorrow())
    due, _now = match_of(cup, "W1-4"), timezone.now()
    set_time(due, timezone.now() - timedelta(minutes=1))

    fill(cup)

    assert called(cup) == {"W1-2": "Table 2", "W1-4": "Table 1"}


def test_a_match_that_has_its_station_waits_for_that_one():
    cup = cup_of(8)
    _one, two = stations_of(cup, "Table 1", "Table 2")
    set_time(match_of(cup, "W1-1"), None, two)

    fill(cup)

    assert called(cup) == {"W1-1": "Table 2", "W1-2": "Table 1"}


def test_a_station_is_kept_free_for_a_time_that_is_near():
    cup = cup_of()
    (table,) = stations_of(cup, "Table 1")
    set_time(match_of(cup, "W1-2"), timezone.now() + timedelta(minutes=34), table)

    assert fill(cup) == 0
    set_time(match_of(cup, "W1-2"), timezone.now() + timedelta(minutes=50), table)
    assert fill(cup) == 1


def test_nobody_is_called_into_a_break():
    cup = cup_of()
    stations_of(cup, "Table 1")
    lunch = {"starts_at": timezone.now() + timedelta(minutes=20), "ends_at": tomorrow()}
    pause = operations.add_break(cup, name="Lunch", by=organizer_of(cup), **lunch)

    assert fill(cup) == 0
    operations.remove_break(pause, by=organizer_of(cup))
    assert fill(cup) == 1


def test_a_side_that_plays_or_rests_is_not_called():
    cup = cup_of(3, stages=[LEAGUE])
    stations_of(cup, "Table 1", "Table 2")

    fill(cup)
    (played,) = cup.drawn_stages.get().matches.filter(fixture__called_at__isnull=False)
    assert len(called(cup)) == 1, "each other match has a side of this one"
    win(played)
    assert len(called(cup)) == 1, "both of its sides rest"
    type(played).objects.filter(pk=played.pk).update(
        completed_at=timezone.now() - timedelta(minutes=5)
    )

    assert fill(cup) == 1


def test_a_tournament_that_is_not_live_calls_nobody():
    cup = cup_of()
    stations_of(cup, "Table 1")
    Tournament.objects.update(status=Tournament.Status.CANCELLED)

    assert fill(cup) == 0


def test_the_job_looks_only_where_somebody_waits(drain_queue):
    cup, other = cup_of(), cup_of()
    stations_of(cup, "Table 1")
    drain_queue()

    tasks.fill_all_stations()

    assert drain_queue().count("tournaments.matches.tasks.fill_stations") == 1
    assert (called(cup), called(other)) == ({"W1-1": "Table 1"}, {})


def test_killed_between_two_stations_it_leaves_nothing_and_runs_again(monkeypatch):
    cup = cup_of(8)
    stations_of(cup, "Table 1", "Table 2")
    real, calls = operations.queueing.mark_called, []

    def dies(*args):
        calls.append(args)
        if len(calls) == 2:
            raise ConnectionError
        return real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(operations.queueing, "mark_called", dies)
        with pytest.raises(ConnectionError):
            fill(cup)

    assert (called(cup), Event.objects.filter(kind="match.called").count()) == ({}, 0)
    fill(cup)
    assert called(cup) == {"W1-1": "Table 1", "W1-2": "Table 2"}


def test_a_match_in_play_takes_its_station_from_others():
    cup = cup_of()
    (table,) = stations_of(cup, "Table 1")
    fill(cup)

    with pytest.raises(Refused) as refusal:
        set_time(match_of(cup, "W1-2"), timezone.now() + timedelta(minutes=10), table)

    assert refusal.value.code == "station_taken"
