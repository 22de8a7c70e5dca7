"""A search text taken apart into what it asks: `parse(text, vocabulary=…, clock=…)`; pure.

The value is described in `photonest.search.query.parts`, the order of reading in `photonest.search.query.scan`.
"""

from __future__ import annotations

from dataclasses import replace

from photonest.search.errors import MAX_CHARACTERS, QueryError
from photonest.search.query.chips import chip_words
from photonest.search.query.clock import Clock
from photonest.search.query.joining import join, one_order
from photonest.search.query.loose import with_words
from photonest.search.query.meanings import bare_meaning, meaning_of
from photonest.search.query.names import Vocabulary
from photonest.search.query.parts import Meaning, Query
from photonest.search.query.reader import read_by
from photonest.search.query.scan import Scan, spans
from photonest.search.query.show import show
from photonest.search.query.spelling import did_you_mean, misspelled

__all__ = ["MAX_CHARACTERS", "Clock", "Query", "Vocabulary", "parse", "show"]


def parse(text: str, *, vocabulary: Vocabulary, clock: Clock) -> Query:
    """Read a search text. Raises `QueryError` (too long, an operator that cannot be) and nothing else."""
    if len(text) > MAX_CHARACTERS:
        raise QueryError(
            f"The search text is longer than {MAX_CHARACTERS} characters. Shorten it.", position=MAX_CHARACTERS
        )
    reader = read_by(text, "", vocabulary, clock)
    scan = Scan(reader)
    scan.walk()
    for item in scan.items:
        item.parts = [replace(part, spans=spans(reader, item)) for part in item.parts]
    wrong = misspelled(reader, sorted(reader.loose))
    scan.items = join(with_words(scan), vocabulary.index)
    meaning = meaning_of(scan, set(wrong))
    parts = one_order(
        [part for item in scan.items for part in item.parts if part.negated or not isinstance(part, Meaning)]
    )
    if meaning is None and not parts:
        meaning = bare_meaning(reader)
    if meaning is not None:
        parts.append(meaning)
    return Query.of(
        (replace(part, chip=chip_words(part)) for part in parts),
        text=text,
        did_you_mean=did_you_mean(reader, wrong),
        language=reader.language.code,
    )
