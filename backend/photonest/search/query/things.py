"""Things that can be counted in a picture, by their words in each language; pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from photonest.search.query.language import DEFAULT, FOLDER, Words, walk_words
from photonest.search.query.lexer import lex, literals


@dataclass(frozen=True)
class ThingWords:
    """The words of one language: for one of a thing, and for several."""

    one: Words
    several: Words


@cache
def thing_words(code: str) -> ThingWords:
    """Empty for a language that names none."""
    found = ThingWords(Words(), Words())
    for name, languages in _table().items():
        for row in languages.get(code, ()):
            singular, *plurals = (literals(form.replace("_", " ")) for form in row.split())
            found.one.add(singular, name)
            for form in plurals:
                found.several.add(form, name)
    return found


def is_thing(code: str, words: list[str]) -> bool:
    """Whether the words name one thing, or several, and nothing else."""
    known = thing_words(code)
    return any(end == len(words) for tree in (known.one, known.several) for _, end in walk_words(tree, words, 0))


def thing_named(text: str) -> str:
    """The tag of a thing in English, in the singular or plural. Raises `ValueError`."""
    words = [token.fold for token in lex(text.replace("_", " "))]
    if " ".join(words) in _table():
        return " ".join(words)
    known = thing_words(DEFAULT)
    for tree in (known.one, known.several):
        for values, end in walk_words(tree, words, 0):
            if end == len(words):
                return values[0]
    raise ValueError(text)


@cache
def several_of(name: str) -> str:
    """The plural of a tag: ``dog`` -> dogs."""
    if name == "person":
        return "people"
    for row in _table()[name][DEFAULT]:
        singular, plural, *_ = (form.replace("_", " ") for form in row.split())
        if name in {singular, plural}:
            return plural
    return f"{name}s"


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    with (FOLDER / "things.toml").open("rb") as file:
        return tomllib.load(file)
