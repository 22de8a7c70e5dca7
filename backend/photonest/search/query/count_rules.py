"""How many of a thing are on the picture: "three dogs". Functions are named like their phrases; pure.

The phrase is the number alone: the thing behind it is looked at and left for the meaning, so that "two cups of coffee"
still means "cups of coffee".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from photonest.search.query.language import walk_words
from photonest.search.query.operators import READERS, Operator
from photonest.search.query.parts import Count, Part
from photonest.search.query.reader import Match, Reader, part_rule
from photonest.search.query.slots import BUILT_IN
from photonest.search.query.things import thing_named, thing_words

MANY, SEVERAL = 4, 3
"""From how many on there are many, or several. Low, because models count too few of them rather than too many."""
MOST = 99
PAIRED = ("scissors", "skis")
"""A pair of them is one."""
_OPERATOR = re.compile(r"(.+?)(>=|<=|=|>|<)(\d{1,3})(?:\.\.(\d{1,3}))?")


def _ahead(number: str) -> Any:
    """A slot that looks at what follows and takes nothing: a thing, or one word and a thing ("old dogs")."""

    def look(reader: Reader, at: int) -> Iterator[tuple[str, int]]:
        tree = getattr(thing_words(reader.language.code), number)
        for start in (at, at + 1):
            if start > at and (start >= len(reader.tokens) or not _describes(reader, at)):
                return
            found = list(walk_words(tree, reader.words, start))
            if found:
                yield found[-1][0][0], at
                return

    return look


def _describes(reader: Reader, at: int) -> bool:
    word = reader.words[at]
    return reader.tokens[at].kind == "word" and not reader.language.is_in(word, "filler", "and", "or", "trailing")


BUILT_IN["things_follow"] = _ahead("several")
BUILT_IN["thing_follows"] = _ahead("one")


@part_rule
def count_things(match: Match) -> list[Part] | None:
    """ "a pair" has no number. One needs the thing in the singular: `count_one`."""
    if not match.has("n") and match["things_follow"] in PAIRED:
        return None
    number = match.get("n", 2)
    return _count(match["things_follow"], number, match.get("last", number)) if number > 1 else None


@part_rule
def count_one(match: Match) -> list[Part] | None:
    return _count(match["thing_follows"], 1, 1)


@part_rule
def count_least(match: Match) -> list[Part] | None:
    return _count(match["things_follow"], match["n"], None)


@part_rule
def count_more(match: Match) -> list[Part] | None:
    return _count(match["things_follow"], match["n"] + 1, None)


@part_rule
def count_several(match: Match) -> list[Part] | None:
    return _count(match["things_follow"], SEVERAL, None)


@part_rule
def count_many(match: Match) -> list[Part] | None:
    return _count(match["things_follow"], MANY, None)


def _count(thing: str, low: int, high: int | None) -> list[Part] | None:
    if not 1 <= low <= MOST or (high is not None and not low <= high <= MOST):
        return None
    return [Count(thing=thing, low=low, high=high)]


def _operator(op: Operator) -> list[Part]:
    """``count:dog=3``, ``count:dog>=2``, ``count:dog=2..3``, ``count:"dining table=2"``."""
    found: list[Part] = []
    for value in op.values:
        match = _OPERATOR.fullmatch(value.replace("≥", ">=").replace("≤", "<="))
        if match is None:
            op.refuse("needs a thing and a number: dog=3")
        name, sign, number, last = match.groups()
        low, high = int(number), int(last or number)
        if last and sign != "=":
            raise ValueError(value)
        bounds = {"=": (low, high), ">=": (low, None), ">": (low + 1, None), "<=": (1, low), "<": (1, low - 1)}[sign]
        made = _count(thing_named(name), *bounds)
        if made is None:
            raise ValueError(value)
        found += made
    return found


READERS["count"] = _operator
