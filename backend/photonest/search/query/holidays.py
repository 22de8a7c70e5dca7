"""Holidays: days of the year by name, and those that move; pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache

from photonest.search.query.parts import YearRange

FIXED: dict[str, tuple[int, int]] = {
    "christmas": (122400, 122700),
    "christmas_eve": (122400, 122500),
    "christmas_day": (122500, 122600),
    "boxing_day": (122600, 122700),
    "new_years_eve": (123118, 10104),
    "new_year": (10100, 10200),
    "epiphany": (10600, 10700),
    "valentine": (21400, 21500),
    "womens_day": (30800, 30900),
    "st_patrick": (31700, 31800),
    "april_fools": (40100, 40200),
    "may_day": (50100, 50200),
    "midsummer": (62000, 62600),
    "canada_day": (70100, 70200),
    "independence_day": (70400, 70500),
    "bastille_day": (71400, 71500),
    "assumption": (81500, 81600),
    "german_unity": (100300, 100400),
    "austrian_national_day": (102600, 102700),
    "halloween": (103100, 110100),
    "all_saints": (110100, 110200),
    "day_of_the_dead": (110100, 110300),
    "bonfire_night": (110500, 110600),
    "st_martin": (111100, 111200),
    "st_nicholas": (120600, 120700),
    "st_lucy": (121300, 121400),
}
"""Month, day and hour as in `YearRange`."""


def easter(year: int) -> date:
    """Easter Sunday, Gregorian (the anonymous algorithm)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap, over = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * over + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The `nth` Monday (1) … Sunday (7) of a month; -1: the last."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.isoweekday() - weekday) % 7)


def _advent(year: int) -> date:
    """The fourth Sunday before Christmas Day."""
    eve = date(year, 12, 24)
    return eve - timedelta(days=eve.isoweekday() % 7 + 21)


def hijri(year: int, month: int, day: int) -> date:
    """A day of the Islamic calendar by its tables; the moon that is seen may make it a day earlier or later."""
    days = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date(622, 7, 19) + timedelta(days=days - 1)


def _from_hijri(month: int, day: int, count: int) -> Callable[[int], tuple[date, date]]:
    """The first of the Gregorian year; a year in thirty has two."""

    def days(year: int) -> tuple[date, date]:
        of_islam = (year - 622) * 33 // 32 - 1
        start = next(one for one in (hijri(of_islam + more, month, day) for more in range(5)) if one.year >= year)
        return start, start + timedelta(days=count)

    return days


def _from_easter(first: int, last: int) -> Callable[[int], tuple[date, date]]:
    return lambda year: (easter(year) + timedelta(days=first), easter(year) + timedelta(days=last + 1))


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], tuple[date, date]]:
    def days(year: int) -> tuple[date, date]:
        day = nth_weekday(year, month, weekday, nth)
        return day, day + timedelta(days=1)

    return days


MOVING: dict[str, Callable[[int], tuple[date, date]]] = {
    "carnival": _from_easter(-52, -47),
    "mardi_gras": _from_easter(-47, -47),
    "ash_wednesday": _from_easter(-46, -46),
    "palm_sunday": _from_easter(-7, -7),
    "good_friday": _from_easter(-2, -2),
    "easter": _from_easter(-2, 1),
    "easter_sunday": _from_easter(0, 0),
    "easter_monday": _from_easter(1, 1),
    "ascension": _from_easter(39, 39),
    "pentecost": _from_easter(49, 50),
    "corpus_christi": _from_easter(60, 60),
    "mothers_day": _nth(5, 7, 2),
    "fathers_day": _nth(6, 7, 3),
    "memorial_day": _nth(5, 1, -1),
    "labor_day": _nth(9, 1, 1),
    "thanksgiving": _nth(11, 4, 4),
    "ramadan": _from_hijri(9, 1, 30),
    "eid_al_fitr": _from_hijri(9, 30, 4),
    "eid_al_adha": _from_hijri(12, 9, 5),
    "advent": lambda year: (_advent(year), date(year, 12, 25)),
}
"""Year -> first day, day after the last."""

NAMES = (*FIXED, *MOVING)


@cache
def in_year(name: str, year: int) -> tuple[datetime, datetime]:
    """The holiday that begins in `year`. Raises `KeyError`."""
    if name in MOVING:
        start, end = MOVING[name](year)
        return datetime.combine(start, time()), datetime.combine(end, time())
    first, last = FIXED[name]
    return _moment(year, first), _moment(year + (last <= first), last)


def every_year(name: str) -> YearRange | None:
    """None for a holiday that moves."""
    return YearRange(*FIXED[name]) if name in FIXED else None


def _moment(year: int, key: int) -> datetime:
    return datetime(year, key // 10_000, key // 100 % 100, key % 100)  # noqa: DTZ001 a wall clock
