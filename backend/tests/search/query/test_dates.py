"""Dates in words, on the clock of the one who asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.search.query.household import CLOCK, parse

from photonest.search.errors import QueryError
from photonest.search.parse import show
from photonest.search.query import holidays
from photonest.search.query.language import available
from photonest.search.query.parts import When, Yearly

PHRASES = [
    ("today", "when:2026-11-18"),
    ("the day before yesterday", "when:2026-11-16"),
    ("this week", "when:2026-11-16..2026-11-22"),
    ("last week", "when:2026-11-09..2026-11-15"),
    ("2 weeks ago", "when:2026-11-02..2026-11-08"),
    ("this weekend", "when:2026-11-21..2026-11-22"),
    ("two weekends ago", "when:2026-11-07..2026-11-08"),
    ("last month", "when:2026-10"),
    ("three months ago", "when:2026-08"),
    ("this year", "when:2026"),
    ("last year", "when:2025"),
    ("10 years ago", "when:2016"),
    ("last decade", "when:2010..2019"),
    ("in the past 7 days", "when:2026-11-11T10:00:00..2026-11-18T10:00:00"),
    ("past month", "when:2026-10-18T10:00:00..2026-11-18T10:00:00"),
    ("last night", "when:2026-11-17T18:00:00..2026-11-18T06:00:00"),
    ("yesterday evening", "when:2026-11-17T17:00:00..2026-11-17T22:00:00"),
    ("this morning", "when:2026-11-18T05:00:00..2026-11-18T12:00:00"),
    ("on this day", "yearly:11-18"),
    ("in 2019", "when:2019"),
    ("May", "yearly:05-01..05-31"),
    ("Dec 2023", "when:2023-12"),
    ("February 2024", "when:2024-02"),
    ("last November", "when:2025-11"),
    ("this June", "when:2026-06"),
    ("the 4th of July 2021", "when:2021-07-04"),
    ("July 4", "yearly:07-04"),
    ("24 Dec", "yearly:12-24"),
    ("4/7/2021", "when:2021-07-04"),
    ("4.7.21", "when:2021-07-04"),
    ("31.12.99", "when:1999-12-31"),
    ("4 to 10 July 2021", "when:2021-07-04..2021-07-10"),
    ("from May to July", "yearly:05-01..07-31"),
    ("November to February", "yearly:11-01..02-29"),
    ("between May and July 2023", "when:2023-05..2023-07"),
    ("from November to February 2024", "when:2023-11..2024-02"),
    ("2019-2021", "when:2019..2021"),
    ("after 2015", "when:2016.."),
    ("until June 2020", "when:..2020-06"),
    ("since last summer", "when:2026-06.."),
    ("before Christmas", "when:..2025-12-23"),
    ("summer", "yearly:06-01..08-31"),
    ("this winter", "when:2026-12..2027-02"),
    ("last winter", "when:2025-12..2026-02"),
    ("two winters ago", "when:2024-12..2025-02"),
    ("early 2023", "when:2023-01..2023-04"),
    ("late May 2024", "when:2024-05-21..2024-05-31"),
    ("around Christmas 2022", "when:2022-12-21..2022-12-29"),
    ("last Monday", "when:2026-11-16"),
    ("on Wednesday", "when:2026-11-11"),
    ("Sundays", "weekday:sunday"),
    ("every weekend", "weekday:saturday,sunday"),
    ("in the sixties", "when:1960..1969"),
    ("the 20s", "when:2020..2029"),
    ("Thanksgiving 2024", "when:2024-11-28"),
    ("Whitsun 2023", "when:2023-05-28..2023-05-29"),
    ("advent 2023", "when:2023-12-03..2023-12-24"),
    ("Mother's Day 2024", "when:2024-05-12"),
    ("Carnival 2024", "when:2024-02-08..2024-02-13"),
    ("two Christmases ago", "when:2024-12-24..2024-12-26"),
    ("last Easter", "when:2026-04-03..2026-04-06"),
    ("summers 2019 to 2021", 'when:"summer 2019 to 2021"'),
    ("older than 5 years", "when:..2021-11-18T10:00:00"),
    ("2019 and 2021", "when:2019,2021"),
    ("at 5pm", "time:16:30..17:30"),
    ("between 22:00 and 02:00", "time:22:00..02:00"),
    ("in the morning", "time:05:00..12:00"),
    ("uploaded yesterday", "added:2026-11-17"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "understood"), PHRASES, ids=[text for text, _ in PHRASES])
def test_a_date_in_words_is_an_interval(text: str, understood: str) -> None:
    query = parse(text)
    assert show(query) == understood
    assert parse(show(query)) == query


@pytest.mark.parametrize("text", ["31.11.2020", "1700", "32.1.2020", "0", "99999", "year 0", "after 9999"])
def test_a_day_that_does_not_exist_is_no_date(text: str) -> None:
    assert not parse(text).each(When)
    assert not parse(text).each(Yearly)


@pytest.mark.parametrize(
    ("text", "shown", "chip"),
    [
        ("30 February 2024", "30.2.2024", "30 Feb 2024"),
        ("Feb 30, 2024", "30.2.2024", "30 Feb 2024"),
        ("30.2.2024", "30.2.2024", "30 Feb 2024"),
        ("30/02/2024", "30.2.2024", "30 Feb 2024"),
        ("2024-02-30", "30.2.2024", "30 Feb 2024"),
        ("29 February 2023", "29.2.2023", "29 Feb 2023"),
        ("31 June", "31.6.", "31 Jun"),
        ("28 to 31 February 2024", "31.2.2024", "31 Feb 2024"),
        ("before 30 February 2024", "30.2.2024", "30 Feb 2024"),
        ("between 30 February 2024 and 2025", "30.2.2024", "30 Feb 2024"),
        ("uploaded 30 February 2024", "30.2.2024", "30 Feb 2024"),
        ("late February 99999", "0.2.99999", "Feb 99999"),
        ("4 July 99999", "4.7.99999", "4 Jul 99999"),
        ("0000-05-01", "1.5.0000", "1 May 0000"),
        ("31.12.9999", "31.12.9999", "31 Dec 9999"),
        ("summer 99999", "0.0.99999", "99999"),
        ("Christmas 99999", "0.0.99999", "99999"),
        ("30. Februar 2024", "30.2.2024", "30 Feb 2024"),
        ("30 février 2024", "30.2.2024", "30 Feb 2024"),
        ("30 de febrero de 2024", "30.2.2024", "30 Feb 2024"),
    ],
)
def test_a_date_that_no_calendar_has_filters_nothing_and_says_so(text: str, shown: str, chip: str) -> None:
    query = parse(text)
    (part,) = query.parts
    assert (part.chip, part.applies, show(query)) == (chip, False, f'when:"{shown}"')
    assert part.note == "there is no such date, so nothing was filtered by it"
    assert parse(show(query)) == query


def test_two_dates_that_do_not_exist_are_two_chips_and_the_rest_still_counts() -> None:
    query = parse("Anna on 30 February 2024 and 31 June 2020 in Rome")
    assert [part.chip for part in query.in_order_of_text] == ["Anna", "30 Feb 2024", "31 Jun 2020", "in Rome"]
    assert [part.kind for part in query.hard] == ["person", "place"]
    with pytest.raises(QueryError):
        parse("before:30.2.2024")


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("1904", "when:1904"), ("1904-01-01", "when:1904-01-01"), ("2106", "when:2106"), ("29 Feb", "yearly:02-29"),
        ("29 February 2024", "when:2024-02-29"), ("4 July 1700", "when:1700-07-04"),
        ("2024-13-01", "when:2024-01-13"), ("before 1900", "when:..1899"), ("in the 1820s", "when:1820..1829"),
    ],
)  # fmt: skip
def test_days_far_away_that_do_exist_are_read(text: str, understood: str) -> None:
    assert show(parse(text)) == understood


def test_a_week_that_starts_on_sunday_is_another_week() -> None:
    sunday = replace(CLOCK, week_start=7)
    assert show(parse("this week", clock=sunday)) == "when:2026-11-15..2026-11-21"
    assert show(parse("last week", clock=sunday)) == "when:2026-11-08..2026-11-14"
    assert show(parse("last weekend", clock=sunday)) == "when:2026-11-14..2026-11-15"


@pytest.mark.parametrize(
    ("now", "last", "this"),
    [
        (datetime(2026, 11, 20, tzinfo=UTC), "when:2026-11-14..2026-11-15", "when:2026-11-21..2026-11-22"),
        (datetime(2026, 11, 21, 12, tzinfo=UTC), "when:2026-11-14..2026-11-15", "when:2026-11-21..2026-11-22"),
        (datetime(2026, 11, 22, 12, tzinfo=UTC), "when:2026-11-14..2026-11-15", "when:2026-11-21..2026-11-22"),
        (datetime(2026, 11, 23, 12, tzinfo=UTC), "when:2026-11-21..2026-11-22", "when:2026-11-28..2026-11-29"),
    ],
)
def test_the_last_weekend_is_the_latest_that_is_over(now: datetime, last: str, this: str) -> None:
    clock = replace(CLOCK, now=now)
    assert show(parse("last weekend", clock=clock)) == last
    assert show(parse("this weekend", clock=clock)) == this


def test_summer_is_in_december_south_of_the_equator() -> None:
    south = replace(CLOCK, hemisphere="south")
    assert show(parse("last summer", clock=south)) == "when:2025-12..2026-02"
    assert show(parse("winter 2023", clock=south)) == "when:2023-06..2023-08"
    assert show(parse("autumn", clock=south)) == "yearly:03-01..05-31"


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "2026-03-29"),  # 01:30, half an hour before the clock jumps
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "2026-03-29"),  # 03:30
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), "2026-10-25"),  # 00:30 of the longest day of the year
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), "2026-10-25"),  # 23:59 by winter time
        (datetime(2026, 10, 25, 23, 1, tzinfo=UTC), "2026-10-26"),
    ],
)
def test_days_begin_at_midnight_also_when_the_clock_jumps(now: datetime, today: str) -> None:
    assert show(parse("today", clock=replace(CLOCK, now=now))) == f"when:{today}"


def test_rolling_time_runs_on_the_wall_clock_over_a_change_of_the_clock() -> None:
    clock = replace(CLOCK, now=datetime(2026, 10, 26, 9, tzinfo=UTC))  # 10:00, the day after
    assert show(parse("past 2 days", clock=clock)) == "when:2026-10-24T10:00:00..2026-10-26T10:00:00"


def test_numeric_dates_follow_the_habits_of_the_user_and_the_chip_spells_the_month() -> None:
    american = replace(CLOCK, day_order="mdy")
    assert show(parse("7/4/2021", clock=american)) == "when:2021-07-04"
    assert show(parse("25/12/2021", clock=american)) == "when:2021-12-25"
    assert show(parse("4.7.2021", clock=american)) == "when:2021-07-04"
    assert parse("4/7/2021").parts[0].chip == "4 Jul 2021"
    assert parse("4/7/2021", clock=american).parts[0].chip == "7 Apr 2021"


@pytest.mark.parametrize(
    ("text", "chip"),
    [
        ("2023", "2023"),
        ("2019..2021", "2019–2021"),
        ("May 2024", "May 2024"),
        ("last summer", "Jun – Aug 2026"),
        ("winter 2023", "Dec 2023 – Feb 2024"),
        ("last week", "9–15 Nov 2026"),
        ("since March", "since 1 Mar 2026"),
        ("before 2015", "before 2015"),
        ("Christmas", "every year 24–26 Dec"),
        ("New Year's Eve", "every year 31 Dec 18:00 – 1 Jan 04:00"),
        ("yesterday evening", "17 Nov 2026 17:00–22:00"),
    ],
)
def test_a_chip_names_a_time_as_shortly_as_it_can(text: str, chip: str) -> None:
    assert parse(text).parts[0].chip == chip


def test_every_year_holds_a_moment_of_any_year() -> None:
    (eve,) = parse("New Year's Eve").each(Yearly)[0].any
    assert datetime(2019, 12, 31, 23, 59) in eve  # noqa: DTZ001
    assert datetime(1999, 1, 1, 3, 59) in eve  # noqa: DTZ001
    assert datetime(1999, 1, 1, 4, 0) not in eve  # noqa: DTZ001
    assert datetime(1999, 12, 31, 17, 59) not in eve  # noqa: DTZ001


def test_easter_is_where_the_tables_put_it() -> None:
    known = {1961: (4, 2), 1999: (4, 4), 2000: (4, 23), 2008: (3, 23), 2011: (4, 24), 2024: (3, 31), 2038: (4, 25)}
    assert {year: holidays.easter(year) for year in known} == {year: date(year, *day) for year, day in known.items()}


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("ramadan", 2000, date(2000, 11, 27)),
        ("ramadan", 2020, date(2020, 4, 24)), ("ramadan", 2024, date(2024, 3, 11)),
        ("ramadan", 2026, date(2026, 2, 18)), ("eid_al_fitr", 2023, date(2023, 4, 21)),
        ("eid_al_adha", 2024, date(2024, 6, 16)), ("eid_al_fitr", 2025, date(2025, 3, 30)),
    ],
)  # fmt: skip
def test_the_islamic_holidays_are_at_most_a_day_off(name: str, year: int, day: date) -> None:
    """Dates as Saudi Arabia kept them."""
    start, end = holidays.in_year(name, year)
    assert abs((start.date() - day).days) <= 1
    assert (end.date() - day).days >= 2
    assert {holidays.in_year(name, one)[0].year - one for one in range(1970, 2100)} == {0}


@pytest.mark.parametrize("name", holidays.NAMES)
def test_every_holiday_has_a_name_in_english_and_a_place_in_the_year(name: str) -> None:
    start, end = holidays.in_year(name, 2024)
    assert start.year == 2024
    assert start < end
    query = parse(f'when:"{name.replace("_", " ")}"') if name in holidays.MOVING else parse("when:christmas")
    assert query.parts


SAME_IN_ALL = {
    "en": ["last summer", "three weeks ago", "Christmas 2022", "between May and July 2023", "in the 90s",
           "before 2015"],
    "de": ["letzten Sommer", "vor drei Wochen", "Weihnachten 2022", "zwischen Mai und Juli 2023", "in den 90ern",
           "vor 2015"],
    "fr": ["l'été dernier", "il y a trois semaines", "Noël 2022", "entre mai et juillet 2023", "dans les années 90",
           "avant 2015"],
    "es": ["el verano pasado", "hace tres semanas", "Navidad de 2022", "entre mayo y julio de 2023", "en los años 90",
           "antes de 2015"],
    "ar": ["الصيف الماضي", "قبل ثلاثة أسابيع", "عيد الميلاد 2022", "بين مايو ويوليو 2023", "في التسعينات", "قبل 2015"],
}  # fmt: skip


@pytest.mark.parametrize("code", SAME_IN_ALL)
def test_every_language_says_the_same_dates(code: str) -> None:
    for text, english in zip(SAME_IN_ALL[code], SAME_IN_ALL["en"], strict=True):
        query = parse(text, clock=replace(CLOCK, language=code))
        assert (query.language, show(query)) == (code, show(parse(english))), text


def test_there_is_a_language_file_for_everything_that_is_promised() -> None:
    assert {"en", "de", "fr", "es", "ar"} <= set(available())
