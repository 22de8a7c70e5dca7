"""Phrases of a language as patterns: ``[the] (last|previous) {unit}`` is three kinds of element and no code; pure.

``[x]`` may be left out, ``(x|y)`` is one of them, ``{slot}`` or ``{slot:name}`` is filled by whatever the slot reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from photonest.search.query.lexer import literals

_PIECE = re.compile(r"\{[a-z_]+(?::[a-z_]+)?\}|[\[\]()|]|[^\[\]()|{}]+")
MOST_FORMS = 400
MARKS = "&,+/"


class Slot(NamedTuple):
    """A hole of a pattern; what fills it is kept under `key`."""

    name: str
    key: str


Element = str | Slot
Form = tuple[Element, ...]


@dataclass
class Node:
    """A tree of forms: by literal, by slot, and the rules that end here."""

    words: dict[str, Node] = field(default_factory=dict)
    slots: dict[Slot, Node] = field(default_factory=dict)
    ends: list[str] = field(default_factory=list)

    def add(self, form: Form, rule: str) -> None:
        node = self
        for element in form:
            if isinstance(element, str):
                node = node.words.setdefault(element, Node())
            else:
                node = node.slots.setdefault(element, Node())
        if rule not in node.ends:
            node.ends.append(rule)


def expand(template: str) -> list[Form]:
    """Every form without options. Raises `ValueError` for a template that is no template."""
    pieces = _PIECE.findall(template)
    if "".join(pieces) != template:
        raise ValueError(f"not a template: {template}")
    texts, rest = _choice(pieces, 0)
    if rest != len(pieces) or len(texts) > MOST_FORMS:
        raise ValueError(f"not a template: {template}")
    forms = list(dict.fromkeys(_form(text) for text in texts))
    if not all(forms):
        raise ValueError(f"may be empty: {template}")
    return forms


def _choice(pieces: list[str], at: int) -> tuple[list[str], int]:
    """Texts divided by ``|``, up to a closing bracket."""
    every: list[str] = []
    while True:
        texts, at = _sequence(pieces, at)
        every += texts
        if at < len(pieces) and pieces[at] == "|":
            at += 1
            continue
        return every, at


def _sequence(pieces: list[str], at: int) -> tuple[list[str], int]:
    texts = [""]
    while at < len(pieces) and pieces[at] not in "|])":
        piece = pieces[at]
        options = [piece]
        if piece in {"[", "("}:
            options, at = _choice(pieces, at + 1)
            if at >= len(pieces) or pieces[at] != {"[": "]", "(": ")"}[piece]:
                raise ValueError("a bracket is not closed")
            if piece == "[":
                options = ["", *options]
        texts = [text + option for text in texts for option in options]
        at += 1
    return texts, at


def _form(text: str) -> Form:
    form: list[Element] = []
    for piece in re.split(r"(\{[^}]*\})", text):
        if piece.startswith("{"):
            name, _, key = piece[1:-1].partition(":")
            form.append(Slot(name, key or name))
        elif piece.startswith("'"):  # "'s" is one only after a word
            form += literals(f"x{piece}", marks=MARKS)[1:]
        else:
            form += literals(piece, marks=MARKS)
    return tuple(form)
