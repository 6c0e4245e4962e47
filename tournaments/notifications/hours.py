"""Hours of the day in which a person is left alone, and the morning after them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(8)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``starts`` to ``ends`` by the person's own clock, over midnight when it comes to that.

    Where the clock is put back, an hour that comes twice is quiet both times.
    """

    starts: time
    ends: time

    def quiet_until(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """When the hours that ``moment`` lies in end; None when it lies in none."""
        today = moment.astimezone(zone).date()
        for day in (today - DAY, today):
            last = day if self.starts < self.ends else day + DAY
            end = max(_instant(last, self.ends, zone, fold=fold) for fold in (0, 1))
            if _instant(day, self.starts, zone) <= moment < end:
                return end
        return None


def last_morning(moment: datetime, zone: ZoneInfo, hours: Hours | None) -> datetime:
    """The last time, up to ``moment``, that a daily summary was due: 8, or after quiet hours."""
    today = moment.astimezone(zone).date()
    morning = _morning(today, zone, hours)
    return morning if morning <= moment else _morning(today - DAY, zone, hours)


def _morning(day: date, zone: ZoneInfo, hours: Hours | None) -> datetime:
    morning = _instant(day, MORNING, zone)
    return (hours and hours.quiet_until(morning, zone)) or morning


def _instant(day: date, clock: time, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """The time by the one clock that never jumps.

    Where the person's clock is put back, ``fold`` says which of the two; where it is put forward
    and leaves the time out, 0 is what comes after the gap.
    """
    return datetime.combine(day, clock.replace(fold=fold), zone).astimezone(UTC)
