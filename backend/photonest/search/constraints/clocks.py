"""When a picture was taken, on the wall clock of its place; when it was added, on the clock of the asker."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import ExtractDay, ExtractHour, ExtractIsoWeekDay, ExtractMinute, ExtractMonth
from django.db.models.lookups import GreaterThanOrEqual, In, LessThan

from photonest.search.constraints.asking import Asker, any_of
from photonest.search.query.parts import Added, Interval, TimeOfDay, Weekdays, When, Yearly

# `local_at` is a wall clock written as if it were UTC.
_MONTH, _DAY = ExtractMonth("local_at", tzinfo=UTC), ExtractDay("local_at", tzinfo=UTC)
_HOUR, _MINUTE = ExtractHour("local_at", tzinfo=UTC), ExtractMinute("local_at", tzinfo=UTC)
_OF_YEAR = _MONTH * 10_000 + _DAY * 100 + _HOUR
_OF_DAY = _HOUR * 60 + _MINUTE


def when(part: When, _: Asker) -> Q:
    return any_of(_within("local_at", interval, UTC) for interval in part.any)


def added(part: Added, asker: Asker) -> Q:
    zone = ZoneInfo(asker.zone)
    return any_of(_within("added_at", interval, zone) for interval in part.any)


def yearly(part: Yearly, _: Asker) -> Q:
    return any_of(_between(_OF_YEAR, stretch.start, stretch.end) for stretch in part.any)


def time_of_day(part: TimeOfDay, _: Asker) -> Q:
    return any_of(_between(_OF_DAY, start, end) for start, end in part.any)


def weekdays(part: Weekdays, _: Asker) -> Q:
    return Q(In(ExtractIsoWeekDay("local_at", tzinfo=UTC), list(part.any)))


def _within(column: str, interval: Interval, zone: tzinfo) -> Q:
    found = Q(**{f"{column}__isnull": False})
    if interval.start is not None:
        found &= Q(**{f"{column}__gte": _in(zone, interval.start)})
    if interval.end is not None:
        found &= Q(**{f"{column}__lt": _in(zone, interval.end)})
    return found


def _in(zone: tzinfo, wall_clock: datetime) -> datetime:
    return wall_clock.replace(tzinfo=zone)


def _between(key: CombinedExpression, start: int, end: int) -> Q:
    """Half open; over the end of the year or the day where `end` is not after `start`."""
    from_start, to_end = Q(GreaterThanOrEqual(key, start)), Q(LessThan(key, end))
    return from_start & to_end if start < end else from_start | to_end
