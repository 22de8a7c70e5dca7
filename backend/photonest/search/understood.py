"""What was understood, as words for the page and for `photonest search --json`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from photonest.search.query.parts import (
    Added,
    Area,
    Event,
    Meaning,
    Mood,
    Near,
    Order,
    Part,
    People,
    Phrase,
    Place,
    Query,
    TimeOfDay,
    Weekdays,
    When,
    Yearly,
)  # fmt: skip

_DATES = (When, Yearly, TimeOfDay, Weekdays)
_PLACES = (Place, Near, Area)


def understood(query: Query) -> dict[str, Any]:
    """Lists of words by what they are; only what the text names. `not` holds whatever must not be, people apart."""
    told: dict[str, Any] = {}
    for name, words in _words(query):
        told.setdefault(name, []).append(words)
    if query.meaning:
        told["meaning"] = query.meaning
    return told


def _words(query: Query) -> Iterator[tuple[str, str]]:
    for part in query.in_order_of_text:
        if isinstance(part, People):
            yield "not_people" if part.negated else "people", " or ".join(named.name for named in part.any)
        elif isinstance(part, Meaning) and not part.negated:
            continue
        elif part.negated:
            yield "not", _positive(part)
        elif isinstance(part, Phrase):
            yield "phrases", " ".join(part.words)
        elif isinstance(part, Mood):
            yield "mood", " or ".join(part.any)
        else:
            yield _group(part), part.chip


def _group(part: Part) -> str:
    if isinstance(part, _DATES):
        return "dates"
    if isinstance(part, _PLACES):
        return "places"
    if isinstance(part, Event):
        return "events"
    if isinstance(part, Added):
        return "added"
    if isinstance(part, Order):
        return "order"
    return {"kind": "types", "type": "types"}.get(part.name, part.name)


def _positive(part: Part) -> str:
    """The chip of a negated part without its "not"."""
    if isinstance(part, Meaning):
        return part.text
    return part.chip.removeprefix("not ").removeprefix("no ")
