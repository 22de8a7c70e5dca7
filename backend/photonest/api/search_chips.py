"""What was understood, part by part, for the page: each can be taken away or read in another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ninja import Schema

if TYPE_CHECKING:  # the query language is loaded by the first search
    from photonest.search.query.editing import Parse
    from photonest.search.query.parts import Part, Query


class OtherReading(Schema):
    chip: str
    q: str
    """The whole search with this reading."""


class ChipOut(Schema):
    kind: str
    """``person``, ``date``, ``place``, ``type``, ``meaning`` …"""
    words: str
    negated: bool
    is_hard: bool
    """It must hold; otherwise it only ranks."""
    applies: bool
    """False: shown, but nothing goes by it; `note` says why."""
    note: str
    spans: list[tuple[int, int]]
    """Where it stands in the text, ends excluded."""
    without: str
    """The search without it."""
    alternatives: list[OtherReading]


class DidYouMeanOut(Schema):
    word: str
    name: str
    q: str
    """The whole search with the name in the word's place."""


def chips(query: Query, parse: Parse) -> list[ChipOut]:
    return [_chip(part, query, parse) for part in query.in_order_of_text]


def did_you_mean(query: Query) -> list[DidYouMeanOut]:
    return [DidYouMeanOut(word=one.word, name=one.name, q=one.text) for one in query.did_you_mean]


def _chip(part: Part, query: Query, parse: Parse) -> ChipOut:
    from photonest.search.query.editing import read_otherwise, without

    return ChipOut(
        kind=part.name,
        words=part.chip,
        negated=part.negated,
        is_hard=part.is_hard,
        applies=part.applies,
        note=part.note,
        spans=list(part.spans),
        without=without(query, part, parse),
        alternatives=[
            OtherReading(chip=other.chip, q=read_otherwise(query, part, other)) for other in part.alternatives
        ],
    )
