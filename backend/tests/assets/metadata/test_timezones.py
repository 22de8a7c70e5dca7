"""Zones of places, offsets of zones, countries of zones."""

from __future__ import annotations

from datetime import datetime

import pytest

from photonest.assets.metadata.timezones import country_at, country_of_zone, is_sea, load_zone, offset_minutes, zone_at


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone", "country"),
    [
        (48.2082, 16.3738, "Europe/Vienna", "AT"),
        (40.7128, -74.0060, "America/New_York", "US"),
        (35.6895, 139.6917, "Asia/Tokyo", "JP"),
        (-33.8688, 151.2093, "Australia/Sydney", "AU"),
        (27.7172, 85.3240, "Asia/Kathmandu", "NP"),
        (47.1410, 9.5209, "Europe/Vaduz", "LI"),
        (43.7384, 7.4246, "Europe/Monaco", "MC"),
        (64.1466, -21.9426, "Atlantic/Reykjavik", "IS"),
    ],
)
def test_a_place_has_its_zone_and_its_country(latitude: float, longitude: float, zone: str, country: str) -> None:
    assert zone_at(latitude, longitude) == zone
    assert country_at(latitude, longitude) == country


def test_the_open_sea_has_a_zone_but_no_country() -> None:
    zone = zone_at(0.0, -30.0)
    assert zone is not None
    assert is_sea(zone)
    assert country_at(0.0, -30.0) is None
    assert load_zone(zone) is not None


@pytest.mark.parametrize("point", [(91.0, 0.0), (0.0, -181.0), (float("nan"), 0.0)])
def test_what_is_no_position_has_no_zone(point: tuple[float, float]) -> None:
    assert zone_at(*point) is None


@pytest.mark.parametrize(
    ("zone", "wall", "minutes"),
    [
        ("Europe/Vienna", datetime(2023, 7, 15, 12), 120),  # noqa: DTZ001
        ("Europe/Vienna", datetime(2023, 1, 15, 12), 60),  # noqa: DTZ001
        ("Europe/Vienna", datetime(2023, 10, 29, 2, 30), 120),  # noqa: DTZ001  happens twice: the first
        ("Asia/Kathmandu", datetime(2023, 1, 1), 345),  # noqa: DTZ001
        ("Europe/Amsterdam", datetime(1920, 1, 1), 20),  # noqa: DTZ001  local mean time, rounded
    ],
)
def test_a_zone_shows_its_offset_of_that_day(zone: str, wall: datetime, minutes: int) -> None:
    rules = load_zone(zone)
    assert rules is not None
    assert offset_minutes(rules, wall) == minutes


@pytest.mark.parametrize("name", [None, "", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "a\0b", "x" * 5_000])
def test_a_name_that_is_no_zone_gives_none(name: str | None) -> None:
    assert load_zone(name) is None


def test_a_zone_without_a_country_gives_none() -> None:
    assert country_of_zone("Etc/GMT+5") is None
    assert country_of_zone(None) is None
