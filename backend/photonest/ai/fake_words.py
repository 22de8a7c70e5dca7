"""What the fake AI knows: things with a colour and words, and unit vectors made from words alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from photonest.ai.fake_looks import WORDS
from photonest.ai.half_vectors import encode_vector
from photonest_contracts.inference import Concept, EmbeddedText, Label, Vector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SPACE = "fake-words@1"
DIM = 64
CONCEPTS_FROM = 0.35
SKIN = (224, 172, 138)
"""Paint a filled box or ellipse in this colour and it counts as a face; what lies inside it tells faces apart."""


@dataclass(frozen=True)
class Colour:
    """One thing the fake can see: `rgb` is its colour; `parents` tie related words together."""

    name: str
    rgb: tuple[int, int, int]
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


COLOURS: tuple[Colour, ...] = (
    Colour("sea", (20, 80, 200), ("ocean",), ("water",)),
    Colour("lake", (60, 150, 190), (), ("water",)),
    Colour("beach", (235, 205, 120), ("sand", "seashore"), ("coast",)),
    Colour("forest", (20, 110, 40), ("woods", "trees"), ("nature",)),
    Colour("meadow", (130, 200, 60), ("grass", "lawn"), ("nature",)),
    Colour("snow", (245, 245, 250), ("ski slope",), ("winter",)),
    Colour("night", (8, 8, 16), ("darkness",), ()),
    Colour("rose", (210, 20, 40), ("red flower",), ("flower",)),
    Colour("lavender", (150, 90, 210), (), ("flower",)),
    Colour("sunset", (250, 120, 30), ("dusk",), ("sky",)),
    Colour("fog", (150, 150, 152), ("mist",), ("weather",)),
    Colour("dog", (120, 70, 30), ("puppy",), ("animal", "pet")),
)
OBJECTS: tuple[Colour, ...] = (
    Colour("person", SKIN, ("people", "man", "woman"), ()),
    Colour("car", (255, 0, 255), ("automobile",), ("vehicle",)),
    Colour("cat", (0, 255, 255), ("kitten",), ("animal", "pet")),
)
_FILLER = frozenset(
    {"a", "an", "the", "of", "in", "on", "at", "with", "and", "my", "photo", "photos", "picture", "pictures"}
)


@cache
def random_direction(seed: str, dim: int) -> Floats:
    """A unit vector that depends on `seed` alone: two seeds are nearly orthogonal."""
    import numpy as np

    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    direction = np.random.default_rng(number).normal(size=dim)
    unit: Floats = direction / np.linalg.norm(direction)
    return unit


@cache
def _thing_vectors() -> dict[str, Floats]:
    """Tag name -> unit vector: its own direction and, smaller, those of its parents."""
    import numpy as np

    vectors = {}
    for thing in (*COLOURS, *OBJECTS):
        vector = random_direction(thing.name, DIM) + sum(
            (0.8 * random_direction(parent, DIM) for parent in thing.parents), np.zeros(DIM)
        )
        vectors[thing.name] = vector / np.linalg.norm(vector)
    return vectors | {name: random_direction(f"look {name}", DIM) for name in WORDS}


@cache
def _words() -> dict[str, Floats]:
    """Every word the fake understands -> unit vector."""
    words: dict[str, Floats] = {name: _thing_vectors()[name] for name in WORDS}
    for thing in (*COLOURS, *OBJECTS):
        vector = _thing_vectors()[thing.name]
        words[thing.name] = vector
        words.update(dict.fromkeys(thing.synonyms, vector))
    for thing in (*COLOURS, *OBJECTS):
        for parent in thing.parents:
            words.setdefault(parent, random_direction(parent, DIM))
    return words


def embedded_text(text: str) -> EmbeddedText:
    import numpy as np

    known = _words()
    total = np.zeros(DIM)
    for word in text.lower().split():
        bare = word.strip(".,!?\"'")
        if bare and bare not in _FILLER:
            singular = bare if bare in known else bare.removesuffix("s")
            total = total + (known[singular] if singular in known else random_direction(f"word {bare}", DIM))
    norm = float(np.linalg.norm(total))
    vector = total / norm if norm else total
    near = [(name, float(vector @ tag)) for name, tag in _thing_vectors().items()]
    concepts = sorted((pair for pair in near if pair[1] >= CONCEPTS_FROM), key=lambda pair: (-pair[1], pair[0]))
    return EmbeddedText(
        vector=encode_vector(vector.tolist(), space=SPACE),
        concepts=tuple(Concept(name=name, similarity=min(1.0, similarity)) for name, similarity in concepts),
    )


def photo_vector(labels: tuple[Label, ...]) -> Vector:
    import numpy as np

    total = sum((label.score * _thing_vectors()[label.name] for label in labels), np.zeros(DIM))
    norm = float(np.linalg.norm(total))
    return encode_vector((total / norm if norm else total).tolist(), space=SPACE)
