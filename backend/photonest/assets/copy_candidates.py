"""Which pairs of photos may be copies of one another, by their perceptual hashes; pure, 100,000 photos in seconds.

Every pair is counted, without an index: a copy that was cropped differs in up to 38 of 128 bits, and no index of
hashes finds that far without reading most of itself. Photos of two moments are never copies, which leaves few pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_BITS = 38
"""dHash and pHash together. Resized and recompressed copies differ in up to 8, cropped by 5 % a side in up to 36."""
MOST_STRETCH = 1.16
"""What a crop may change the ratio of the sides."""
SAME_MOMENT_S = 2
NO_MOMENT = np.iinfo(np.int64).min
ROWS = 256


@dataclass(frozen=True)
class Prints:
    """What is compared of each photo, a row each."""

    dhash: NDArray[np.uint64]
    phash: NDArray[np.uint64]
    ratio: NDArray[np.float32]
    """Width over height."""
    moment: NDArray[np.int64]
    """The camera's clock, s; `NO_MOMENT` where no camera told it: a copy may have lost it."""
    group: NDArray[np.int64]
    """The stack, 0 for none: what is on one stack is not looked at again."""

    def __len__(self) -> int:
        return len(self.dhash)

    def at(self, rows: NDArray[np.int64]) -> Prints:
        return Prints(self.dhash[rows], self.phash[rows], self.ratio[rows], self.moment[rows], self.group[rows])


def candidates(prints: Prints, new: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Pairs (row, row, differing bits) of which at least one is in `new`; each pair once."""
    order = np.array(sorted(set(new)), np.int64)
    is_new = np.zeros(len(prints), bool)
    is_new[order] = True
    told = prints.moment != NO_MOMENT
    silent_rows = np.flatnonzero(~told)
    # Without a clock: against everything. With one: against what has none, and what has the same.
    yield from _pairs(prints, order[~told[order]], np.arange(len(prints)), is_new)
    yield from _pairs(prints, order[told[order]], silent_rows, is_new)
    by_moment = np.flatnonzero(told)[np.argsort(prints.moment[told], kind="stable")]
    moments = prints.moment[by_moment]
    for row in order[told[order]]:
        low, high = np.searchsorted(
            moments, [prints.moment[row] - SAME_MOMENT_S, prints.moment[row] + SAME_MOMENT_S + 1]
        )
        if high - low > 1:
            yield from _pairs(prints, np.array([row]), by_moment[low:high], is_new)


def _pairs(
    prints: Prints, ones: NDArray[np.int64], others: NDArray[np.int64], is_new: NDArray[np.bool_]
) -> Iterator[tuple[int, int, int]]:
    right = prints.at(others)
    for start in range(0, len(ones), ROWS):
        rows = ones[start : start + ROWS]
        left = prints.at(rows)
        bits = np.bitwise_count(left.dhash[:, None] ^ right.dhash[None])
        bits += np.bitwise_count(left.phash[:, None] ^ right.phash[None])
        at, beside = np.nonzero(bits <= MOST_BITS)
        one, other = rows[at], others[beside]
        stretch = left.ratio[at] / right.ratio[beside]
        # Of two new photos each meets the other: the pair counts for the one with the smaller row.
        kept = (
            (one != other)
            & ~(is_new[other] & (other < one))
            & (stretch <= MOST_STRETCH)
            & (stretch >= 1 / MOST_STRETCH)
            & ((left.group[at] == 0) | (left.group[at] != right.group[beside]))
        )
        for a, b, count in zip(one[kept], other[kept], bits[at, beside][kept], strict=True):
            yield int(a), int(b), int(count)
