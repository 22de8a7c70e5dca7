"""What a user wants no memories of: written, read and taken back."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from photonest.assets.metadata.text_cleaning import clean_line
from photonest.core.errors import BadInput
from photonest.events.errors import NotHidden
from photonest.events.memories import Hidden
from photonest.events.models import HiddenWhat, MemoryHidden

_YEARLY = re.compile(r"(\d{2})-(\d{2})")
SEPARATOR = "|"


def hide(owner_id: UUID, *, what: HiddenWhat, value: str, label: str) -> MemoryHidden:
    """Show no memories of this person (id), place (``city|country``) or day (``2021-07-04``, ``07-04``: every year)."""
    value = clean_line(value, 300)
    if what is HiddenWhat.DATE:
        _day(value)
    elif what is HiddenWhat.PLACE and SEPARATOR not in value:
        raise BadInput("Name a place as city|country.")
    elif what is HiddenWhat.PERSON:
        value = str(person_id(value))
    found, _ = MemoryHidden.objects.get_or_create(
        owner_id=owner_id, what=what, value=value, defaults={"label": clean_line(label, 300) or value}
    )
    return found


def show_again(owner_id: UUID, hidden_id: UUID) -> None:
    """Raises `NotHidden`, also for what somebody else hid."""
    count, _ = MemoryHidden.objects.filter(owner_id=owner_id, pk=hidden_id).delete()
    if not count:
        raise NotHidden


def hidden_of(owner_id: UUID) -> list[MemoryHidden]:
    return list(MemoryHidden.objects.filter(owner_id=owner_id).order_by("created_at", "id"))


def as_rule(rows: list[MemoryHidden]) -> tuple[Hidden, set[UUID]]:
    """Hidden days and places, and hidden people."""
    days, yearly, places, people = set(), set(), set(), set()
    for row in rows:
        if row.what == HiddenWhat.PERSON:
            people.add(UUID(row.value))
        elif row.what == HiddenWhat.PLACE:
            city, _, country = row.value.partition(SEPARATOR)
            places.add((city, country))
        else:
            found = _day(row.value)
            if isinstance(found, date):
                days.add(found)
            else:
                yearly.add(found)
    return Hidden(days, yearly, places), people


def _day(value: str) -> date | tuple[int, int]:
    yearly = _YEARLY.fullmatch(value)
    try:
        if yearly:
            month, day = int(yearly[1]), int(yearly[2])
            date(2024, month, day)  # a leap year: 29 February may be hidden
            return month, day
        return date.fromisoformat(value)
    except ValueError:
        raise BadInput("A day looks like 2021-07-04, or 07-04 for every year.") from None


def person_id(value: str) -> UUID:
    """The id of a hidden person. Raises `BadInput`."""
    try:
        return UUID(value)
    except ValueError:
        raise BadInput("This is no person.") from None
