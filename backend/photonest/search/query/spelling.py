"""Words that are nearly a name of the user's; nothing is corrected, only asked about; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from photonest.search.query.parts import DidYouMean
from photonest.search.query.reader import Reader

LIKE_FROM = 0.88
"""Jaro-Winkler: "Ana" and "Anna" are 0.93, "Tim" and "Tom" 0.80."""
SHORTEST = 3
LONG = 7
MOST = 8
"""Words that are looked up; more make no search but a text."""


def misspelled(reader: Reader, among: Iterable[int]) -> dict[int, str]:
    """Token -> the name that it resembles, of the tokens that were left for the meaning."""
    asked: dict[str, str | None] = {}
    found: dict[int, str] = {}
    for at in among:
        word = reader.words[at]
        if len(word) < SHORTEST or reader.tokens[at].kind != "word" or _is_known(reader, word):
            continue
        if word not in asked:
            if len(asked) == MOST:
                break
            asked[word] = _nearest(word, reader.vocabulary.index.spellings)
        name = asked[word]
        if name is not None:
            found[at] = name
    return found


def _nearest(word: str, spellings: Mapping[str, str]) -> str | None:
    best = process.extractOne(word, spellings.keys(), scorer=JaroWinkler.similarity, score_cutoff=LIKE_FROM)
    if best is None or OSA.distance(word, best[0]) > (2 if len(word) >= LONG else 1):
        return None
    return spellings[best[0]]


def did_you_mean(reader: Reader, found: dict[int, str]) -> tuple[DidYouMean, ...]:
    asked = []
    for at, name in found.items():
        token = reader.tokens[at]
        text = f"{reader.text[: token.start]}{name}{reader.text[token.end :]}"
        asked.append(DidYouMean(word=token.text, name=name, text=text))
    return tuple(asked)


def _is_known(reader: Reader, word: str) -> bool:
    """A word of the language or of the models is no mistake."""
    words = reader.vocabulary.words
    return word in reader.language.known or word in words or word.removesuffix("s") in words
