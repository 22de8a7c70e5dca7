"""An event is called what the evidence says, with reasons; thin evidence stays everyday."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photonest.events.calendar import birthday_in, easter, holiday_on
from photonest.events.home import homes
from photonest.events.kinds import EventFacts, KnownPerson, _table, guess
from photonest.events.movement import nights_away, walked_km
from photonest.events.titles import Where, title_of


def clock(*reading: int) -> datetime:
    """What a wall clock shows."""
    return datetime(*reading)  # noqa: DTZ001


DAY = EventFacts(start=clock(2024, 6, 15, 11), end=clock(2024, 6, 15, 16), photo_count=40, away_km=20.0)
VIENNA = Where({"Vienna": 0.9}, {"Vienna": 0.9}, {"Austria": 1.0})
NOWHERE = Where({}, {}, {})


def facts(**changes: object) -> EventFacts:
    return replace(DAY, **changes)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("beach", {"tags": {"seashore": 0.5, "sandbar": 0.3}}),
        ("hike", {"tags": {"alp": 0.4, "valley": 0.3}, "walked_km": 9.0, "climbed_m": 600.0}),
        ("wedding", {"tags": {"groom": 0.3, "gown": 0.4, "suit": 0.2}}),
        ("graduation", {"tags": {"academic gown": 0.4, "mortarboard": 0.3}}),
        ("concert", {"tags": {"stage": 0.5, "microphone": 0.2, "electric guitar": 0.2}}),
        ("trip", {"away_km": 1800.0, "nights_away": 3, "end": clock(2024, 6, 18, 12)}),
        ("birthday", {"people": [KnownPerson("Anna", date(1990, 6, 15), 0.4)]}),
        ("everyday", {}),
        ("everyday", {"away_km": 0.2, "photo_count": 6}),
    ],
)
def test_the_likeliest_kind_is_what_the_evidence_says(kind: str, changes: dict[str, object]) -> None:
    assert guess(facts(**changes)).best == kind


def test_christmas_is_a_holiday() -> None:
    found = guess(facts(start=clock(2024, 12, 24, 17), end=clock(2024, 12, 24, 21)))
    assert found.best == "holiday"
    assert found.reasons[0].text == "It was Christmas."


def test_one_photo_with_a_candle_is_no_birthday() -> None:
    found = guess(facts(tags={"candle": 1 / 40}))
    assert found.best == "everyday"
    assert found.kinds["birthday"] < 0.2


def test_every_piece_of_evidence_for_what_is_likely_is_told() -> None:
    found = guess(facts(tags={"seashore": 0.5, "sandbar": 0.3}))
    told = [reason.text for reason in found.reasons if reason.kind == "beach"]
    assert told == ["20 photos show “seashore”.", "12 photos show “sandbar”."]


def test_a_birthday_needs_the_person_in_the_photos() -> None:
    absent = guess(facts(people=[KnownPerson("Anna", date(1990, 6, 15), 0.0)]))
    assert absent.birthday_of == ""


def test_a_fortnight_away_is_a_trip_even_with_christmas_in_it() -> None:
    away = facts(
        start=clock(2024, 12, 20, 9), end=clock(2025, 1, 2, 18), away_km=900.0, nights_away=13, photo_count=300
    )
    assert guess(away).best == "trip"


words = st.sampled_from(sorted({word for kind in _table()["words"].values() for word in kind}))


@given(
    st.dictionaries(words, st.floats(0, 1), max_size=8),
    st.integers(1, 3000),
    st.one_of(st.none(), st.floats(0, 20_000)),
    st.integers(0, 60),
    st.floats(0, 400),
)
def test_kinds_are_always_a_distribution(
    tags: dict[str, float], count: int, away: float | None, nights: int, walked: float
) -> None:
    found = guess(facts(tags=tags, photo_count=count, away_km=away, nights_away=nights, walked_km=walked))
    assert abs(sum(found.kinds.values()) - 1) < 0.01
    assert all(0 <= chance < 1.0001 for chance in found.kinds.values())
    assert list(found.kinds.values()) == sorted(found.kinds.values(), reverse=True)


@pytest.mark.parametrize(
    ("title", "changes", "where"),
    [
        ("Saturday in Vienna", {}, VIENNA),
        ("Saturday", {"start": clock(2024, 6, 15, 8), "end": clock(2024, 6, 15, 20)}, NOWHERE),
        ("Saturday afternoon", {}, NOWHERE),
        ("Anna’s birthday", {"people": [KnownPerson("Anna", date(1990, 6, 15), 0.4)]}, VIENNA),
        (
            "Trip to Lisbon",
            {"away_km": 2300.0, "nights_away": 3, "end": clock(2024, 6, 18, 12)},
            Where({"Lisbon": 0.8}, {"Lisbon": 0.8}, {"Portugal": 1.0}),
        ),
        (
            "Trip to Portugal",
            {"away_km": 2300.0, "nights_away": 8, "end": clock(2024, 6, 23, 12)},
            Where(dict.fromkeys(("Lisbon", "Porto", "Faro"), 0.3), {"Lisboa": 0.4, "Porto": 0.3}, {"Portugal": 1.0}),
        ),
        ("Christmas in Vienna", {"start": clock(2024, 12, 24, 17), "end": clock(2024, 12, 24, 22)}, VIENNA),
        ("Weekend in Vienna", {"end": clock(2024, 6, 16, 18)}, VIENNA),
    ],
)  # fmt: skip
def test_titles(title: str, changes: dict[str, object], where: Where) -> None:
    found = facts(**changes)
    assert title_of(found, guess(found), where) == title


def test_what_pictures_look_like_is_never_a_title() -> None:
    wedding = facts(tags={"groom": 0.5, "gown": 0.5})
    assert guess(wedding).best == "wedding"
    assert title_of(wedding, guess(wedding), VIENNA) == "Saturday in Vienna"


@pytest.mark.parametrize(("year", "day"), [(2024, (3, 31)), (2025, (4, 20)), (2000, (4, 23)), (1961, (4, 2))])
def test_easter(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


@pytest.mark.parametrize(
    ("day", "country", "name"),
    [
        (date(2024, 11, 28), "US", "Thanksgiving"),
        (date(2024, 11, 28), "AT", None),
        (date(2024, 12, 31), "", "New Year"),
        (date(2025, 1, 1), "JP", "New Year"),
        (date(2024, 4, 1), "AT", "Easter"),
        (date(2024, 4, 1), "JP", None),
        (date(1, 1, 1), "", "New Year"),
        (date(9998, 12, 31), "", "New Year"),
    ],
)
def test_holidays_by_country(day: date, country: str, name: str | None) -> None:
    found = holiday_on(day, country=country)
    assert (found.name if found else None) == name


def test_somebody_born_on_a_leap_day_has_a_birthday_each_year() -> None:
    assert birthday_in(date(2000, 2, 29), [date(2023, 2, 28)])
    assert not birthday_in(date(2000, 2, 29), [date(2024, 2, 28)])
    assert not birthday_in(date(2000, 6, 1), [date(2000, 6, 1)])


def test_home_is_where_most_days_are_and_moves_with_the_person() -> None:
    days = np.arange(400) * 86_400.0 + 1.4e9
    latitude = np.where(np.arange(400) < 200, 48.2, 52.5)
    longitude = np.where(np.arange(400) < 200, 16.4, 13.4)
    latitude[50:53] = 38.7
    away = homes(days, latitude, longitude).away_km(days, latitude, longitude)
    assert away[10] < 1
    assert away[51] > 900
    assert away[390] < 1


def test_nights_are_counted_only_away_from_home() -> None:
    at = np.asarray([10, 20, 34, 58]) * 3600.0
    assert nights_away(at, np.asarray([900.0, 900, 900, 2])) == 1
    assert nights_away(at, np.asarray([1.0, 1, 1, 1])) == 0


def test_jitter_is_no_walk() -> None:
    at = np.arange(60) * 60.0
    still = walked_km(at, 48.2 + np.sin(np.arange(60)) * 0.0004, np.full(60, 16.4))
    assert still == 0
    moving = walked_km(at * 4, 48.2 + np.arange(60) * 0.002, np.full(60, 16.4))
    assert 11 < moving < 14
