"""A search text with one part taken out or read otherwise, in the user's own words where they allow it; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

from photonest.search.errors import QueryError
from photonest.search.query.parts import Alternative, Part, Query, Span
from photonest.search.query.show import show

_SPACE = re.compile(r"\s+")
_EDGES = re.compile(r"^[\s,;]+|[\s,;]+$")
_JOINTS = re.compile(r"\s*,(?:\s*,)+")
MOST_BEFORE, MOST_AFTER = 3, 1
"""Words around a part that may go with it: "but not", "with my", "and"."""

Parse = Callable[[str], Query]


def without(query: Query, part: Part, parse: Parse) -> str:
    """The search without `part`: the text without its words, or else all other parts as operators."""
    rest = Query.of(other for other in query.parts if other is not part)
    if not rest.parts:
        return ""
    for text in _candidates(query.text, part.spans):
        if _reads_as(text, rest, parse):
            return text
    return show(rest)


def read_otherwise(query: Query, part: Part, other: Alternative) -> str:
    """The text with the operator of the other reading where the part stood."""
    text = query.text
    for number, (start, end) in reversed(list(enumerate(part.spans))):
        text = text[:start] + (other.text if number == 0 else "") + text[end:]
    return _clean(text)


def _candidates(text: str, spans: tuple[Span, ...]) -> list[str]:
    """Without the words of the part and some around them, those that lose most first."""
    found = []
    for before, after in sorted(product(range(MOST_BEFORE + 1), range(MOST_AFTER + 1)), key=sum, reverse=True):
        shorter = text
        for start, end in sorted(spans, reverse=True):
            first, last = shorter[:start].split(), shorter[end:].split()
            shorter = " ".join([*first[: max(0, len(first) - before)], *last[after:]])
        found.append(_clean(shorter))
    return [one for one in dict.fromkeys(found) if one]


def _clean(text: str) -> str:
    return _SPACE.sub(" ", _EDGES.sub("", _JOINTS.sub(",", text))).replace(" ,", ",")


def _reads_as(text: str, wanted: Query, parse: Parse) -> bool:
    try:
        return parse(text) == wanted
    except QueryError:
        return False
