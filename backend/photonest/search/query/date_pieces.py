"""Pieces of a time (its first week, its second half) and several at once. Named like their phrases; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from photonest.search.query import holidays
from photonest.search.query.calendar import Dates, month, season, shifted, yearly
from photonest.search.query.date_rules import ANY_LEAP_YEAR
from photonest.search.query.parts import Interval, YearRange, union
from photonest.search.query.reader import Match, date_rule


@date_rule
def two_months(match: Match) -> Dates:
    """July and August 2022; July 2021 or 2022."""
    is_month = isinstance(match["last"], str)
    years = [match["year"]] if is_month else [match["year"], match["last"]]
    numbers = [int(match["month"]), int(match["last"])] if is_month else [int(match["month"])]
    return _all(month(year, number) for year in years for number in numbers)


@date_rule
def two_seasons(match: Match) -> Dates:
    """Summer or winter 2022; summer 2022 or 2023."""
    is_season = isinstance(match["last"], str)
    years = [match["year"]] if is_season else [match["year"], match["last"]]
    names = [match["season"], match["last"]] if is_season else [match["season"]]
    return _all(season(name, year, match.clock.hemisphere) for year in years for name in names)


def _all(spans: Iterable[tuple[date, date]]) -> Dates:
    return Dates(intervals=union(interval for span in spans for interval in Dates.between(*span).intervals))


@date_rule
def holiday_of_years(match: Match) -> Dates | None:
    """Christmas 2020 to 2023: that of every one of the years."""
    name, first, last = match["holiday"], match["year"], match["last"]
    if not first <= last <= first + 200:
        return None
    years = range(first, last + 1)
    words = f"{name.replace('_', ' ')} {first} to {last}"
    return Dates(intervals=tuple(Interval(*holidays.in_year(name, year)) for year in years), words=words)


@date_rule
def season_of_years(match: Match) -> Dates | None:
    """Summers 2019 to 2021."""
    name, first, last = match["season"], match["year"], match["last"]
    if not first <= last <= first + 200:
        return None
    years = range(first, last + 1)
    hemisphere = match.clock.hemisphere
    spans = tuple(Dates.between(*season(name, year, hemisphere)).intervals[0] for year in years)
    return Dates(intervals=spans, words=f"{name} {first} to {last}")


@date_rule
def part_of_date(match: Match) -> Dates | None:
    """Early, mid or late in a year, month or season: its thirds."""
    dates: Dates = match["date"]
    if len(dates.intervals) != 1:
        return None
    start, end = dates.intervals[0].start, dates.intervals[0].end
    if start is None or end is None or end - start < timedelta(days=20):
        return None
    days, number = (end - start).days, int(match["part"])
    if days >= 365:
        first = start.date()
        step = days // 365 * 4
        return Dates.between(shifted("month", first, step * number), shifted("month", first, step * (number + 1)))
    third = days // 3
    cuts = [start, start + timedelta(days=third), start + timedelta(days=2 * third), end]
    return Dates.between(cuts[number], cuts[number + 1])


@date_rule
def half_of_date(match: Match) -> Dates | None:
    """The first half of 2023, the second half of June."""
    return _piece(match["date"], lambda days: (0, days // 2) if match["ordinal"] == 1 else (days // 2, days), match, 2)


@date_rule
def week_of_date(match: Match) -> Dates | None:
    """The first week of June: its first seven days."""
    first = 7 * (match["ordinal"] - 1)
    return _piece(match["date"], lambda days: (first, min(first + 7, days)), match, 5)


@date_rule
def last_week_of_date(match: Match) -> Dates | None:
    return _piece(match["date"], lambda days: (days - 7, days), match, 5)


def _piece(dates: Dates, cut: Callable[[int], tuple[int, int]], match: Match, most: int) -> Dates | None:
    """Some days of a month, a season or a year, named or every one."""
    if match.get("ordinal", 1) > most or len(dates.intervals) + len(dates.yearly) != 1:
        return None
    if dates.yearly:
        start, end = (datetime(ANY_LEAP_YEAR, one // 10_000, one // 100 % 100) for one in _ends(dates.yearly[0]))  # noqa: DTZ001
        end = end if end > start else end.replace(year=ANY_LEAP_YEAR + 1)
    elif dates.intervals[0].start is None or dates.intervals[0].end is None:
        return None
    else:
        start, end = dates.intervals[0].start, dates.intervals[0].end
    first, last = cut((end - start).days)
    if first >= last:
        return None
    begin, finish = start + timedelta(days=first), start + timedelta(days=last)
    return Dates(yearly=(yearly(begin, finish),)) if dates.yearly else Dates.between(begin, finish)


def _ends(stretch: YearRange) -> tuple[int, int]:
    return stretch.start, stretch.end


@date_rule
def weekend_of_date(match: Match) -> Dates | None:
    """The one in the week of a day."""
    dates: Dates = match["date"]
    if len(dates.intervals) != 1 or dates.intervals[0].start is None:
        return None
    day = dates.intervals[0].start.date()
    saturday = day - timedelta(days=day.isoweekday() - 6) if day.isoweekday() <= 6 else day - timedelta(days=1)
    return Dates.between(saturday, saturday + timedelta(days=2))
