"""``person:Anna -tag:blurry rating:>=4``: one field at a time, said exactly; pure. Raises `QueryError`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NoReturn

from photonest.search.errors import QueryError
from photonest.search.query.clock import Clock
from photonest.search.query.language import DEFAULT, language, walk_words
from photonest.search.query.lexer import QUOTES, Token, lex, plain_signs
from photonest.search.query.names import Vocabulary
from photonest.search.query.parts import Part
from photonest.search.query.reader import Reader, read_by
from photonest.search.words import fold

_VALUES = re.compile(rf"([<>=≥≤]{{0,2}}[{QUOTES}][^{QUOTES}]*[{QUOTES}]?|[^,،]+)")
_OF_NUMBERS = """
when date before after since until added yearly time weekday persons unnamed rating duration focal aperture iso size
megapixels limit near area
"""
OF_NUMBERS = frozenset(_OF_NUMBERS.split())
"""Their digits may be those of another script; in the others a value stays as it was typed."""


class Operator:
    """One `name:value` with what it is read by."""

    def __init__(self, token: Token, text: str, vocabulary: Vocabulary, clock: Clock) -> None:
        name, _, self.value = token.text.partition(":")
        self.name, self.token, self.text = fold(name), token, text
        if self.name in OF_NUMBERS:
            self.value = plain_signs(self.value)
        self.vocabulary, self.clock = vocabulary, clock
        self.values = [cleaned for one in _VALUES.findall(self.value) if (cleaned := one.strip(f"{QUOTES} "))]

    def parts(self) -> list[Part]:
        if not self.values and self.name != "like":
            self.refuse("needs a word right after the colon")
        try:
            return READERS[self.name](self)
        except (ValueError, OverflowError):
            self.refuse(f"cannot be “{self.value}”")

    def refuse(self, reason: str) -> NoReturn:
        position = self.token.start + len(self.name) + 1
        raise QueryError(
            f"“{self.name}:” {reason}. Change it, or take it out.",
            position=position,
            reason=reason,
            part=self.token.text,
        )

    def each(self, *sorts: str) -> list[Any]:
        """What the vocabulary has under these very names."""
        return [found for value in self.values for found in self.vocabulary.index.exactly(value, *sorts)]

    def reader(self, text: str, code: str = DEFAULT) -> Reader:
        return read_by(text, code, self.vocabulary, self.clock)

    def slot_value(self, slot: str, text: str) -> str:
        """Canonical word of a word in English. Raises `ValueError`."""
        words = [token.fold for token in lex(text)]
        for values, end in walk_words(language(DEFAULT).slots[slot], words, 0):
            if end == len(words):
                return values[0]
        raise ValueError(text)


READERS: dict[str, Callable[[Operator], list[Part]]] = {}
"""Name of an operator -> what reads it; `operators_of_names` and `operators_of_numbers` fill it."""
