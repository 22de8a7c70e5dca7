"""Mountains, coasts and other stretches of the earth by name, as boxes, and the other names of places; pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from photonest.search.query.language import FOLDER, Words
from photonest.search.query.lexer import literals


@dataclass(frozen=True)
class KnownArea:
    """Degrees; `west` > `east` runs over the date line."""

    name: str
    south: float
    west: float
    north: float
    east: float


@cache
def areas() -> dict[str, KnownArea]:
    """Name in English -> area."""
    with (FOLDER / "areas.toml").open("rb") as file:
        data = tomllib.load(file)
    return {name: KnownArea(name, *entry["box"]) for name, entry in data.items()}


@cache
def area_words() -> Words:
    """Every name in every language."""
    with (FOLDER / "areas.toml").open("rb") as file:
        data = tomllib.load(file)
    root = Words()
    for name, entry in data.items():
        for called in (name, *entry.get("also", ())):
            root.add(literals(called), name)
    return root


@cache
def every_word() -> frozenset[str]:
    """Every word of every name of an area."""

    def below(words: Words) -> set[str]:
        return set(words.next).union(*map(below, words.next.values()))

    return frozenset(below(area_words()))


@cache
def other_names() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Folded name of a place -> all that it is called."""
    with (FOLDER / "places.toml").open("rb") as file:
        groups = tomllib.load(file)["groups"]
    return {literals(name): tuple(group) for group in groups for name in group}
