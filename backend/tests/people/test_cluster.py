"""Average linkage: the same groups as a reference implementation, and constraints that always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from tests.people.likenesses import likenesses

from photonest.people.cluster import CUT, FREE, average_link, nearest_group


def same_groups(one: np.ndarray, other: np.ndarray) -> bool:
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))


@pytest.mark.parametrize("noise", [0.0, 0.6, 1.0, 1.6])
def test_the_groups_are_those_of_the_textbook_method(noise: float) -> None:
    vectors, _ = likenesses(people=25, faces=400, noise=noise, seed=3)
    expected = fcluster(linkage(vectors.astype(np.float64), "average", "cosine"), CUT, "distance")
    assert same_groups(average_link(vectors), expected)


def test_equal_faces_and_very_few_faces_are_grouped_too() -> None:
    one = np.eye(128, dtype=np.float32)[:1]
    assert average_link(np.repeat(one, 7, axis=0)).tolist() == [0] * 7
    assert average_link(one).tolist() == [0]
    assert average_link(np.empty((0, 128), np.float32)).tolist() == []
    assert average_link(np.eye(128, dtype=np.float32)[:3]).tolist() == [0, 1, 2]


def test_a_ready_group_counts_as_all_its_faces() -> None:
    vectors, who = likenesses(people=4, faces=80, noise=0.7, seed=5)
    group = np.flatnonzero(who == 0)[:10]
    rest = np.setdiff1d(np.arange(80), group)
    seeds = np.where(np.isin(np.arange(80), group), 0, FREE)
    apart = average_link(vectors, seeds=seeds)
    sums = np.vstack([vectors[group].sum(axis=0, keepdims=True), vectors[rest]])
    together = average_link(sums, np.array([10.0] + [1.0] * len(rest)), seeds=np.array([0] + [FREE] * len(rest)))
    assert same_groups(together[1:], apart[rest])


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_seeds_stay_together_apart_from_each_other_and_refusals_hold(seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors, _ = likenesses(people=6, faces=90, noise=float(rng.uniform(0, 1.5)), seed=seed)
    seeds = np.where(rng.random(90) < 0.3, rng.integers(0, 5, 90), FREE)  # against all likeness
    refused = [(int(row), int(rng.integers(0, 5))) for row in np.flatnonzero(seeds == FREE) if rng.random() < 0.5]
    labels = average_link(vectors, seeds=seeds, refused=refused, cut=0.8)
    assert (labels[seeds != FREE] == seeds[seeds != FREE]).all()
    for row, person in refused:
        assert person not in seeds or labels[row] != person
    assert labels.min() >= 0


def test_the_nearest_group_is_found_and_a_refused_one_never() -> None:
    groups = np.eye(128, dtype=np.float32)[:2]
    face = np.array([[0.8, 0.6] + [0.0] * 126], np.float32)
    nearest, distance = nearest_group(face, groups)
    assert (nearest[0], round(float(distance[0]), 4)) == (0, 0.2)
    nearest, distance = nearest_group(face, groups, refused=[(0, 0)])
    assert (nearest[0], round(float(distance[0]), 4)) == (1, 0.4)
    assert nearest_group(face, np.empty((0, 128), np.float32))[0].tolist() == [FREE]
