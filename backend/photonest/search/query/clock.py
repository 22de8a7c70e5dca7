"""What "now", "last week" and "summer" mean to the one who asks; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

Hemisphere = Literal["north", "south"]
DayOrder = Literal["dmy", "mdy", "ymd"]


@dataclass(frozen=True)
class Clock:
    """The time and the habits of a user."""

    now: datetime
    """With a time zone; any will do."""
    zone: str = "UTC"
    """IANA name of the user's time zone."""
    week_start: int = 1
    """1 = Monday … 7 = Sunday."""
    hemisphere: Hemisphere = "north"
    day_order: DayOrder = "dmy"
    """How 4/7/2021 is read."""
    language: str = ""
    """Two letters; "" lets the words decide."""

    @property
    def local_now(self) -> datetime:
        """The wall clock of the user, without a zone."""
        return self.now.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    @property
    def today(self) -> date:
        return self.local_now.date()
