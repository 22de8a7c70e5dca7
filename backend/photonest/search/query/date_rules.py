"""What dates in words mean. Each function is named like the phrases of a language file that it reads; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from photonest.search.query import holidays
from photonest.search.query.calendar import (
    Dates,
    add_years,
    key,
    month,
    season,
    shifted,
    units_ago,
    whole,
    yearly,
)
from photonest.search.query.clock import Clock
from photonest.search.query.parts import Interval, YearRange, union
from photonest.search.query.reader import Match, date_rule

OLDEST_MOVING = 1970
"""A holiday that moves is looked up in every year from here on when no year is named."""
ANY_LEAP_YEAR = 2000
ROLLING_DAYS = {"day": 1, "week": 7, "weekend": 7}


def _span(start: date | datetime | None, end: date | datetime | None) -> Dates:
    return Dates.between(start, end)


@date_rule
def today(match: Match) -> Dates:
    return _days(match.clock.today)


@date_rule
def yesterday(match: Match) -> Dates:
    return _days(match.clock.today - timedelta(days=1))


@date_rule
def day_before_yesterday(match: Match) -> Dates:
    return _days(match.clock.today - timedelta(days=2))


@date_rule
def last_night(match: Match) -> Dates:
    midnight = datetime.combine(match.clock.today, time())
    return _span(midnight - timedelta(hours=6), midnight + timedelta(hours=6))


@date_rule
def this_unit(match: Match) -> Dates:
    return _span(*units_ago(match["unit"], 0, match.clock))


@date_rule
def last_unit(match: Match) -> Dates:
    return _ago(match["unit"], 1, match.clock)


@date_rule
def units_ago_whole(match: Match) -> Dates:
    return _ago(match["unit"], match.get("n", 1), match.clock)


@date_rule
def two_units_ago(match: Match) -> Dates:
    """In a language that has a word for two days."""
    return _ago(match["two_units"], 2, match.clock)


@date_rule
def past_units(match: Match) -> Dates:
    """Rolling: from now back to the same moment."""
    now, unit, count = match.clock.local_now, match["unit"], match.get("n", 1)
    if unit in ROLLING_DAYS:
        return _span(now - timedelta(days=ROLLING_DAYS[unit] * count), now)
    return _span(datetime.combine(shifted(unit, now.date(), -count), now.time()), now)


@date_rule
def day_years_ago(match: Match) -> Dates:
    return _days(add_years(match.clock.today, -match.get("n", 1)))


@date_rule
def on_this_day(match: Match) -> Dates:
    today_ = match.clock.today.replace(year=ANY_LEAP_YEAR)
    return Dates(yearly=(yearly(today_, today_ + timedelta(days=1)),))


@date_rule
def in_year(match: Match) -> Dates:
    return _span(date(match["year"], 1, 1), date(match["year"] + 1, 1, 1))


@date_rule
def in_decade(match: Match) -> Dates | None:
    digits = "".join(char for char in str(match["decade"]) if char.isascii() and char.isdigit())
    start = int(digits)
    if len(digits) == 2:  # the latest that has begun
        start += match.clock.today.year // 100 * 100
        start -= 100 if start > match.clock.today.year else 0
    return _span(date(start, 1, 1), date(start + 10, 1, 1))


@date_rule
def in_month(match: Match) -> Dates:
    number = int(match["month"])
    if match.has("year"):
        try:
            return _span(*month(match["year"], number))
        except (ValueError, OverflowError):
            return Dates.none(0, number, match["year"])
    return Dates(yearly=(YearRange(number * 10_000 + 100, (number % 12 + 1) * 10_000 + 100),))


@date_rule
def last_month_named(match: Match) -> Dates:
    number, year = int(match["month"]), match.clock.today.year
    start, end = month(year, number)
    return _span(start, end) if end <= match.clock.today else _span(*month(year - 1, number))


@date_rule
def this_month_named(match: Match) -> Dates:
    return _span(*month(match.clock.today.year, int(match["month"])))


@date_rule
def on_day(match: Match) -> Dates:
    """4 July, with or without a year."""
    number, day = int(match["month"]), match["day"]
    try:
        if match.has("year"):
            return _days(date(match["year"], number, day))
        start = date(ANY_LEAP_YEAR, number, day)
    except (ValueError, OverflowError):
        return Dates.none(day, number, match.get("year"))
    return Dates(yearly=(yearly(start, start + timedelta(days=1)),))


@date_rule
def days_of_month(match: Match) -> Dates | None:
    """4 to 10 July, with or without a year."""
    number, first, last = int(match["month"]), match["day"], match["last"]
    year = match.get("year", ANY_LEAP_YEAR)
    try:
        start, end = date(year, number, first), date(year, number, last) + timedelta(days=1)
    except (ValueError, OverflowError):
        return Dates.none(last, number, match.get("year"))
    if end <= start:
        return None
    return _span(start, end) if match.has("year") else Dates(yearly=(yearly(start, end),))


@date_rule
def on_numeric_day(match: Match) -> Dates | None:
    return numeric(match["numeric"], match.clock)


def numeric(text: str, clock: Clock) -> Dates:
    """2021-07-04, 2021-07, 4/7/2021, 4.7.21, 4.7."""
    day, number, year = _numbers(text, clock)
    try:
        if not day:
            return _span(*month(year or 0, number))
        if year is None:
            start = date(ANY_LEAP_YEAR, number, day)
            return Dates(yearly=(yearly(start, start + timedelta(days=1)),))
        return _days(date(year, number, day))
    except (ValueError, OverflowError):
        return Dates.none(day, number, year)


def _numbers(text: str, clock: Clock) -> tuple[int, int, int | None]:
    """Day (0: the whole month), month and year (None: every year)."""
    if "-" in text:
        of_year, number, *days = (int(piece) for piece in text.split("-"))
        day = days[0] if days else 0
        return (number, day, of_year) if number > 12 and day else (day, number, of_year)
    pieces = [piece for piece in text.replace("/", ".").split(".") if piece]
    first, second = int(pieces[0]), int(pieces[1])
    if len(pieces) == 2:
        return first, second, None
    year = int(pieces[2])
    if len(pieces[2]) == 2:
        year += 2000 if year <= clock.today.year % 100 + 1 else 1900
    is_american = clock.day_order == "mdy" and "/" in text
    number, day = (first, second) if is_american else (second, first)
    if number > 12 and 1 <= day <= 12:  # there is but one reading
        number, day = day, number
    return day, number, year


@date_rule
def in_season(match: Match) -> Dates:
    name, clock = match["season"], match.clock
    try:
        start, end = season(name, match.get("year", ANY_LEAP_YEAR), clock.hemisphere)
    except (ValueError, OverflowError):
        return Dates.none(0, 0, match["year"])
    return _span(start, end) if match.has("year") else Dates(yearly=(yearly(start, end),))


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
    return Dates(intervals=union(interval for span in spans for interval in _span(*span).intervals))


@date_rule
def last_season(match: Match) -> Dates:
    return _season_ago(match["season"], 1, match.clock)


@date_rule
def seasons_ago(match: Match) -> Dates:
    return _season_ago(match["season"], match["n"], match.clock)


@date_rule
def this_season(match: Match) -> Dates:
    """The one that runs, or the next to come in this year."""
    today_, hemisphere = match.clock.today, match.clock.hemisphere
    start, end = season(match["season"], today_.year - 1, hemisphere)
    return _span(start, end) if start <= today_ < end else _span(*season(match["season"], today_.year, hemisphere))


@date_rule
def on_holiday(match: Match) -> Dates:
    name = match["holiday"]
    if match.has("year"):
        try:
            return _span(*holidays.in_year(name, match["year"]))
        except (ValueError, OverflowError):
            return Dates.none(0, 0, match["year"])
    every = holidays.every_year(name)
    if every is not None:
        return Dates(yearly=(every,))
    years = range(OLDEST_MOVING, match.clock.today.year + 2)
    return Dates(
        intervals=tuple(Interval(*holidays.in_year(name, year)) for year in years), words=name.replace("_", " ")
    )


@date_rule
def last_holiday(match: Match) -> Dates:
    return _holiday_ago(match["holiday"], 1, match.clock)


@date_rule
def holidays_ago(match: Match) -> Dates:
    return _holiday_ago(match["holiday"], match["n"], match.clock)


@date_rule
def this_holiday(match: Match) -> Dates:
    return _span(*holidays.in_year(match["holiday"], match.clock.today.year))


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
def last_weekday(match: Match) -> Dates:
    """The latest one before today; "Monday" on a Monday is a week ago."""
    back = (match.clock.today.isoweekday() - int(match["weekday"])) % 7 or 7
    return _days(match.clock.today - timedelta(days=back))


@date_rule
def this_weekday(match: Match) -> Dates:
    start, _ = whole("week", match.clock.today, match.clock)
    return _days(start + timedelta(days=(int(match["weekday"]) - match.clock.week_start) % 7))


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
        return _span(shifted("month", first, step * number), shifted("month", first, step * (number + 1)))
    third = days // 3
    cuts = [start, start + timedelta(days=third), start + timedelta(days=2 * third), end]
    return _span(cuts[number], cuts[number + 1])


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
    return Dates(yearly=(yearly(begin, finish),)) if dates.yearly else _span(begin, finish)


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
    return _span(saturday, saturday + timedelta(days=2))


def _days(day: date, count: int = 1) -> Dates:
    return _span(day, day + timedelta(days=count))


def _ago(unit: str, count: int, clock: Clock) -> Dates:
    """`count` whole units back. Of weekends, the latest that is over is the first."""
    start, end = units_ago(unit, count, clock)
    if unit == "weekend":
        start, end = _latest_weekend(clock)
        start, end = (shifted(unit, one, 1 - count) for one in (start, end))
    return _span(start, end)


def _latest_weekend(clock: Clock) -> tuple[date, date]:
    saturday = clock.today - timedelta(days=(clock.today.isoweekday() - 6) % 7)
    if saturday + timedelta(days=2) > clock.today:
        saturday -= timedelta(days=7)
    return saturday, saturday + timedelta(days=2)


def _season_ago(name: str, count: int, clock: Clock) -> Dates:
    year = clock.today.year
    while season(name, year, clock.hemisphere)[1] > clock.today:
        year -= 1
    return _span(*season(name, year + 1 - count, clock.hemisphere))


def _holiday_ago(name: str, count: int, clock: Clock) -> Dates:
    year = clock.today.year
    while holidays.in_year(name, year)[1] > clock.local_now:
        year -= 1
    return _span(*holidays.in_year(name, year + 1 - count))


def latest_start(dates: Dates, clock: Clock) -> datetime | None:
    """When it last began: "since March"."""
    if dates.yearly:
        start = dates.yearly[0].start
        year = clock.today.year - (start > key(clock.local_now))
        return datetime(year, start // 10_000, start // 100 % 100, start % 100)  # noqa: DTZ001 a wall clock
    begun = [one.start for one in dates.intervals if one.start is not None and one.start <= clock.local_now]
    return max(begun, default=dates.intervals[0].start)


def latest_end(dates: Dates, clock: Clock) -> datetime | None:
    """The end of the one that last began: "after March"."""
    start = latest_start(dates, clock)
    if dates.yearly and start is not None:
        end = dates.yearly[0].end
        year = start.year + (end <= dates.yearly[0].start)
        return datetime(year, end // 10_000, end // 100 % 100, end % 100)  # noqa: DTZ001 a wall clock
    return next((one.end for one in dates.intervals if one.start == start), dates.intervals[-1].end)
