"""What dates in words mean. Each function is named like the phrases of a language file that it reads; pure."""

from __future__ import annotations

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
from photonest.search.query.parts import Interval, YearRange
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
def last_weekday(match: Match) -> Dates:
    """The latest one before today; "Monday" on a Monday is a week ago."""
    back = (match.clock.today.isoweekday() - int(match["weekday"])) % 7 or 7
    return _days(match.clock.today - timedelta(days=back))


@date_rule
def this_weekday(match: Match) -> Dates:
    start, _ = whole("week", match.clock.today, match.clock)
    return _days(start + timedelta(days=(int(match["weekday"]) - match.clock.week_start) % 7))


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
