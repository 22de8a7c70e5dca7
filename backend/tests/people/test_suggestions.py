"""Which groups are asked about, however many there are."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from photonest.core.ids import new_id
from photonest.people import suggestions
from photonest.people.suggestions import LEAST_FACES_UNNAMED, _Groups, _near_pairs


def groups(count: int, *, seed: int = 1) -> _Groups:
    rng = np.random.default_rng(seed)
    means = rng.normal(size=(count, 128)).astype(np.float32)
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    return _Groups([new_id() for _ in means], means, rng.integers(1, 9, count), rng.random(count) < 0.1)


def test_pairs_are_those_of_a_table_of_all_without_making_one(monkeypatch: pytest.MonkeyPatch) -> None:
    some = groups(400)
    monkeypatch.setattr(suggestions, "ASK_UP_TO", 0.8)
    distance = 1.0 - some.means @ some.means.T
    is_worth = some.is_named | (some.sizes >= LEAST_FACES_UNNAMED)
    wanted = np.nonzero(np.triu((distance <= 0.8) & is_worth[:, None] & is_worth[None, :], 1))
    for rows in (7, 512):
        monkeypatch.setattr(suggestions, "ROWS_AT_ONCE", rows)
        one, other, far = _near_pairs(some)
        assert set(zip(one.tolist(), other.tolist(), strict=True)) == set(
            zip(*(w.tolist() for w in wanted), strict=True)
        )
        assert far == pytest.approx(distance[one, other], abs=1e-5)
    assert len(one) > 50


def test_thousands_of_groups_take_no_table_of_all_pairs() -> None:
    many = groups(4_000)
    tracemalloc.start()
    _near_pairs(many)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000**2 * 4 / 2
