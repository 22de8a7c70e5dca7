"""Operators whose value is a number, a date or an hour; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from photonest.search.query import parts as p
from photonest.search.query.calendar import Dates, add_months
from photonest.search.query.language import DEFAULT
from photonest.search.query.lexer import QUOTES
from photonest.search.query.number_rules import about
from photonest.search.query.operators import READERS, Operator
from photonest.search.query.parts import Part
from photonest.search.query.reader import Match
from photonest.search.query.rules import clock_minutes, part_of_dates
from photonest.search.words import fold

_STAMP = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:t(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?)?)?)?")
_YEARLY = re.compile(r"(\d{1,2})-(\d{1,2})(?:t(\d{1,2}))?")
_LEAP_YEAR = 2000


def _amount(field: Any, scale: float = 1) -> Callable[[Operator], list[Part]]:
    """``rating:4``, ``rating:>=4``, ``rating:2..4``."""

    def read(op: Operator) -> list[Part]:
        text = op.value.strip(QUOTES).replace("≥", ">=").replace("≤", "<=").replace("★", "")
        low, dots, high = text.partition("..")
        if dots:
            return [about(field, _number(low, scale), _number(high, scale), is_range=True)]
        sign, number = (re.match(r"([<>]?=?)(.*)", text) or op.refuse("needs a number")).groups()
        value = _number(number, scale)
        if value is None:
            raise ValueError(text)
        if sign in {"", "="}:
            return [about(field, value)]
        if sign.startswith(">"):
            return [p.Amount(field=field, low=value, includes_low=sign == ">=")]
        return [p.Amount(field=field, high=value, includes_high=sign == "<=")]

    return read


def _number(text: str, scale: float) -> float | None:
    text = text.strip().lower().removeprefix("f/").removesuffix("mm").removesuffix("s")
    if not text:
        return None
    if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", text) or not text.isascii():
        raise ValueError(text)
    return float(text) * scale


def _moment(text: str) -> tuple[datetime, datetime, bool]:
    """A stamp as the unit it names, and whether it is a moment. Raises `ValueError`."""
    match = _STAMP.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (None if group is None else int(group) for group in match.groups())
    start = datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0)  # noqa: DTZ001 a wall clock
    if hour is not None:
        return start, start, True
    if day is not None:
        return start, start + timedelta(days=1), False
    end = add_months(start.date(), 12 if month is None else 1)
    return start, datetime(end.year, end.month, 1), False  # noqa: DTZ001


def dates_of(op: Operator, value: str) -> Dates:
    """An ISO date, a range of them, or any words for a date. Raises `ValueError`."""
    text = fold(value)
    first, dots, last = text.partition("..")
    if text == "..":
        return Dates(intervals=(p.Interval(None, None),))
    if _STAMP.fullmatch(first) or (dots and not first and _STAMP.fullmatch(last)):
        start = _moment(first)[0] if first else None
        end = (_moment(last)[1] if last else None) if dots else _moment(first)[1]
        if start is not None and end is not None and end <= start:
            raise ValueError(value)
        return Dates(intervals=(p.Interval(start, end),))
    for code in dict.fromkeys((DEFAULT, op.clock.language or DEFAULT, "")):
        reader = op.reader(value, code)
        for match in reader.matches(0):
            dates = match.dates if match.end == len(reader.tokens) else None
            if dates is not None:
                return dates
    raise ValueError(value)


def _when(op: Operator) -> list[Part]:
    dates = [dates_of(op, value) for value in op.values]
    if len(dates) == 1:
        return [part_of_dates(dates[0])]
    if all(one.intervals for one in dates):
        return [p.When(any=p.union(interval for one in dates for interval in one.intervals))]
    if all(one.yearly for one in dates):
        return [p.Yearly(any=p.ordered(stretch for one in dates for stretch in one.yearly))]
    raise ValueError(op.value)


def _bound(rule: str) -> Callable[[Operator], list[Part]]:
    def read(op: Operator) -> list[Part]:
        dates = dates_of(op, op.values[0])
        if dates.lacking:
            raise ValueError(op.value)
        made = Match(rule, 0, 0, {"date": dates}, op.reader("")).dates
        if made is None:
            raise ValueError(op.value)
        return [part_of_dates(made)]

    return read


def _added(op: Operator) -> list[Part]:
    dates = [dates_of(op, value) for value in op.values]
    if not all(one.intervals for one in dates):
        raise ValueError(op.value)
    return [p.Added(any=p.union(interval for one in dates for interval in one.intervals))]


def _yearly(op: Operator) -> list[Part]:
    """``yearly:12-24..12-26``, days included; with hours (``12-31T18``) the end is not."""
    found = []
    for value in op.values:
        first, dots, last = fold(value).partition("..")
        found.append(p.YearRange(_day_of_year(first, 0), _day_of_year(last if dots else first, 1)))
    return [p.Yearly(any=p.ordered(found))]


def _day_of_year(text: str, later: int) -> int:
    match = _YEARLY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    month, day, hour = (None if group is None else int(group) for group in match.groups())
    moment = datetime(_LEAP_YEAR, month or 0, day or 0, hour or 0)  # noqa: DTZ001 a wall clock
    if hour is None:
        moment += timedelta(days=later)
    return moment.month * 10_000 + moment.day * 100 + moment.hour


def _time(op: Operator) -> list[Part]:
    """``time:21:00..05:00``."""
    found = []
    for value in op.values:
        first, dots, last = fold(value).partition("..")
        if not dots:
            raise ValueError(value)
        found.append((_clock(first), _clock(last)))
    return [p.TimeOfDay(any=p.ordered(found))]


def _clock(text: str) -> int:
    if not re.fullmatch(r"\d{1,2}(:\d{2})?([ap]m)?", text) or int(re.split(r"[:ap]", text)[0]) > 24:
        raise ValueError(text)
    return clock_minutes(text)


def _weekday(op: Operator) -> list[Part]:
    days = [int(op.slot_value("weekday", value)) for value in op.values]
    return [p.Weekdays(any=p.ordered(days))]


def _limit(op: Operator) -> list[Part]:
    number = int(op.values[0])
    if not 1 <= number <= 1_000_000 or not op.values[0].isascii():
        raise ValueError(op.value)
    return [p.Order(limit=number)]


READERS.update(
    {
        "persons": _amount("persons"),
        "unnamed": _amount("unnamed"),
        "rating": _amount("rating"),
        "duration": _amount("duration"),
        "focal": _amount("focal"),
        "aperture": _amount("aperture"),
        "iso": _amount("iso"),
        "size": _amount("size", 1_000_000),
        "megapixels": _amount("megapixels"),
        "when": _when,
        "date": _when,
        "before": _bound("before_date"),
        "after": _bound("after_date"),
        "since": _bound("since_date"),
        "until": _bound("until_date"),
        "added": _added,
        "yearly": _yearly,
        "time": _time,
        "weekday": _weekday,
        "limit": _limit,
    }
)
