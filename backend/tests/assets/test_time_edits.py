"""Edits of capture times: what moves, what stays, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from photonest.assets.time_edits import Clock, Keeps, TimeEdit, edited
from photonest.core.errors import BadInput

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LISBON = Clock(datetime(2024, 7, 4, 18, 30, 15, tzinfo=UTC), datetime(2024, 7, 4, 17, 30, 15, tzinfo=UTC), 60)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_a_shift_moves_clock_and_moment_alike() -> None:
    moved = edited(LISBON, TimeEdit(shift=timedelta(hours=-19)), now=NOW)
    assert moved == Clock(at(2024, 7, 3, 23, 30, 15), at(2024, 7, 3, 22, 30, 15), 60)


def test_a_new_day_keeps_the_time_of_day_and_a_new_clock_the_day() -> None:
    assert edited(LISBON, TimeEdit(day=date(1987, 8, 1)), now=NOW).local_at == at(1987, 8, 1, 18, 30, 15)
    assert edited(LISBON, TimeEdit(clock=time(9, 5)), now=NOW).local_at == at(2024, 7, 4, 9, 5)
    assert edited(LISBON, TimeEdit(day=date(1987, 8, 1)), now=NOW).taken_at == at(1987, 8, 1, 17, 30, 15)


def test_a_wrong_zone_changes_the_moment_and_a_forgotten_one_the_clock() -> None:
    tokyo = TimeEdit(time_zone="Asia/Tokyo")
    assert edited(LISBON, tokyo, now=NOW) == Clock(LISBON.local_at, at(2024, 7, 4, 9, 30, 15), 540)
    left_at_home = TimeEdit(time_zone="Asia/Tokyo", zone_keeps=Keeps.MOMENT)
    assert edited(LISBON, left_at_home, now=NOW) == Clock(at(2024, 7, 5, 2, 30, 15), LISBON.taken_at, 540)


def test_each_photo_gets_the_offset_of_its_own_season() -> None:
    winter = Clock(at(2024, 1, 4, 12, 0), at(2024, 1, 4, 12, 0), None)
    assert edited(winter, TimeEdit(time_zone="Europe/Vienna"), now=NOW).offset_minutes == 60
    assert edited(LISBON, TimeEdit(time_zone="Europe/Vienna"), now=NOW).offset_minutes == 120


@pytest.mark.parametrize(
    "edit",
    [
        TimeEdit(day=date(1750, 1, 1)),
        TimeEdit(day=date(2106, 2, 7)),
        TimeEdit(shift=timedelta(days=700)),
        TimeEdit(day=date(1, 1, 1), shift=-timedelta(days=10)),
    ],
)
def test_no_photo_is_brought_before_photography_or_into_the_future(edit: TimeEdit) -> None:
    with pytest.raises(BadInput):
        edited(LISBON, edit, now=NOW)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_named(zone: str) -> None:
    with pytest.raises(BadInput, match="not known"):
        TimeEdit(time_zone=zone)
