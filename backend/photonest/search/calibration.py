"""What a cosine means in a space that nobody calibrated by hand: measured on the owner's own photos.

Cosines of two models are not alike: where one gives 0.30 to the right photo, another gives it to every photo. So a
fixed list of texts that no photo shows is compared with the owner's photos. What the *nearest* photo of such a text
reaches is what chance reaches in this library; only more than that answers a query. The larger the library, the
higher chance reaches, and the cut-off follows.

The result maps cosines onto the scale that `fuse` knows, so that nothing else in search depends on the space.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from photonest.search.fuse import LIKENESS_FROM, SURE_LIKENESS, WEAK_LIKENESS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNRELATED = (
    "the square root of seventeen", "quarterly tax legislation", "an unpaid parking fine from 1974",
    "the smell of fresh paint", "a misunderstanding between two lawyers", "the price of copper next year",
    "a proof by induction", "what the neighbour meant yesterday", "the second subjunctive in German",
    "a purple elephant on the moon", "the inside of a black hole", "a conversation about interest rates",
    "the idea of justice", "an argument nobody heard", "the end of an opera that was never written",
    "a forgotten password", "the average rainfall in March", "a joke about prime numbers", "the sound of one hand",
    "an unopened letter about pensions", "a committee that never met", "the taste of salt and pepper",
    "a dream about falling upwards", "the colour of Tuesday", "a change in the bylaws of a society",
    "a glass submarine over the desert", "a penguin reading a tax return", "the year 3000", "a theory of everything",
    "two thirds of a promise", "a rule with no exception", "the meaning of silence", "an apology in Latin",
    "a dinosaur on a motorway", "the speed of darkness", "a volcano made of cheese", "the third law of thermodynamics",
    "a rumour about the minister", "an invisible staircase", "the depreciation of machinery", "a knight on Mars",
    "a contract without a signature", "a mermaid repairing a tractor", "the opposite of a circle",
    "a debate on grammar", "a long wait on the telephone", "a robot baking bread under water", "the history of zero",
)  # fmt: skip
"""No photo shows them; fixed, so that two libraries are measured alike. Rewording them changes every cut-off."""
QUIET = 0.95
"""Share of the unrelated texts for which nothing may be found."""
SAMPLE = 20_000
GROWN = 1.2
"""A library that has grown by so much since is measured again: chance reaches higher in a larger one."""
APART = 1e-3


@dataclass(frozen=True)
class Scale:
    """`base`: cosine of photos that have nothing to do with a text; `weak_from`, `sure_from`: of what may answer it."""

    base: float
    weak_from: float
    sure_from: float

    @property
    def points(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Cosines, rising, and what each of them reads as."""
        return (-1.0, self.base, self.weak_from, self.sure_from, 1.0), READ_AS

    def likeness(self, cosine: float) -> float:
        """The cosine as `fuse` reads it: straight from measured point to measured point."""
        return _between(cosine, *self.points)

    def cosine(self, likeness: float) -> float:
        """The other way round."""
        cosines, likenesses = self.points
        return _between(likeness, likenesses, cosines)

    def likenesses(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """The same for many."""
        import numpy as np

        return np.interp(cosines, *self.points).astype(np.float32)


READ_AS = (-1.0, LIKENESS_FROM, WEAK_LIKENESS, SURE_LIKENESS, 1.0)


def _between(value: float, given: Sequence[float], wanted: Sequence[float]) -> float:
    for (low, low_is), (high, high_is) in pairwise(zip(given, wanted, strict=True)):
        if value < high:
            return low_is + max(0.0, (value - low) / max(high - low, 1e-9)) * (high_is - low_is)
    return wanted[-1]


def measure(photos: NDArray[np.float32], texts: NDArray[np.float32]) -> Scale:
    """The scale of `photos` [n, dim] under unrelated `texts` [m, dim], both of length 1; n and m at least 1."""
    import numpy as np

    nearest = np.full(len(texts), -1.0, np.float32)
    total = 0.0
    for start in range(0, len(photos), 1024):
        cosines = photos[start : start + 1024] @ texts.T
        np.maximum(nearest, cosines.max(axis=0), out=nearest)
        total += float(cosines.sum(dtype=np.float64))
    base = total / (len(photos) * len(texts))
    sure = float(np.quantile(nearest, QUIET))
    weak = float(np.quantile(nearest, 0.5))
    # A single photo, or a net that knows no difference: keep the order of the points, whatever was measured.
    base = min(base, 1 - 3 * APART)
    weak = min(max(weak, base + APART), 1 - 2 * APART)
    return Scale(base=base, weak_from=weak, sure_from=min(max(sure + APART, weak + APART), 1 - APART))


def unit_rows(rows: Iterable[Sequence[float]]) -> NDArray[np.float32]:
    """Vectors as a matrix [n, dim], each of length 1; packed row by row, as lists take eight times the room."""
    import numpy as np

    matrix = np.stack([np.asarray(row, np.float32) for row in rows])
    unit: NDArray[np.float32] = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
    return unit
