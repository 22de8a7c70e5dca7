"""Words as search compares them: folded letters, tokens, and the text form of a tsvector; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum

_TOKEN = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
MAX_TOKEN = 100
MAX_TOKENS_PER_ASSET = 4000
MAX_POSITION = 16_383  # PostgreSQL counts no further
GAP = 20
"""Positions left free between two texts, so that a phrase never runs from one into the next."""


class Field(StrEnum):
    """What kind of text a word stands in: the weight letters of PostgreSQL, best first."""

    SAID = "A"
    """Title, description, keywords: what somebody wrote about the photo."""
    PLACE = "B"
    NAME = "C"
    """File names and folders."""
    CAMERA = "D"


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
            places.setdefault(token, []).append(f"{min(position, MAX_POSITION)}{field}")
            position, count = position + 1, count + 1
        position += GAP
    # PostgreSQL keeps at most 256 positions a word.
    return " ".join(f"'{token}':{','.join(found[:255])}" for token, found in places.items())


def word_query(token: str) -> str:
    """One word as tsquery. A word with a digit also finds longer ones (``IMG_04`` finds ``IMG_0412``)."""
    return f"'{token}':*" if any(char.isdigit() for char in token) else f"'{token}'"


def phrase_query(words: Sequence[str]) -> str:
    """Words directly after one another as tsquery; the last may be the beginning of a longer one."""
    return " <-> ".join([f"'{word}'" for word in words[:-1]] + [f"'{words[-1]}':*"])
