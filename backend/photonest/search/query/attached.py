"""Little words that are written onto the next one: "and the summer" is one word in Arabic; pure.

A word is divided only where what is left over is a word of the language or of the user's names, so that no noun loses
its first letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from photonest.search.query.lexer import Token, fold_word

SHORTEST = 3
"""Letters that must be left over."""
MOST = 3
"""Little words on one word: and, with, the."""


@dataclass(frozen=True)
class Attached:
    """From the section "attached" of a language file."""

    first: str
    """The first and the last letter of the script; words in it are of this language."""
    last: str
    article: str
    """Divided from the words of the file itself, too."""
    particles: tuple[str, ...]
    fused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Written otherwise together than apart."""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Attached:
        return cls(
            first=data["script"][0],
            last=data["script"][-1],
            article=fold_word(data["article"]),
            particles=tuple(map(fold_word, str(data["particles"]).split())),
            fused={fold_word(key): tuple(map(fold_word, str(text).split())) for key, text in data["fused"].items()},
        )

    def is_of_script(self, word: str) -> bool:
        return self.first <= word[:1] <= self.last

    def of_file(self, word: str) -> list[str]:
        """A word of the file with its article apart."""
        rest = word.removeprefix(self.article)
        return [self.article, rest] if rest != word and len(rest) >= SHORTEST else [word]

    def divided(self, tokens: list[Token], is_known: Callable[[str, str], bool]) -> list[Token]:
        """`is_known`: whether the second word is one, when it stands behind the first."""
        found: list[Token] = []
        before = ""
        for token in tokens:
            pieces = None
            if token.kind == "word" and self.is_of_script(token.fold):
                pieces = self._pieces(token.fold, partial(is_known, before), MOST)
            found += [token] if pieces is None or len(pieces) == 1 else _cut(token, pieces)
            before = token.fold
        return found

    def _pieces(self, word: str, is_known: Callable[[str], bool], depth: int) -> list[str] | None:
        if is_known(word):
            return [word]
        if not depth:
            return None
        for together, apart in self._beginnings():
            rest = word.removeprefix(together)
            if rest == word or len(rest) < SHORTEST:
                continue
            pieces = self._pieces(rest, is_known, depth - 1)
            if pieces is not None:
                return [*apart, *pieces]
        return None

    def _beginnings(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield from self.fused.items()
        yield self.article, (self.article,)
        for particle in self.particles:
            yield particle, (particle,)


def _cut(token: Token, pieces: list[str]) -> list[Token]:
    """The token as several; what is written together shares its letters out from left to right."""
    places = [place for place, letter in enumerate(token.text) for _ in fold_word(letter)] + [len(token.text)]
    found: list[Token] = []
    at = 0
    for number, piece in enumerate(pieces):
        is_last = number == len(pieces) - 1
        left = sum(map(len, pieces[number + 1 :]))
        end = len(places) - 1 if is_last else max(at + 1, min(at + len(piece), len(places) - 1 - left))
        first, last = places[min(at, len(places) - 2)], places[end] if not is_last else len(token.text)
        found.append(Token("word", piece, token.text[first:last], token.start + first, token.start + last))
        at = end
    return found
