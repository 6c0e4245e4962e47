"""When matches are expected, for any day that can be thought of."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tournaments.matches.estimates import (
    Expected,
    Play,
    Venue,
    clear_of,
    expected,
    playing_order,
    typical_delay,
)

NOW = datetime(2027, 1, 8, 12, 0, tzinfo=UTC)


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def at(number: int) -> datetime:
    return NOW + minutes(number)


def in_order(plays, venue, **facts) -> dict[int, Expected]:
    order = playing_order(plays, venue, now=NOW, **facts)
    return expected(order, venue, now=NOW, **facts)


@st.composite
def days(draw) -> tuple[list[Play], Venue]:
    """Matches that feed each other, some set, some begun, on some stations with some breaks."""
    stations = tuple(range(1, draw(st.integers(0, 3)) + 1))
    busy: set[int] = set()  # no day begins with a side or a station in two matches
    plays = []
    for number in range(draw(st.integers(1, 14))):
        sides = draw(st.frozensets(st.integers(1, 8), max_size=2))
        feeders = draw(st.sets(st.sampled_from(range(number)), max_size=2)) if number else set()
        station = draw(st.sampled_from([None, *stations]))
        begins = not feeders and not sides & busy and draw(st.booleans())
        if begins and station is not None and -station in busy:
            begins = False
        if begins:
            busy |= sides | ({-station} if station else set())
        plays.append(
            Play(
                match=number,
                length=minutes(draw(st.integers(1, 90))),
                sides=sides,
                feeders=tuple(feeders),
                starts_at=draw(st.none() | st.integers(-60, 600).map(at)),
                station=station,
                begun_at=at(-draw(st.integers(0, 120))) if begins else None,
            )
        )
    breaks = draw(st.lists(st.tuples(st.integers(-60, 300), st.integers(1, 60)), max_size=3))
    return plays, Venue(
        stations=stations,
        buffer=minutes(draw(st.integers(0, 10))),
        breaks=tuple((at(begins), at(begins + length)) for begins, length in breaks),
    )


@given(days())
def test_every_match_is_expected_once_and_lasts_as_long_as_it_takes(day):
    plays, venue = day

    found = in_order(plays, venue)

    assert set(found) == {play.match for play in plays}
    for play in plays:
        one = found[play.match]
        if play.begun_at is None:
            assert one.starts_at >= max(NOW, play.starts_at or NOW)
            assert one.ends_at - one.starts_at == play.length
            assert play.station in (None, one.station)
        else:
            assert one == Expected(
                play.begun_at, max(play.begun_at + play.length, NOW), play.station
            )


@given(days())
def test_no_match_begins_before_its_feeders_have_ended_and_rested(day):
    plays, venue = day

    found = in_order(plays, venue)

    for play in plays:
        for feeder in play.feeders:
            assert found[play.match].starts_at >= found[feeder].ends_at + venue.buffer


@given(days())
def test_nobody_plays_twice_at_once_and_no_station_holds_two(day):
    plays, venue = day

    found = in_order(plays, venue)

    for one, other in combinations(plays, 2):
        first, second = sorted(
            (found[one.match], found[other.match]), key=lambda each: each.starts_at
        )
        same_station = first.station is not None and first.station == second.station
        if one.sides & other.sides or same_station:
            assert second.starts_at >= first.ends_at + venue.buffer


@given(days())
def test_nothing_that_is_still_to_begin_is_played_in_a_break(day):
    plays, venue = day

    found = in_order(plays, venue)

    for play in plays:
        if play.begun_at is None:
            one = found[play.match]
            assert all(
                one.ends_at <= starts or one.starts_at >= ends for starts, ends in venue.breaks
            )


@given(days(), st.data())
def test_a_match_that_is_set_later_makes_nothing_earlier(day, data):
    plays, venue = day
    order = playing_order(plays, venue, now=NOW)
    place = data.draw(st.integers(0, len(order) - 1))
    later = (order[place].starts_at or NOW) + minutes(data.draw(st.integers(0, 300)))
    moved = [*order[:place], replace(order[place], starts_at=later), *order[place + 1 :]]

    before, after = expected(order, venue, now=NOW), expected(moved, venue, now=NOW)

    for match in before:
        assert after[match].starts_at >= before[match].starts_at
        assert after[match].ends_at >= before[match].ends_at


def test_a_knockout_on_two_stations_goes_station_by_station():
    first = [
        Play(number, minutes(30), frozenset({2 * number, 2 * number + 1})) for number in range(4)
    ]
    semis = [Play(4, minutes(30), feeders=(0, 1)), Play(5, minutes(30), feeders=(2, 3))]
    venue = Venue(stations=(7, 8), buffer=minutes(5))

    found = in_order([*first, *semis, Play(6, minutes(60), feeders=(4, 5))], venue)

    assert {match: (one.starts_at, one.station) for match, one in found.items()} == {
        0: (at(0), 7),
        1: (at(0), 8),
        2: (at(35), 7),
        3: (at(35), 8),
        4: (at(70), 7),
        5: (at(70), 8),
        6: (at(105), 7),
    }


def test_a_match_that_was_put_off_holds_up_neither_its_sides_nor_its_station():
    off = Play(1, minutes(30), frozenset({1, 2}), starts_at=at(600), station=7)
    plays = [off, Play(2, minutes(30), frozenset({1, 3})), Play(3, minutes(30), station=7)]

    found = in_order(plays, Venue(stations=(7,)))

    assert [found[match].starts_at for match in (1, 2, 3)] == [at(600), at(0), at(30)]


def test_a_match_with_a_set_time_comes_in_between_at_its_time():
    plays = [Play(number, minutes(30)) for number in range(4)]
    plays.append(Play(9, minutes(30), starts_at=at(60)))

    found = in_order(plays, Venue(stations=(7,)))

    assert [found[match].starts_at for match in (0, 1, 2, 9, 3)] == [
        at(place) for place in (0, 30, 60, 90, 120)
    ]


def test_a_match_that_lasts_too_long_shifts_what_comes_after_it():
    plays = [
        Play(1, minutes(30), station=7, begun_at=at(-50)),
        Play(2, minutes(30), station=7, starts_at=at(-10)),
        Play(3, minutes(30), station=7, starts_at=at(20)),
    ]

    found = in_order(plays, Venue(stations=(7,), buffer=minutes(5)))

    assert found == {
        1: Expected(at(-50), at(0), 7),
        2: Expected(at(5), at(35), 7),
        3: Expected(at(40), at(70), 7),
    }


def test_a_side_rests_after_what_it_has_played():
    found = in_order(
        [Play(1, minutes(30), frozenset({1, 2}))], Venue(), free_from={2: at(4), 3: at(50)}
    )

    assert found == {1: Expected(at(4), at(34))}


def test_a_match_fits_between_breaks_or_waits_for_the_end_of_the_last():
    breaks = [(at(100), at(130)), (at(30), at(60))]

    assert clear_of(breaks, at(0), minutes(30)) == at(0)
    assert clear_of(breaks, at(1), minutes(30)) == at(60)
    assert clear_of(breaks, at(1), minutes(60)) == at(130)


def test_the_day_is_as_late_as_the_match_in_the_middle():
    assert typical_delay([]) == minutes(0)
    assert typical_delay([minutes(27)]) == minutes(25)
    assert typical_delay([minutes(0), minutes(3), minutes(90)]) == minutes(0)
    assert typical_delay([minutes(0), minutes(26), minutes(90)]) == minutes(25)
    assert typical_delay([minutes(-20)]) == minutes(0)


def test_256_matches_take_less_than_50_milliseconds():
    size = 128
    plays = [
        Play(number, minutes(45), frozenset({2 * number, 2 * number + 1})) for number in range(size)
    ]
    number = size
    feeding = list(range(size))
    while len(feeding) > 1:
        pairs = list(zip(feeding[::2], feeding[1::2], strict=True))
        feeding = list(range(number, number + len(pairs)))
        plays += [
            Play(one, minutes(45), feeders=pair) for one, pair in zip(feeding, pairs, strict=True)
        ]
        number += len(pairs)
    plays.append(Play(number, minutes(45)))
    venue = Venue(stations=tuple(range(1, 17)), buffer=minutes(5), breaks=((at(60), at(90)),))

    took = []
    for _try in range(5):
        begins = time.perf_counter()
        found = in_order(plays, venue)
        took.append(time.perf_counter() - begins)

    assert len(plays) == len(found) == 256
    assert min(took) < 0.05
