"""What a person may do to capture times: shift the clock, set the day or the time of day, set the zone; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from photonest.assets.metadata.capture_time import CLOCK_AHEAD, EARLIEST, offset_minutes_at
from photonest.assets.metadata.timezones import load_zone, offset_minutes
from photonest.core.errors import BadInput

MOST_SHIFT = timedelta(days=366 * 200)


class Keeps(StrEnum):
    """What stays when the zone changes."""

    CLOCK = "clock"
    """The clock in the picture was right, only its zone was not."""
    MOMENT = "moment"
    """The camera was left at home time: the moment was right, the clock of the place follows."""


@dataclass(frozen=True)
class TimeEdit:
    """Applied in this order: day and time of day, then the shift, then the zone. What is None stays."""

    day: date | None = None
    clock: time | None = None
    shift: timedelta | None = None
    time_zone: str | None = None
    """IANA name; its offset at each photo's own time is used."""
    zone_keeps: Keeps = Keeps.CLOCK

    def __post_init__(self) -> None:
        if self.shift is not None and abs(self.shift) > MOST_SHIFT:
            raise BadInput("A shift is at most 200 years.")
        if self.time_zone is not None and load_zone(self.time_zone) is None:
            raise BadInput(f"The time zone “{self.time_zone[:60]}” is not known.")

    @property
    def is_empty(self) -> bool:
        return self.day is None and self.clock is None and not self.shift and self.time_zone is None


@dataclass(frozen=True)
class Clock:
    """When a photo was taken: the wall clock written as UTC, the instant, and minutes east of Greenwich if known."""

    local_at: datetime
    taken_at: datetime
    offset_minutes: int | None


def edited(clock: Clock, edit: TimeEdit, *, now: datetime) -> Clock:
    """`clock` with the edit made. Raises `BadInput` where that lies before photography or in the future."""
    try:
        local = clock.local_at
        if edit.day is not None:
            local = datetime.combine(edit.day, local.timetz())
        if edit.clock is not None:
            local = datetime.combine(local.date(), edit.clock.replace(tzinfo=UTC))
        local += edit.shift or timedelta()
        taken = clock.taken_at + (local - clock.local_at)
        offset = clock.offset_minutes
        zone = load_zone(edit.time_zone)
        if zone is not None and edit.zone_keeps is Keeps.CLOCK:
            offset = offset_minutes(zone, local.replace(tzinfo=None))
            taken = local - timedelta(minutes=offset)
        elif zone is not None:
            offset = offset_minutes_at(zone, taken)
            local = taken + timedelta(minutes=offset)
    except OverflowError:
        raise BadInput("That is no date a photo can have.") from None
    if local.replace(tzinfo=None) < EARLIEST:
        raise BadInput(f"That would bring a photo to {local.year}, before there was photography.")
    if taken > now + CLOCK_AHEAD:
        raise BadInput(f"That would bring a photo to {local:%Y-%m-%d}, which lies in the future.")
    return Clock(local, taken, offset)
