from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tournaments.notifications.hours import Hours, last_morning

DHAKA = ZoneInfo("Asia/Dhaka")
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Hours(time(22), time(7))
NOON = Hours(time(12), time(14))


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("hours", "moment", "end"),
    [
        (NIGHT, "2026-07-10T21:59+06:00", None),
        (NIGHT, "2026-07-10T22:00+06:00", "2026-07-11T07:00+06:00"),
        (NIGHT, "2026-07-11T00:00+06:00", "2026-07-11T07:00+06:00"),
        (NIGHT, "2026-07-11T06:59+06:00", "2026-07-11T07:00+06:00"),
        (NIGHT, "2026-07-11T07:00+06:00", None),
        (NIGHT, "2026-07-10T17:00+00:00", "2026-07-11T07:00+06:00"),
        (NOON, "2026-07-10T13:00+06:00", "2026-07-10T14:00+06:00"),
        (NOON, "2026-07-10T14:00+06:00", None),
    ],
)
def test_quiet_hours_by_the_persons_clock(hours, moment, end):
    assert hours.quiet_until(at(moment), DHAKA) == (end and at(end))


@pytest.mark.parametrize(
    ("hours", "moment", "end"),
    [
        # The night of 29 March 2026 is an hour shorter, and that of 25 October an hour longer.
        (NIGHT, "2026-03-28T23:00+01:00", "2026-03-29T07:00+02:00"),
        (NIGHT, "2026-10-24T23:00+02:00", "2026-10-25T07:00+01:00"),
        # It ends at a time that the clock leaves out, or at one that comes twice.
        (Hours(time(1), time(2, 30)), "2026-03-29T01:59+01:00", "2026-03-29T03:30+02:00"),
        (Hours(time(1), time(2, 30)), "2026-10-25T02:45+02:00", "2026-10-25T02:30+01:00"),
        (Hours(time(1), time(2, 30)), "2026-10-25T02:31+01:00", None),
    ],
)
def test_quiet_hours_when_the_clock_changes(hours, moment, end):
    assert hours.quiet_until(at(moment), BERLIN) == (end and at(end))


@pytest.mark.parametrize(
    ("moment", "zone", "hours", "morning"),
    [
        ("2026-07-10T08:00+06:00", DHAKA, None, "2026-07-10T08:00+06:00"),
        ("2026-07-10T07:59+06:00", DHAKA, None, "2026-07-09T08:00+06:00"),
        ("2026-07-10T12:00+06:00", DHAKA, NIGHT, "2026-07-10T08:00+06:00"),
        ("2026-07-10T12:00+06:00", DHAKA, Hours(time(23), time(10)), "2026-07-10T10:00+06:00"),
        ("2026-07-10T12:00+06:00", DHAKA, Hours(time(23), time(13)), "2026-07-09T13:00+06:00"),
        ("2026-03-29T09:00+02:00", BERLIN, None, "2026-03-29T08:00+02:00"),
    ],
)
def test_the_last_morning(moment, zone, hours, morning):
    found = last_morning(at(moment), zone, hours)

    assert (found, found.tzinfo) == (at(morning), UTC)
