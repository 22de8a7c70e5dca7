"""Stretches of time by name: units, seasons, decades; all on a wall clock, half open, pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from photonest.search.query.clock import Clock, Hemisphere
from photonest.search.query.parts import Interval, YearRange

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""First month in the north; the south has the opposite one then."""
OPPOSITE = {"spring": "autumn", "summer": "winter", "autumn": "spring", "winter": "summer"}
FIRST_YEAR, LAST_YEAR = 1826, 2199
"""From the oldest photograph on."""
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


@dataclass(frozen=True)
class Dates:
    """What a date in words means: intervals, or stretches of every year."""

    intervals: tuple[Interval, ...] = ()
    yearly: tuple[YearRange, ...] = ()
    words: str = ""
    """See `When.words`."""
    lacking: str = ""
    """See `When.lacking`."""

    @classmethod
    def none(cls, day: int, month: int, year: int | None) -> Dates:
        """A date that no calendar has; 0 for what was not said."""
        return cls(lacking=f"{day}.{month}." + ("" if year is None else f"{year:04d}"))

    @classmethod
    def between(cls, start: date | None, end: date | None) -> Dates:
        return cls(intervals=(Interval(_midnight(start), _midnight(end)),))


def _midnight(day: date | None) -> datetime | None:
    if day is None or isinstance(day, datetime):
        return day
    return datetime.combine(day, time())


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last. Raises `ValueError` outside the years 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    return add_months(day, 12 * years)


def whole(unit: str, day: date, clock: Clock) -> tuple[date, date]:
    """The unit that holds `day`; the weekend of its week for a weekend."""
    if unit == "day":
        return day, day + timedelta(days=1)
    if unit == "week":
        start = day - timedelta(days=(day.isoweekday() - clock.week_start) % 7)
        return start, start + timedelta(days=7)
    if unit == "weekend":
        saturday = day - timedelta(days=(day.isoweekday() - 6) % 7)
        if day >= saturday + timedelta(days=2):
            saturday += timedelta(days=7)
        return saturday, saturday + timedelta(days=2)
    months = MONTHS_OF[unit]
    first = (day.year * 12 + day.month - 1) // months * months
    start = date(first // 12, first % 12 + 1, 1)
    return start, add_months(start, months)


def shifted(unit: str, start: date, count: int) -> date:
    """`count` units later."""
    if unit in MONTHS_OF:
        return add_months(start, MONTHS_OF[unit] * count)
    return start + timedelta(days={"day": 1, "week": 7, "weekend": 7}[unit] * count)


def units_ago(unit: str, count: int, clock: Clock) -> tuple[date, date]:
    """0: the present one, 1: the one before; for weekends 1 is the latest complete one."""
    start, _ = whole(unit, clock.today, clock)
    start = shifted(unit, start, -count)
    end = start + timedelta(days=2) if unit == "weekend" else shifted(unit, start, 1)
    return start, end


def month(year: int, number: int) -> tuple[date, date]:
    start = date(year, number, 1)
    return start, add_months(start, 1)


def season(name: str, year: int, hemisphere: Hemisphere) -> tuple[date, date]:
    """Meteorological; the one that runs over New Year belongs to the year it begins in."""
    start = date(year, SEASONS[name if hemisphere == "north" else OPPOSITE[name]], 1)
    return start, add_months(start, 3)


def yearly(start: date, end: date) -> YearRange:
    """The same days of every year."""
    return YearRange(start.month * 10_000 + start.day * 100, end.month * 10_000 + end.day * 100)


def key(moment: datetime) -> int:
    return moment.month * 10_000 + moment.day * 100 + moment.hour
