"""What is left of a text for the model, without the words that only join; pure."""

from __future__ import annotations

import re
from dataclasses import replace

from photonest.search.query.lexer import QUOTES
from photonest.search.query.parts import Action, Count, Meaning, Span
from photonest.search.query.reader import Reader
from photonest.search.query.scan import Scan
from photonest.search.query.things import is_thing
from photonest.search.words import tokens

_SPACE = re.compile(r"\s+")
_QUOTE = re.compile(f"[{QUOTES}]")
_ENGLISH_ONLY = "meaning is read in English only; names, dates and places are understood"


def meaning_of(scan: Scan, cuts: set[int]) -> Meaning | None:
    """All pieces in the order of the text. `cuts`: tokens that stand for themselves (misspelled names)."""
    reader = scan.reader
    pieces: list[tuple[int, str, Span]] = []
    has_count = any(isinstance(part, Count) for item in scan.items for part in item.parts)
    is_understood = True
    for run in scan.runs:
        for piece in _pieces(reader, run, cuts):
            start, end = piece[0], piece[-1] + 1
            is_understood &= has_count and is_thing(reader.language.code, reader.words[start:end])
            pieces.append((start, reader.typed(start, end), (reader.tokens[start].start, reader.tokens[end - 1].end)))
    for item in scan.items:
        for part in item.parts:
            if isinstance(part, Meaning) and not part.negated and part.text:
                is_understood &= isinstance(item.parts[0], Action)
                span = (reader.tokens[item.start].start, reader.tokens[item.end - 1].end)
                pieces.append((item.start, part.text, span))
    pieces.sort()
    text = _SPACE.sub(" ", " ".join(text for _, text, _ in pieces)).strip()
    if not tokens(text):
        return None
    found = meaning_of_words(reader, text)
    # What the grammar took as an action or a number of things is no loss: its words only stay for captions.
    return replace(found, spans=tuple(span for *_, span in pieces), note="" if is_understood else found.note)


def meaning_of_words(reader: Reader, text: str) -> Meaning:
    """Says so where the model does not know the language."""
    is_foreign = reader.language.code not in reader.vocabulary.reads
    return Meaning(text=text, note=_ENGLISH_ONLY if is_foreign else "")


def _pieces(reader: Reader, run: list[int], cuts: set[int]) -> list[list[int]]:
    found: list[list[int]] = [[]]
    for at in run:
        if at in cuts:
            found += [[at], []]
        else:
            found[-1].append(at)
    return [piece for piece in (trimmed(reader, one) for one in found) if piece]


def trimmed(reader: Reader, run: list[int]) -> list[int]:
    """Without filler at both ends, and without "photos" at the end."""
    said = reader.language

    def is_filler(at: int) -> bool:
        return reader.tokens[at].kind == "poss" or said.is_in(reader.words[at], "filler", "and", "or")

    start, end = 0, len(run)
    while start < end and is_filler(run[start]):
        start += 1
    while start < end and (is_filler(run[end - 1]) or said.is_in(reader.words[run[end - 1]], "trailing")):
        end -= 1
    return run[start:end]


def bare_meaning(reader: Reader) -> Meaning | None:
    """For a text of nothing but filler: all of it, without its article."""
    text = _SPACE.sub(" ", _QUOTE.sub(" ", reader.text)).strip()
    while True:
        first, _, rest = text.partition(" ")
        if not rest or not reader.language.is_in(first.casefold(), "article"):
            break
        text = rest
    if not tokens(text):
        return None
    return Meaning(text=text, spans=((0, len(reader.text)),))
