"""Stations and breaks: who sets them up, and when they stay as they are."""

import pytest

from deltacrown.errors import Refused
from tests.factories import UserFactory, organizer_of, win
from tests.factories.staff import staff_of
from tests.tournaments.matches.scheduled import cup_of, first, set_time, stations_of, tomorrow
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Tournament
from tournaments.matches import operations
from tournaments.matches.models import Break, Fixture, Station

pytestmark = pytest.mark.django_db


def kinds(cup: Tournament) -> list[str]:
    of_schedule = cup.events.filter(kind__regex=r"^(station|break)\.")
    return list(of_schedule.order_by("pk").values_list("kind", flat=True))


def test_stations_are_added_in_order_changed_and_removed():
    cup = cup_of()
    by = organizer_of(cup)

    one, two = stations_of(cup, "Table 1", "Table 2")
    stream = "https://twitch.tv/cup"
    operations.change_station(one, by=by, name="Stage", stream_url=stream, is_open=False)
    operations.remove_station(two, by=by)

    rows = Station.objects.values_list("name", "number", "stream_url", "is_open")
    assert list(rows) == [("Stage", 1, stream, False)]
    assert kinds(cup) == ["station.added", "station.added", "station.changed", "station.removed"]


def test_the_same_again_is_no_change():
    cup = cup_of()
    (one,) = stations_of(cup, "Table 1")

    operations.change_station(
        one, by=organizer_of(cup), name="Table 1", stream_url="", is_open=True
    )

    assert kinds(cup) == ["station.added"]


def test_a_name_is_given_once():
    cup = cup_of()
    _one, two = stations_of(cup, "Table 1", "Table 2")

    with pytest.raises(Refused) as refusal:
        stations_of(cup, "Table 1")
    with pytest.raises(Refused) as second:
        operations.change_station(
            two, by=organizer_of(cup), name="Table 1", stream_url="", is_open=True
        )

    assert [refusal.value.code, second.value.code] == ["same_name", "same_name"]


@pytest.mark.parametrize("role", [StaffRole.REFEREE, StaffRole.CASTER])
def test_who_changes_no_brackets_sets_up_no_stations(role):
    cup = cup_of()
    (one,) = stations_of(cup, "Table 1")
    by = staff_of(cup, role)

    codes = []
    for attempt in (
        lambda: operations.add_station(cup, name="Table 2", by=by),
        lambda: operations.change_station(one, by=by, name="X", stream_url="", is_open=True),
        lambda: operations.remove_station(one, by=by),
        lambda: operations.add_break(
            cup, name="Lunch", starts_at=tomorrow(), ends_at=tomorrow(60), by=by
        ),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        codes.append(refusal.value.code)

    assert codes == ["not_organizer"] * 4
    assert list(Station.objects.values_list("name", flat=True)) == ["Table 1"]


def test_a_station_stays_while_a_match_is_played_there_and_goes_after_it():
    cup = cup_of()
    (one,) = stations_of(cup, "Table 1")
    operations.fill_stations(cup)
    match = Fixture.objects.get().match

    with pytest.raises(Refused) as refusal:
        operations.remove_station(one, by=organizer_of(cup))
    operations.change_station(
        one, by=organizer_of(cup), name="Table 1", stream_url="", is_open=False
    )
    win(match)
    operations.remove_station(one, by=organizer_of(cup))

    assert refusal.value.code == "station_in_use"
    assert list(Fixture.objects.values_list("station", "sequence")) == [(None, 2)]


def test_a_new_name_and_a_removal_are_new_versions_in_calendars():
    cup = cup_of()
    (one,) = stations_of(cup, "Table 1")
    set_time(first(cup), tomorrow(), one)
    by = organizer_of(cup)

    operations.change_station(one, by=by, name="Stage", stream_url="", is_open=True)
    renamed = Fixture.objects.get().sequence
    operations.remove_station(one, by=by)

    assert (renamed, Fixture.objects.get().sequence) == (2, 3)


def test_breaks_come_and_go():
    cup = cup_of()
    by = organizer_of(cup)

    lunch = operations.add_break(
        cup, name="Lunch", starts_at=tomorrow(), ends_at=tomorrow(60), by=by
    )
    with pytest.raises(Refused) as refusal:
        operations.add_break(cup, name="No", starts_at=tomorrow(60), ends_at=tomorrow(60), by=by)
    operations.remove_break(lunch, by=by)
    operations.remove_break(lunch, by=by)

    assert refusal.value.code == "break_ends_first"
    assert not Break.objects.exists()
    assert kinds(cup) == ["break.added", "break.removed"]


def test_nothing_is_set_up_for_a_tournament_that_is_over():
    cup = cup_of()
    Tournament.objects.update(status=Tournament.Status.COMPLETED)

    with pytest.raises(Refused) as refusal:
        stations_of(cup, "Table 1")

    assert refusal.value.code == "tournament_over"


def test_strangers_set_up_nothing():
    cup = cup_of()

    with pytest.raises(Refused) as refusal:
        operations.add_station(cup, name="Mine", by=UserFactory())

    assert refusal.value.code == "not_organizer"
