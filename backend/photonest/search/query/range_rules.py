"""From one date to another, before, since, around; pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from photonest.search.query.calendar import Dates, add_months, add_years, shifted
from photonest.search.query.date_rules import ROLLING_DAYS, latest_end, latest_start
from photonest.search.query.parts import Interval, YearRange
from photonest.search.query.reader import Match, date_rule


@date_rule
def from_to(match: Match) -> Dates | None:
    """Both ends included."""
    first, last = match["first"], match["last"]
    if first.yearly and last.yearly:
        return Dates(yearly=(YearRange(first.yearly[0].start, last.yearly[0].end),))
    start, end = _start(first, last), _end(first, last)
    if start is None or end is None or end <= start:
        return None
    return Dates(intervals=(Interval(start, end),))


def _start(first: Dates, last: Dates) -> datetime | None:
    """ "May" in "between May and July 2023" is the last one before that end."""
    if first.intervals:
        return first.intervals[0].start
    end = last.intervals[-1].end
    if end is None:
        return None
    begin = _instance(first.yearly[0].start, end.year)
    return begin if begin < end else _instance(first.yearly[0].start, end.year - 1)


def _end(first: Dates, last: Dates) -> datetime | None:
    """ "July" in "May 2023 to July" is the next one after that start."""
    if last.intervals:
        return last.intervals[-1].end
    start = first.intervals[0].start
    if start is None:
        return None
    finish = _instance(last.yearly[0].end, start.year)
    return finish if finish > start else _instance(last.yearly[0].end, start.year + 1)


def _instance(key: int, year: int) -> datetime:
    day = min(key // 100 % 100, 28) if key // 10_000 == 2 else key // 100 % 100
    return datetime(year, key // 10_000, day, key % 100)  # noqa: DTZ001 a wall clock


@date_rule
def before_date(match: Match) -> Dates | None:
    dates: Dates = match["date"]
    end = latest_start(dates, match.clock) if dates.yearly or len(dates.intervals) > 1 else dates.intervals[0].start
    return Dates(intervals=(Interval(None, end),)) if end is not None else None


@date_rule
def until_date(match: Match) -> Dates | None:
    dates: Dates = match["date"]
    end = latest_end(dates, match.clock) if dates.yearly or len(dates.intervals) > 1 else dates.intervals[0].end
    return Dates(intervals=(Interval(None, end),)) if end is not None else None


@date_rule
def since_date(match: Match) -> Dates | None:
    start = latest_start(match["date"], match.clock)
    return Dates(intervals=(Interval(start, None),)) if start is not None else None


@date_rule
def after_date(match: Match) -> Dates | None:
    start = latest_end(match["date"], match.clock)
    return Dates(intervals=(Interval(start, None),)) if start is not None else None


@date_rule
def older_than(match: Match) -> Dates:
    return Dates(intervals=(Interval(None, _back(match)),))


@date_rule
def newer_than(match: Match) -> Dates:
    return Dates(intervals=(Interval(_back(match), None),))


def _back(match: Match) -> datetime:
    now, unit = match.clock.local_now, match["unit"]
    if unit in ROLLING_DAYS:
        return now - timedelta(days=ROLLING_DAYS[unit] * match["n"])
    return datetime.combine(shifted(unit, now.date(), -match["n"]), now.time())


@date_rule
def around_date(match: Match) -> Dates | None:
    """As much again on both sides as the date is exact: days, a month, a year."""
    dates: Dates = match["date"]
    if len(dates.intervals) != 1:
        return None
    start, end = dates.intervals[0].start, dates.intervals[0].end
    if start is None or end is None:
        return None
    days = (end - start).days
    if days <= 7:
        return Dates(intervals=(Interval(start - timedelta(days=3), end + timedelta(days=3)),))
    if days <= 92:
        return Dates(
            intervals=(
                Interval(
                    datetime.combine(add_months(start.date(), -1), start.time()),
                    datetime.combine(add_months(end.date(), 1), end.time()),
                ),
            )
        )
    return Dates(
        intervals=(
            Interval(
                datetime.combine(add_years(start.date(), -1), start.time()),
                datetime.combine(add_years(end.date(), 1), end.time()),
            ),
        )
    )
