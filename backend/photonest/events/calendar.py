"""Holidays and weekdays of a wall clock; pure. Only what is kept on the same days in whole countries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

_CHRISTIAN = """
AD AR AT AU BE BO BR CA CH CL CO CR CY CZ DE DK EC EE ES FI FR GB GR GT HN HR HU IE IS IT LI LT LU LV MC MT MX NI NL NO
NZ PA PE PH PL PT PY RO SE SI SK SM SV UA US UY VA VE ZA
"""
CHRISTIAN = frozenset(_CHRISTIAN.split())
"""Countries where Christmas and Easter are public holidays."""


@dataclass(frozen=True)
class Holiday:
    name: str
    first: date
    last: date


def holiday_on(day: date, *, country: str = "") -> Holiday | None:
    """The holiday of a day in a country (two letters; "" = unknown: only those kept nearly everywhere)."""
    for found in _holidays(day.year, country):
        if found.first <= day <= found.last:
            return found
    turn = _new_year(day.year + 1)
    return turn if turn.first <= day <= turn.last else None


def easter(year: int) -> date:
    """Easter Sunday of the western churches (Gauss, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _new_year(year: int) -> Holiday:
    return Holiday("New Year", date(year - 1, 12, 31) if year > 1 else date(1, 1, 1), date(year, 1, 1))


def _holidays(year: int, country: str) -> list[Holiday]:
    found = [_new_year(year), Holiday("Christmas", date(year, 12, 24), date(year, 12, 26))]
    if country in CHRISTIAN or not country:
        sunday = easter(year)
        found.append(Holiday("Easter", sunday - timedelta(days=2), sunday + timedelta(days=1)))
    if country in {"US", "CA", "GB", "IE"}:
        found.append(Holiday("Halloween", date(year, 10, 31), date(year, 10, 31)))
    if country == "US":
        found.append(Holiday("Independence Day", date(year, 7, 4), date(year, 7, 4)))
        thursday = _nth(year, 11, weekday=3, number=4)
        found.append(Holiday("Thanksgiving", thursday, thursday))
    if country == "CA":
        monday = _nth(year, 10, weekday=0, number=2)
        found.append(Holiday("Thanksgiving", monday, monday))
    return found


def _nth(year: int, month: int, *, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def days_between(first: date, last: date, *, most: int = 31) -> list[date]:
    """Every day from `first` to `last`, the first `most` of them."""
    count = min((last - first).days + 1, most)
    return [first + timedelta(days=step) for step in range(count)]


def birthday_in(birth: date, days: Collection[date]) -> date | None:
    """The day among `days` on which somebody born on `birth` has a birthday (29 February: also on the 28th)."""
    for day in days:
        is_the_day = (birth.month, birth.day) == (day.month, day.day)
        is_leap = (birth.month, birth.day) == (2, 29) and (day.month, day.day) == (2, 28) and not _is_leap(day.year)
        if (is_the_day or is_leap) and day.year > birth.year:
            return day
    return None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
