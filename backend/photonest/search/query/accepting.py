"""What a language model made of a search text, taken over only where it invents nothing; pure.

A model may move words into fields, and name somebody of the user's. Every value it gives must occur in the text or in
the user's vocabulary, and a date counts only if the grammar reads the quoted words as one. Anything else is dropped:
an invented filter would hide photos without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from photonest.search.query import parts as p
from photonest.search.query.chips import chip_words
from photonest.search.query.clock import Clock
from photonest.search.query.language import DEFAULT, available, language, walk_words
from photonest.search.query.lexer import lex, literals
from photonest.search.query.meanings import meaning_of_words
from photonest.search.query.names import Vocabulary
from photonest.search.query.parts import Part, Span
from photonest.search.query.reader import read_by
from photonest.search.query.readings import excluded, person
from photonest.search.query.rules import part_of_dates

FIELDS = (
    "people", "any_people", "not_people", "places", "not_places", "dates", "types", "not_types", "cameras", "albums",
    "events", "moods", "phrases", "not", "meaning",
)  # fmt: skip
"""Keys of a reading. Each holds a list of texts, `meaning` one text; others are ignored."""
MOST_VALUES = 20
MOST_CHARACTERS = 200


@dataclass(frozen=True)
class Accepted:
    """`parts` as the grammar would have made them; `dropped`: "field: value" of what was not taken over."""

    parts: tuple[Part, ...]
    dropped: tuple[str, ...]


def accept_reading(text: str, *, vocabulary: Vocabulary, clock: Clock, reading: object) -> Accepted:
    """Check a reading (decoded JSON of whatever shape) against `text`. Raises nothing."""
    taking = _Taking(text, vocabulary, clock)
    given = reading if isinstance(reading, Mapping) else {}
    for field in FIELDS:
        for value in _texts(given.get(field)):
            taking.take(field, value)
    return Accepted(tuple(replace(part, chip=chip_words(part)) for part in taking.parts), tuple(taking.dropped))


def _texts(value: object) -> Iterator[str]:
    values = [value] if isinstance(value, str) else value
    for one in values[:MOST_VALUES] if isinstance(values, list) else ():
        if isinstance(one, str) and one.strip() and len(one) <= MOST_CHARACTERS:
            yield one.strip()


class _Taking:
    """Goes through a reading value by value."""

    def __init__(self, text: str, vocabulary: Vocabulary, clock: Clock) -> None:
        self.reader = read_by(text, "", vocabulary, clock)
        self.parts: list[Part] = []
        self.dropped: list[str] = []

    def take(self, field: str, value: str) -> None:
        span = self._span(value)
        made = _MAKERS[field](self, value, span)
        if made is None:
            self.dropped.append(f"{field}: {value}")
        elif field == "any_people" and self.parts and isinstance(self.parts[-1], p.People) and self._is_any:
            before = self.parts[-1]
            self.parts[-1] = replace(before, any=p.ordered((*before.any, *made.any)))  # type: ignore[attr-defined]
        elif made not in self.parts:
            self.parts.append(replace(made, spans=(span,) if span else ()))
        self._is_any = field == "any_people"

    _is_any = False

    def _span(self, value: str) -> Span | None:
        """Where the value stands in the text, word by word."""
        wanted = [token.fold for token in lex(value)]
        words, tokens = self.reader.words, self.reader.tokens
        for start in range(len(words) - len(wanted) + 1):
            if wanted and words[start : start + len(wanted)] == wanted:
                return tokens[start].start, tokens[start + len(wanted) - 1].end
        return None

    def named(self, value: str, *sorts: str) -> list[Any]:
        return self.reader.vocabulary.index.exactly(value, *sorts)

    def word(self, slot: str, value: str) -> str | None:
        """The canonical word of a slot in any language."""
        words = list(literals(value))
        for code in available():
            tree = language(code).slots.get(slot)
            for values, end in walk_words(tree, words, 0) if tree is not None else ():
                if end == len(words):
                    return values[0]
        return None


def _people(taking: _Taking, value: str, _: Span | None) -> Part | None:
    found = taking.named(value, "person")
    return person(taking.reader, p.ordered(found)) if found else None


def _place(taking: _Taking, value: str, _: Span | None) -> Part | None:
    found = taking.named(value, "place")
    return p.Place(any=p.ordered(found), is_by_name=True) if found else None


def _date(taking: _Taking, value: str, span: Span | None) -> Part | None:
    """Only words of the text, and only if they are a date from the first to the last."""
    if span is None:
        return None
    for code in dict.fromkeys((taking.reader.language.code, DEFAULT)):
        reader = read_by(value, code, taking.reader.vocabulary, taking.reader.clock)
        for match in reader.matches(0):
            dates = match.dates if match.end == len(reader.tokens) else None
            if dates is not None and not dates.lacking:
                return part_of_dates(dates)
    return None


def _kind(taking: _Taking, value: str, span: Span | None) -> Part | None:
    if span is None:
        return None
    name = taking.word("kind", value) or taking.word("type", value) or taking.word("one", value)
    if name is not None:
        return p.Kind(any=(name,))
    flag = taking.word("flag", value)
    return p.Is(flag=flag) if flag else None


def _of_names(sort: str, make: Callable[..., Part]) -> Callable[[_Taking, str, Span | None], Part | None]:
    def made(taking: _Taking, value: str, _: Span | None) -> Part | None:
        found = taking.named(value, sort)
        return make(any=p.ordered(found)) if found else None

    return made


def _event(taking: _Taking, value: str, span: Span | None) -> Part | None:
    found = taking.named(value, "event")
    if found:
        return p.Event(any=p.ordered(found))
    what = taking.word("occasion", value) if span else None
    return p.Event(what=what) if what else None


def _mood(taking: _Taking, value: str, span: Span | None) -> Part | None:
    name = taking.word("mood", value) if span else None
    return p.Mood(any=(name,)) if name else None


def _phrase(_: _Taking, value: str, span: Span | None) -> Part | None:
    words = literals(value, marks="")
    return p.Phrase(words=words) if span and words else None


def _excluded(taking: _Taking, value: str, span: Span | None) -> Part | None:
    return excluded(taking.reader, p.Meaning(text=value)) if span else None


def _meaning(taking: _Taking, value: str, _: Span | None) -> Part | None:
    """Its words may stand apart in the text, but all of them must stand there."""
    words = {token.fold for token in lex(value)}
    return meaning_of_words(taking.reader, value) if words and words <= set(taking.reader.words) else None


def _not(
    make: Callable[[_Taking, str, Span | None], Part | None],
) -> Callable[[_Taking, str, Span | None], Part | None]:
    def made(taking: _Taking, value: str, span: Span | None) -> Part | None:
        part = make(taking, value, span)
        return replace(part, negated=True) if part else None

    return made


_MAKERS: dict[str, Callable[[_Taking, str, Span | None], Part | None]] = {
    "people": _people, "any_people": _people, "not_people": _not(_people), "places": _place, "not_places": _not(_place),
    "dates": _date, "types": _kind, "not_types": _not(_kind), "cameras": _of_names("camera", p.Camera),
    "albums": _of_names("album", p.Album), "events": _event, "moods": _mood, "phrases": _phrase, "not": _excluded,
    "meaning": _meaning,
}  # fmt: skip
