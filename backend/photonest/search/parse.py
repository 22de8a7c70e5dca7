"""A search text taken apart into what it asks: phrases that must hold, and a meaning to rank by; pure.

The value is described in `photonest.search.query.parts`.
"""

from __future__ import annotations

import re

from photonest.search.errors import QueryError
from photonest.search.query.clock import Clock
from photonest.search.query.names import Vocabulary
from photonest.search.query.parts import Meaning, Part, Phrase, Query
from photonest.search.words import tokens

__all__ = ["MAX_CHARACTERS", "Clock", "Query", "Vocabulary", "parse", "show"]

MAX_CHARACTERS = 500

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)(?:[\"“”„«»]|$)")
_SPACE = re.compile(r"\s+")
_ASKING = re.compile(
    r"^(?:(?:please\s+)?(?:show|find|give|search|get)(?:\s+me)?(?:\s+for)?\s+)?"
    r"(?:(?:all|some|any|every|the|of|my|our|those|these)\s+)*(?:an?\s+)?"
    r"(?:(?:close[- ]?up|cropped|bright|dark|blurry|good|bad|nice)\s+)?"
    r"(?:photo(?:graph)?|picture|pic|image|shot|snapshot)s?\s+"
    r"(?:of|with|showing|that\s+shows?|where\s+there\s+(?:is|are)|containing|from|in|at|on)\s+",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:an?|the|some|my|our|any)\s+(?=\S)", re.IGNORECASE)


def parse(text: str, *, vocabulary: Vocabulary, clock: Clock) -> Query:  # noqa: ARG001 the grammar follows
    """Read a search text. Raises `QueryError` (longer than 500 characters) and nothing else."""
    if len(text) > MAX_CHARACTERS:
        raise QueryError(
            f"The search text is longer than {MAX_CHARACTERS} characters. Shorten it.", position=MAX_CHARACTERS
        )
    phrases = tuple(dict.fromkeys(words for quoted in _QUOTED.findall(text) if (words := tuple(tokens(quoted)))))
    parts: list[Part] = [Phrase(words=words, chip=f"“{' '.join(words)}”") for words in phrases]
    if meaning := _meaning(_QUOTED.sub(" ", text)):
        parts.append(Meaning(text=meaning, chip=meaning))
    return Query.of(parts, text=text)


def show(query: Query) -> str:
    """A text that parses to the same query."""
    return " ".join([*([query.meaning] if query.meaning else []), *(f'"{" ".join(words)}"' for words in query.phrases)])


def _meaning(text: str) -> str:
    """What remains after politeness: ``show me a photo of a dog`` means ``dog``."""
    rest = _SPACE.sub(" ", text).strip()
    while True:
        shorter = _ARTICLE.sub("", _ASKING.sub("", rest, count=1), count=1).strip()
        if not shorter or shorter == rest:
            break
        rest = shorter
    return rest if tokens(rest) else ""
