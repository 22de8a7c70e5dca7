"""What is worth remembering on a day: past years, the best, nothing twice, nothing that was hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonest.events.best import are_alike, best_of
from photonest.events.memories import (
    Hidden,
    PersonBefore,
    Remembered,
    TripBefore,
    around,
    memories_of,
)

TODAY = date(2026, 7, 4)


def photo(day: date, *, hour: int = 12, **fields: object) -> Remembered:
    at = day.toordinal() * 86_400.0 + hour * 3600
    return Remembered(uuid4(), at, day=day, phash=uuid4().int % 2**63, **fields)


def test_the_day_itself_comes_first_with_the_number_of_years() -> None:
    found = memories_of(TODAY, near=[photo(date(2019, 7, 4)), photo(date(2025, 7, 4)), photo(date(2019, 7, 6))])
    assert [(one.key, one.title) for one in found] == [
        ("day-2025", "A year ago today"),
        ("day-2019", "7 years ago today"),
    ]
    assert [one.day for one in found[1].photos] == [date(2019, 7, 4)]


def test_a_year_without_the_day_is_remembered_by_its_week() -> None:
    near = [photo(date(2019, 7, 2)), photo(date(2019, 7, 6))]
    (found,) = memories_of(TODAY, near=near)
    assert (found.key, found.title) == ("week-2019", "This week 7 years ago")
    assert found.subtitle == "2 to 6 July 2019"


def test_the_turn_of_the_year_belongs_to_the_old_year() -> None:
    found = memories_of(date(2026, 12, 30), near=[photo(date(2021, 1, 1)), photo(date(2020, 12, 31))])
    assert [(one.key, len(one.photos)) for one in found] == [("week-2020", 2)]


def test_the_month_stands_in_only_where_the_days_around_hold_nothing() -> None:
    month = [photo(date(2020, 7, day)) for day in (20, 21, 22, 23)]
    (found,) = memories_of(TODAY, near=[], month=month)
    assert (found.key, found.title) == ("month-2020", "July 2020")
    assert [one.key for one in memories_of(TODAY, near=[photo(date(2019, 7, 4))], month=month)] == ["day-2019"]


def test_this_year_is_no_memory() -> None:
    assert memories_of(TODAY, near=[photo(TODAY), photo(TODAY - timedelta(days=1))], month=[photo(TODAY)] * 9) == []


def test_a_trip_is_remembered_around_the_day_it_began() -> None:
    photos = [photo(date(2022, 7, 9) + timedelta(days=step % 5), hour=step % 20) for step in range(12)]
    trip = TripBefore(UUID(int=1), "Trip to Lisbon", date(2022, 7, 9), photos)
    (found,) = memories_of(TODAY, near=[], trips=[trip])
    assert (found.title, found.about) == ("Trip to Lisbon", {"event": str(UUID(int=1))})
    assert memories_of(TODAY, near=[], trips=[replace(trip, first=date(2022, 9, 9))]) == []


def test_a_person_needs_several_years() -> None:
    photos = [photo(date(year, 3, day)) for year in (2018, 2019, 2021) for day in (1, 2, 3)]
    (found,) = memories_of(TODAY, near=[], people=[PersonBefore(UUID(int=7), "Anna", photos)])
    assert (found.title, found.subtitle) == ("Anna over the years", "2018 to 2021")
    assert {one.day.year for one in found.photos} == {2018, 2019, 2021}
    assert memories_of(TODAY, near=[], people=[PersonBefore(UUID(int=7), "Anna", photos[:6])]) == []


def test_nearly_the_same_picture_is_shown_once_and_the_better_one() -> None:
    first = photo(date(2019, 7, 4), sharpness=0.2)
    better = replace(first, asset_id=uuid4(), sharpness=0.9, at=first.at + 1, phash=(first.phash or 0) ^ 0b101)
    (found,) = memories_of(TODAY, near=[first, better])
    assert [one.asset_id for one in found.photos] == [better.asset_id]
    assert found.photo_count == 2


def test_what_a_person_loves_comes_before_what_is_sharp() -> None:
    loved, sharp = photo(TODAY, is_favourite=True, sharpness=0.1), photo(TODAY, sharpness=1.0)
    assert best_of([sharp, loved], 1) == [loved]


days = st.dates(date(2001, 1, 1), date(2026, 7, 3))


@given(st.lists(days, max_size=60), st.dates(date(2002, 1, 1), date(2027, 12, 31)))
def test_no_photo_is_in_two_memories_and_none_is_of_today_or_later(taken: list[date], today: date) -> None:
    photos = [photo(day) for day in taken]
    near = [one for one in photos if any(a <= one.day <= b for a, b in _spans(today))]
    found = memories_of(today, near=near, month=photos, people=[PersonBefore(UUID(int=1), "Anna", photos)])
    shown = [one.asset_id for memory in found for one in memory.photos]
    assert len(shown) == len(set(shown))
    assert len({memory.key for memory in found}) == len(found)
    assert all(list(memory.photos) == sorted(memory.photos, key=lambda one: (one.at, one.asset_id)) for memory in found)
    for memory in found:
        for one in memory.photos:
            assert not any(are_alike(one, other) for other in memory.photos if other.asset_id != one.asset_id)
        if memory.year is not None:
            assert memory.year < today.year


def _spans(today: date) -> list[tuple[date, date]]:
    return [around(today, year, 3) for year in range(2000, today.year)]


def test_the_29th_of_february_is_remembered_every_year() -> None:
    assert around(date(2024, 2, 29), 2023, 0) == (date(2023, 2, 28), date(2023, 2, 28))


@pytest.mark.parametrize(
    ("hidden", "is_hidden"),
    [
        (Hidden(days=[date(2019, 7, 4)]), True),
        (Hidden(yearly=[(7, 4)]), True),
        (Hidden(places=[("Lisbon", "Portugal")]), True),
        (Hidden(places=[("Porto", "Portugal")], days=[date(2018, 7, 4)], yearly=[(4, 7)]), False),
    ],
)
def test_hiding(hidden: Hidden, is_hidden: bool) -> None:
    assert hidden.hides(date(2019, 7, 4), "Lisbon", "Portugal") == is_hidden
