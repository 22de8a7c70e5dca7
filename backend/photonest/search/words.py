"""Words as search compares them: folded letters, tokens, and the text form of a tsvector; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum

_TOKEN = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_FILLER_TEXT = """
a about all an and any are as at be by for from has have her his i in into is it its me my no not of on or our some
that the their them there these they this those to us was we were what when where which who with without you your
photo photos picture pictures pic pics image images shot shots snapshot snapshots photograph photographs
"""
FILLER = frozenset(_FILLER_TEXT.split())
"""Words that name no thing; a photo called "the.jpg" is not what "the sea" asks for."""
MAX_TOKEN = 100
MAX_TOKENS_PER_ASSET = 4000
MAX_POSITION = 16_383  # PostgreSQL counts no further
GAP = 20
"""Positions left free between two texts, so that a phrase never runs from one into the next."""


class Field(StrEnum):
    """What kind of text a word stands in, best first; mostly the weight letters of PostgreSQL."""

    SAID = "A"
    """Title, description, keywords: what somebody wrote about the photo."""
    PLACE = "B"
    NAME = "C"
    """File names and folders."""
    CAMERA = "D"
    TEXT = "text"
    """What was read in the picture."""

    @property
    def weight(self) -> str:
        """The letter; PostgreSQL has four, so what was read shares the last one."""
        return "D" if self is Field.TEXT else self.value


def fold(text: str) -> str:
    """Lower case without accents: ``Málaga`` and ``malaga`` are one word, ``ß`` is ``ss``.

    Done here and not by PostgreSQL's `unaccent`, which the fallback server does not ship.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.casefold().translate(_LETTERS)


def tokens(text: str) -> list[str]:
    """Folded words in order; punctuation and underscores separate: ``IMG_0412.JPG`` is img, 0412, jpg."""
    return [token[:MAX_TOKEN] for token in _TOKEN.findall(fold(text))]


def vector_text(texts: Iterable[tuple[Field, str]]) -> str:
    """The tsvector literal of an asset's texts. Longer texts are cut at `MAX_TOKENS_PER_ASSET` words."""
    places: dict[str, list[str]] = {}
    position, count = 1, 0
    for field, text in texts:
        for token in tokens(text):
            if count >= MAX_TOKENS_PER_ASSET:
                break
            places.setdefault(token, []).append(f"{min(position, MAX_POSITION)}{field.weight}")
            position, count = position + 1, count + 1
        position += GAP
    # PostgreSQL keeps at most 256 positions a word.
    return " ".join(f"'{token}':{','.join(found[:255])}" for token, found in places.items())


def phrase_query(words: Sequence[str], *, is_open: bool = True) -> str:
    """Words directly after one another as tsquery; with `is_open` the last may be the beginning of a longer one."""
    return " <-> ".join([f"'{word}'" for word in words[:-1]] + [f"'{words[-1]}'{':*' if is_open else ''}"])


def term_query(term: Sequence[str]) -> str:
    """What was typed without a space as tsquery. Only a number may go on: ``IMG_04`` finds ``IMG_0412``."""
    return f"({phrase_query(term, is_open=is_number(term[-1]))})"


def is_number(token: str) -> bool:
    return any(char.isdigit() for char in token)


def stands_in(here: Sequence[str], words: Sequence[str], *, is_open: bool) -> bool:
    """The same test as `phrase_query` for one text's tokens, to say where a match was."""
    size = len(words)
    for start in range(len(here) - size + 1):
        last = here[start + size - 1]
        if tuple(here[start : start + size - 1]) == tuple(words[:-1]) and (
            last == words[-1] or (is_open and last.startswith(words[-1]))
        ):
            return True
    return False
