"""The words and phrases of one language, out of its file in ``search/words_of_language``; pure but for reading it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from photonest.search.query.attached import Attached
from photonest.search.query.lexer import Token, fold_word
from photonest.search.query.templates import Element, Form, Node, expand

FOLDER = Path(__file__).parent.parent / "words_of_language"
LANGUAGES = ("en", "de", "fr", "es", "ar")
DEFAULT = "en"
SECTIONS = ("range", "say", "date")
"""In order of precedence between phrases of the same length."""


@dataclass
class Words:
    """Phrases that stand for a value: ``january`` is 1."""

    next: dict[str, Words] = field(default_factory=dict)
    values: list[str] = field(default_factory=list)

    def add(self, phrase: tuple[str, ...], value: str) -> None:
        node = self
        for word in phrase:
            node = node.next.setdefault(word, Words())
        if value not in node.values:
            node.values.append(value)


@dataclass(frozen=True)
class Language:
    """What the reader of a query asks about a language."""

    code: str
    lists: Mapping[str, frozenset[str]]
    """Single words by their part in a sentence: filler, and, or, place, person, date, trailing, common."""
    slots: Mapping[str, Words]
    beginnings: Mapping[str, frozenset[str]]
    """Word -> the slots that it may begin."""
    negations: Words
    phrases: Node
    """Everything that can be said."""
    dates: Node
    """Only what names a time by itself."""
    precedence: Mapping[str, int]
    """Of two phrases of the same length the rule that stands first in the file."""
    known: frozenset[str]
    """Every word the grammar has."""
    attached: Attached | None = None
    """Of a language that writes little words onto the next one."""

    def knows(self, words: set[str]) -> int:
        """How many of them are of this language."""
        script = self.attached
        words = {word for word in words if not word.isdigit()}
        return sum(word in self.known or (script is not None and script.is_of_script(word)) for word in words)

    def divided(self, tokens: list[Token], names: Callable[[str, str], bool]) -> list[Token]:
        """The tokens, with what is written together apart. `names`: whether the second of two words is of a name."""
        if self.attached is None:
            return tokens
        return self.attached.divided(tokens, lambda before, word: word in self.known or names(before, word))

    def is_in(self, word: str, *lists: str) -> bool:
        return any(word in self.lists.get(name, ()) for name in lists)


@cache
def language(code: str) -> Language:
    """Read and compiled once a process."""
    with (FOLDER / f"{code}.toml").open("rb") as file:
        data = tomllib.load(file)
    data["slot"]["action"] = _actions(code)
    return _compile(code, data)


def _actions(code: str) -> dict[str, list[str]]:
    """The words for each action; English has its name, too, for the operator."""
    with (FOLDER / "actions.toml").open("rb") as file:
        table = tomllib.load(file)
    return {name: [*([name] if code == DEFAULT else []), *said.get(code, ())] for name, said in table.items()}


@cache
def available() -> tuple[str, ...]:
    """Languages that have a file, English first."""
    return tuple(code for code in LANGUAGES if (FOLDER / f"{code}.toml").exists())


def of_the_words(words: set[str], preferred: str) -> str:
    """The language that knows most of `words`; in doubt the preferred one, then English."""
    return max(
        available(),
        key=lambda code: (language(code).knows(words), code == preferred, code == DEFAULT),
    )


def _compile(code: str, data: Mapping[str, Any]) -> Language:
    attached = Attached.read(data["attached"]) if "attached" in data else None
    known: set[str] = set()
    lists = {name: frozenset(map(fold_word, str(text).split())) for name, text in data["words"].items()}

    def forms(templates: list[str]) -> Iterator[Form]:
        for template in templates:
            for form in expand(template):
                divided = form if attached is None else _divided(form, attached)
                known.update(element for element in divided if isinstance(element, str))
                yield divided

    slots: dict[str, Words] = {}
    for name, values in data["slot"].items():
        slots[name] = Words()
        for value, phrases in values.items():
            for form in forms(phrases):
                slots[name].add(tuple(map(str, form)), value)
    negations = Words()
    for form in forms(data["negation"]["phrases"]):
        negations.add(tuple(map(str, form)), "not")
    phrases_root, dates = Node(), Node()
    for section in SECTIONS:
        for rule, templates in data[section].items():
            for form in forms(templates):
                phrases_root.add(form, rule)
                if section == "date":
                    dates.add(form, rule)
    for words in lists.values():
        known |= words
    return Language(
        code=code,
        lists=lists,
        slots=slots,
        beginnings=_beginnings(slots),
        negations=negations,
        phrases=phrases_root,
        dates=dates,
        precedence={rule: place for place, rule in enumerate(r for section in SECTIONS for r in data[section])},
        known=frozenset(known - {"'s"}),
        attached=attached,
    )


def _divided(form: Form, attached: Attached) -> Form:
    found: list[Element] = []
    for element in form:
        found += attached.of_file(element) if isinstance(element, str) else [element]
    return tuple(found)


def _beginnings(slots: Mapping[str, Words]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in slots.items():
        for word in words.next:
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def walk_words(root: Words, words: list[str], at: int) -> Iterator[tuple[list[str], int]]:
    """Every phrase of the tree that begins here, shorter ones first."""
    node = root
    for end in range(at, len(words)):
        following = node.next.get(words[end])
        if following is None:
            return
        node = following
        if node.values:
            yield node.values, end + 1
