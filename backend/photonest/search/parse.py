"""A search text taken apart into what it asks: phrases that must hold, and a meaning to rank by; pure.

Later fields (people, dates, places, types, moods) are further attributes of `Query`; what no rule takes is meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from photonest.search.errors import QueryError
from photonest.search.words import tokens

MAX_CHARACTERS = 500
MAX_WORDS = 12
"""Content words that are looked up one by one; a longer text is ranked by its meaning anyway."""

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
_FILLER_TEXT = """
a about all an and any are as at be by for from has have her his i in into is it its me my no not of on or our some
that the their them there these they this those to us was we were what when where which who with without you your
photo photos picture pictures pic pics image images shot shots snapshot snapshots photograph photographs
"""
FILLER = frozenset(_FILLER_TEXT.split())
"""Words that name no thing; a photo called "the.jpg" is not what "the sea" asks for."""


@dataclass(frozen=True)
class Query:
    """What was understood. Equal queries ask the same, however they were typed."""

    meaning: str = ""
    """What is left for the model, as typed but without "a photo of"."""
    phrases: tuple[tuple[str, ...], ...] = ()
    """Each: folded words that must stand directly after one another in a name, caption, place or camera."""

    @property
    def words(self) -> tuple[str, ...]:
        """Folded content words of the meaning, each once."""
        found = dict.fromkeys(token for token in tokens(self.meaning) if token not in FILLER)
        return tuple(found)[:MAX_WORDS]

    @property
    def terms(self) -> tuple[tuple[str, ...], ...]:
        """The same for names and places: what was typed without a space stays together (``IMG_0412``)."""
        typed = (tuple(tokens(chunk)) for chunk in self.meaning.split())
        return tuple(dict.fromkeys(term for term in typed if not FILLER.issuperset(term)))[:MAX_WORDS]

    @property
    def is_empty(self) -> bool:
        return not self.meaning and not self.phrases


def parse(text: str) -> Query:
    """Read a search text. Raises `QueryError` (longer than 500 characters) and nothing else."""
    if len(text) > MAX_CHARACTERS:
        raise QueryError(
            f"The search text is longer than {MAX_CHARACTERS} characters. Shorten it.", position=MAX_CHARACTERS
        )
    phrases = tuple(dict.fromkeys(words for quoted in _QUOTED.findall(text) if (words := tuple(tokens(quoted)))))
    return Query(meaning=_meaning(_QUOTED.sub(" ", text)), phrases=phrases)


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
