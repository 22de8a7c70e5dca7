"""Which of its readings a name has here, and which words can be excluded; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeVar

from photonest.search.query import parts as p
from photonest.search.query.index import SORTS_OF_NAMES
from photonest.search.query.language import walk_words
from photonest.search.query.lexer import literals
from photonest.search.query.names import Vocabulary
from photonest.search.query.operators_of_names import tag_word
from photonest.search.query.parts import Alternative, Meaning, Named, Part
from photonest.search.query.reader import Reader
from photonest.search.query.rules import NEAR_KM, near
from photonest.search.query.things import thing_words

One = TypeVar("One", bound=Part)
FACES_OFF = "needs faces switched on"
NOBODY_YET = Named("?me", "me")
WHO_IS_ME = "say on a person's page that it is you"
MOST_ARTICLES = 3
CLAIMING = ("person", "album", "event", "saved", "place", "camera", "lens")


@dataclass(frozen=True)
class Name:
    """A name of the user's in the text."""

    reader: Reader
    start: int
    end: int
    values: dict[str, list[Any]]
    sort: str
    """The reading that was taken."""
    before: str
    """The preposition in front of it."""

    @property
    def is_placed(self) -> bool:
        """The preposition speaks for the reading that was taken."""
        said = self.reader.language
        return (self.sort == "person" and said.is_in(self.before, "person")) or (
            self.sort in {"place", "saved"} and said.is_in(self.before, "place") and not said.is_in(self.before, "date")
        )

    @property
    def typed(self) -> str:
        return self.reader.typed(self.start, self.end)

    def parts(self, other_phrase: list[Part]) -> list[Part]:
        """The part, with its other readings as alternatives."""
        others = [self.alternative(sort) for sort in CLAIMING if sort in self.values and sort != self.sort]
        others += [Alternative(chip="the date", text=f'when:"{self.typed}"') for _ in other_phrase]
        if not others and len(self.reader.words[self.start : self.end]) == 1 and self._is_word:
            others.append(Alternative(chip=f"what looks like “{self.typed}”", text=f'mean:"{self.typed}"'))
        return [replace(self.part(self.sort), alternatives=tuple(others))]

    def alternative(self, sort: str | None = None) -> Alternative:
        sort = sort or self.sort
        chips = {"person": "the person", "saved": "the place", "camera": "the camera", "lens": "the lens"}
        place = self.values.get("place", [])
        chip = f"the {place[0].level}" if sort == "place" and place else chips.get(sort, f"the {sort}")
        operator = "place" if sort == "saved" else sort
        return Alternative(chip=chip, text=f'{operator}:"{self.typed}"')

    @property
    def _is_word(self) -> bool:
        word = self.reader.words[self.start]
        return word in self.reader.vocabulary.words or self.reader.language.is_in(word, "common")

    def part(self, sort: str) -> Part:
        values = p.ordered(self.values[sort])
        match sort:
            case "person":
                return person(self.reader, values)
            case "album":
                return p.Album(any=values)
            case "event":
                return p.Event(any=values)
            case "saved":
                return near(values[0], NEAR_KM)
            case "place":
                return p.Place(any=values, is_by_name=True)
            case "camera":
                return p.Camera(any=values)
            case _:
                return p.Lens(any=values)


def person(reader: Reader, values: tuple[Named, ...]) -> p.People:
    return as_allowed(p.People(any=values), reader.vocabulary)


def as_allowed(part: One, vocabulary: Vocabulary) -> One:
    """A name that nothing can be found by says why, instead of letting nothing through; so in a choice, too."""
    if isinstance(part, p.Either):
        return replace(part, any=tuple(tuple(as_allowed(one, vocabulary) for one in row) for row in part.any))
    if not isinstance(part, p.People):
        return part
    if not vocabulary.are_faces_on:
        return replace(part, applies=False, note=FACES_OFF)
    return replace(part, applies=False, note=WHO_IS_ME) if part.any == (NOBODY_YET,) else part


def name_at(reader: Reader, at: int) -> Name | None:
    """The longest name that begins here, read as the word before suggests."""
    said = reader.language
    before = _preposition(reader, at)
    for _, end in reader.slot("me", at):
        if reader.vocabulary.index.me:
            return Name(reader, at, end, {"person": list(reader.vocabulary.index.me)}, "person", before)
        if said.is_in(before, "person") or _is_beside_a_name(reader, at, end):
            return Name(reader, at, end, {"person": [NOBODY_YET]}, "person", before)
    for values, end in reversed(list(reader.names(at, *CLAIMING))):
        sort = _reading(reader, at, end, values, before)
        if sort is not None:
            return Name(reader, at, end, values, sort, before)
    return None


def _is_beside_a_name(reader: Reader, at: int, end: int) -> bool:
    """ "Me and Anna", "me at the sea": not "show me the sea"."""
    if not at:
        return True
    joined = end < len(reader.tokens) and reader.language.is_in(reader.words[end], "and", "or")
    return joined and any(True for _ in reader.names(end + 1, "person"))


def _reading(reader: Reader, at: int, end: int, values: dict[str, list[Any]], before: str) -> str | None:
    said = reader.language
    is_at_place = said.is_in(before, "place") or (
        reader.joined_to_place and (before in {"/", "|"} or said.is_in(before, "and", "or"))
    )
    is_with = said.is_in(before, "person") and not said.is_in(before, "and", "or")
    if is_at_place and not (is_with and "person" in values):
        for sort in ("saved", "place", "album", "event"):
            if sort in values:
                return sort
    if "place" in values and _is_within_next(reader, end, values["place"]):
        return "place"
    for sort in SORTS_OF_NAMES:
        if sort not in values or sort not in CLAIMING:
            continue
        if sort in {"place", "saved", "camera"} and not is_at_place and _is_plain_word(reader, at, end):
            continue
        return sort
    return None


def _is_within_next(reader: Reader, end: int, places: list[Any]) -> bool:
    """ "Paris, France": what follows is where it lies."""
    at = end + 1 if end < len(reader.tokens) and reader.words[end] == "," else end
    wider = {one.name for values, _ in reader.names(at, "place") for one in values["place"] if one.level != "city"}
    known = [reader.vocabulary.index.places[one] for one in places]
    return any(one.region in wider or one.country in wider for one in known)


def _is_plain_word(reader: Reader, at: int, end: int) -> bool:
    """ "nice" in small letters, far from any "in": hardly the city."""
    word = reader.words[at]
    is_one = end == at + 1
    return (
        is_one
        and reader.tokens[at].text.islower()
        and (reader.language.is_in(word, "common", "filler") or word in reader.vocabulary.words)
    )


def _preposition(reader: Reader, at: int) -> str:
    at -= 1
    first = at - MOST_ARTICLES
    while at > first and at >= 0 and reader.language.is_in(reader.words[at], "article"):
        at -= 1
    return reader.words[at] if at >= 0 else ""


def tag_said(reader: Reader, text: str) -> str | None:
    """The tag for words of the reader's language: "Katzen" are tagged "cat"."""
    found = tag_word(text, reader.vocabulary)
    if found is not None:
        return found
    words, things = list(literals(text)), thing_words(reader.language.code)
    for tree in (things.one, things.several):
        for values, end in walk_words(tree, words, 0):
            if end == len(words) and values[0] != "person":  # a child is not just anybody
                return tag_word(values[0], reader.vocabulary)
    return None


def excluded(reader: Reader, meaning: Meaning) -> Part:
    """A tag, if the words are one; of other words retrieval has to say whether a tag means them."""
    words = literals(meaning.text)
    if any(end == len(words) for _, end in walk_words(reader.language.slots["crowd"], list(words), 0)):
        return p.Amount(field="persons", low=0, high=0)
    tag = tag_said(reader, meaning.text)
    if tag is not None:
        return p.Tag(any=(tag,), negated=True)
    return replace(meaning, negated=True)
