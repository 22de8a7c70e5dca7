"""Nothing found: which single part of the search, if dropped, would find how many photos."""

from __future__ import annotations

from collections.abc import Callable

from photonest.search.page import WithoutPart
from photonest.search.parse import Query
from photonest.search.query.editing import Parse, without
from photonest.search.query.parts import Meaning, Order

MOST = 6
"""Parts that are tried; who asks for more at once has other ways to see what is too much."""


def without_each(query: Query, count: Callable[[Query], int], parse: Parse) -> tuple[WithoutPart, ...]:
    """Those that would find something, the one that loses least first."""
    parts = [part for part in query.in_order_of_text if part.applies and not isinstance(part, Order)]
    if len(parts) < 2:
        return ()
    found = []
    for part in parts[:MOST]:
        fewer = Query.of((other for other in query.parts if other != part), language=query.language)
        total = count(fewer)
        if total:
            name = part.chip or (part.text if isinstance(part, Meaning) else part.name)
            found.append(WithoutPart(chip=name, text=without(query, part, parse), count=total))
    return tuple(sorted(found, key=lambda one: one.count))
