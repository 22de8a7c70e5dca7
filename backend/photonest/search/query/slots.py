"""What fills the holes of a phrase that no word list can: numbers, dates, names; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from photonest.search.query.areas import area_words
from photonest.search.query.calendar import FIRST_YEAR, LAST_YEAR
from photonest.search.query.language import walk_words
from photonest.search.query.parts import Named

if TYPE_CHECKING:
    from photonest.search.query.reader import Reader

Filled = tuple[Any, int]
"""What a slot read, and where it ended."""


def _number(reader: Reader, at: int) -> Iterator[Filled]:
    token = reader.tokens[at]
    if token.kind == "number" and token.fold.isascii() and token.fold.isdigit():
        yield int(token.fold), at + 1
    for value, end in reader.slot("number", at):
        yield int(value), end


def _amount(reader: Reader, at: int) -> Iterator[Filled]:
    """A number that may have a fraction."""
    token = reader.tokens[at]
    if token.kind == "number" and token.fold.isascii():
        yield float(token.fold.replace(",", ".")), at + 1
    for value, end in reader.slot("number", at):
        yield float(value), end


def _year(reader: Reader, at: int) -> Iterator[Filled]:
    token = reader.tokens[at]
    if token.kind == "number" and len(token.fold) == 4 and token.fold.isascii() and token.fold.isdigit():
        year = int(token.fold)
        if FIRST_YEAR <= year <= LAST_YEAR:
            yield year, at + 1


def _far_year(reader: Reader, at: int) -> Iterator[Filled]:
    """A number behind a month or a season that can only be a year: May 1700, 4 July 99999."""
    token = reader.tokens[at]
    if token.kind == "number" and len(token.fold) >= 4 and token.fold.isascii() and token.fold.isdigit():
        yield int(token.fold), at + 1


def _ordinal(reader: Reader, at: int) -> Iterator[Filled]:
    token = reader.tokens[at]
    if token.kind == "ordinal":
        digits = "".join(char for char in token.fold if char.isascii() and char.isdigit())
        if digits:
            yield int(digits), at + 1
    for value, end in reader.slot("nth", at):
        yield int(value), end


def _day(reader: Reader, at: int) -> Iterator[Filled]:
    token = reader.tokens[at]
    if token.kind == "number" and token.fold.isascii() and token.fold.isdigit() and 1 <= int(token.fold) <= 31:
        yield int(token.fold), at + 1
    for value, end in _ordinal(reader, at):
        if 1 <= value <= 31:
            yield value, end


def _date(reader: Reader, at: int) -> Iterator[Filled]:
    """A time that is named by itself."""
    for match in reader.matches(at, reader.language.dates):
        dates = match.dates
        if dates is not None:
            yield dates, match.end


def _range(reader: Reader, at: int) -> Iterator[Filled]:
    """Any time, "since March" too."""
    for match in reader.matches(at):
        dates = match.dates
        if dates is not None:
            yield dates, match.end


def _token(kind: str) -> Callable[[Reader, int], Iterator[Filled]]:
    def fill(reader: Reader, at: int) -> Iterator[Filled]:
        if reader.tokens[at].kind == kind:
            yield reader.tokens[at].fold, at + 1

    return fill


def _named(*sorts: str) -> Callable[[Reader, int], Iterator[Filled]]:
    """The longest name of these sorts as what stands in the vocabulary for it."""

    def fill(reader: Reader, at: int) -> Iterator[Filled]:
        for values, end in reversed(list(reader.names(at, *sorts))):
            yield next(iter(values.values())), end

    return fill


def _person(reader: Reader, at: int) -> Iterator[Filled]:
    """Everybody of that name: usually one."""
    for _, end in reader.slot("me", at):
        yield reader.vocabulary.index.me or (Named("?me", "me"),), end
    for values, end in reversed(list(reader.names(at, "person"))):
        yield tuple(values["person"]), end


def _genitive(reader: Reader, at: int) -> Iterator[Filled]:
    """ "Omas", "Lenas": a name with an s and no apostrophe."""
    word = reader.words[at]
    if reader.tokens[at].kind == "word" and word.endswith("s"):
        people = reader.vocabulary.index.exactly(word[:-1], "person")
        if people:
            yield tuple(people), at + 1


def _people(reader: Reader, at: int) -> Iterator[Filled]:
    """One person or several: "Anna, Bob and Tom"."""
    groups: list[tuple[Named, ...]] = []
    found: list[Filled] = []
    while at < len(reader.tokens) and len(groups) < MOST_PEOPLE:
        group, end = next(iter(_person(reader, at)), ((), at))
        if not group:
            break
        groups.append(group)
        found.append((tuple(groups), end))
        at = end
        while at < len(reader.tokens) and (reader.words[at] == "," or reader.language.is_in(reader.words[at], "and")):
            at += 1
        if at == end:
            break
    yield from reversed(found)


def _any_word(reader: Reader, at: int) -> Iterator[Filled]:
    """A word with a capital letter that means nothing else."""
    token = reader.tokens[at]
    if token.kind == "word" and token.text[:1].isupper() and reader.is_content(at):
        yield token.text, at + 1


def _said(reader: Reader, at: int) -> Iterator[Filled]:
    """Words that are left for the meaning, the longest row first."""
    end = at
    while end < len(reader.tokens) and end - at < MOST_SAID and reader.is_content(end):
        end += 1
    for stop in range(end, at, -1):
        yield reader.typed(at, stop), stop


def _quote_follows(reader: Reader, at: int) -> Iterator[Filled]:
    """Looks ahead and takes nothing."""
    if at < len(reader.tokens) and reader.tokens[at].kind == "quoted":
        yield "", at


def _shop(reader: Reader, at: int) -> Iterator[Filled]:
    """A name with a capital letter, or one that is also a stretch of the earth: receipts from amazon."""
    yield from _any_word(reader, at)
    for _, end in walk_words(area_words(), reader.words, at):
        yield reader.typed(at, end), end


def _area(reader: Reader, at: int) -> Iterator[Filled]:
    for values, end in walk_words(area_words(), reader.words, at):
        yield values[0], end


MOST_SAID = 6
MOST_PEOPLE = 12
"""Who names more people one by one means no "only"."""
PLAIN = frozenset({"word", "number", "ordinal", "clock", "decade"})
BY_KIND = {
    "number": ("n", "x", "year", "far_year", "day"), "ordinal": ("ordinal", "day"), "date": ("numeric",),
    "decade": ("decade",),
    "clock": ("clock",), "focal": ("focal",), "aperture": ("aperture",), "file": ("file",), "to": ("to",),
    "star": ("star",), "quoted": ("quote_follows",),
}  # fmt: skip
BUILT_ON = {"number": ("n", "x"), "nth": ("ordinal", "day"), "me": ("person", "people")}
BY_NAME = ("person", "people", "place", "event", "camera", "user")
BUILT_IN: dict[str, Callable[[Reader, int], Iterator[Filled]]] = {
    "n": _number,
    "x": _amount,
    "year": _year,
    "far_year": _far_year,
    "ordinal": _ordinal,
    "day": _day,
    "date": _date,
    "range": _range,
    "numeric": _token("date"),
    "decade": _token("decade"),
    "clock": _token("clock"),
    "focal": _token("focal"),
    "aperture": _token("aperture"),
    "file": _token("file"),
    "to": _token("to"),
    "star": _token("star"),
    "person": _person,
    "people": _people,
    "genitive": _genitive,
    "place": _named("saved", "place"),
    "area": _area,
    "event": _named("event"),
    "camera": _named("camera"),
    "user": _named("user", "person"),
    "word": _any_word,
    "shop": _shop,
    "said": _said,
    "quote_follows": _quote_follows,
}
