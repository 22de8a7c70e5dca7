"""Every pair within reach is a candidate once, and no other; 100,000 photos take seconds."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from photonest.assets.copy_candidates import MOST_BITS, NO_MOMENT, SAME_MOMENT_S, Prints, candidates


def prints(count: int, seed: int, *, silent: float) -> Prints:
    """Photos of which a third are near copies of others, some without a clock."""
    random = np.random.default_rng(seed)
    dhash = random.integers(0, 1 << 63, count, np.uint64)
    phash = random.integers(0, 1 << 63, count, np.uint64)
    moment = random.integers(0, 40, count)
    for row in range(0, count - 1, 3):
        flips = np.bitwise_or.reduce(np.uint64(1) << random.integers(0, 63, 12, np.uint64))
        dhash[row + 1], phash[row + 1] = dhash[row] ^ flips, phash[row] ^ flips
    moment = np.where(random.random(count) < silent, NO_MOMENT, moment)
    ratio = random.choice([1.5, 1.4, 0.75], count).astype(np.float32)
    return Prints(dhash, phash, ratio, moment, random.integers(0, 3, count))


def expected(of: Prints, new: set[int]) -> set[tuple[int, int]]:
    found = set()
    for one, other in combinations(range(len(of)), 2):
        bits = (int(of.dhash[one]) ^ int(of.dhash[other])).bit_count()
        bits += (int(of.phash[one]) ^ int(of.phash[other])).bit_count()
        told = NO_MOMENT not in (of.moment[one], of.moment[other])
        if (
            {one, other} & new
            and bits <= MOST_BITS
            and 1 / 1.16 <= of.ratio[one] / of.ratio[other] <= 1.16
            and not (told and abs(int(of.moment[one]) - int(of.moment[other])) > SAME_MOMENT_S)
            and not (of.group[one] == of.group[other] != 0)
        ):
            found.add((one, other))
    return found


@pytest.mark.parametrize("silent", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("share", [0.02, 0.5, 1.0])
def test_the_pairs_are_those_of_the_plain_rule(silent: float, share: float) -> None:
    of = prints(600, 7, silent=silent)
    new = set(np.random.default_rng(1).choice(600, int(600 * share), replace=False).tolist())
    found = [tuple(sorted(pair[:2])) for pair in candidates(of, sorted(new))]
    assert set(found) == expected(of, new)
    assert len(found) == len(set(found))
