"""Who belongs together: the rules between vectors and people. Pure; what the owner said always holds.

A person the owner touched (named, hid, corrected, …) is *known*: it keeps its faces and never merges with another known
one. Grouping in full dissolves all other groups and builds them anew; growing only adds what is new to what is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from photonest.people.cluster import CUT, FREE, Floats, Ints, average_link, nearest_group

NEAR = 0.55
"""Distance to a centroid up to which a left-over face joins a group (design record, MODELS.md 5)."""
NEAR_IF_POOR = 0.50
"""The same for a tiny, blurred or turned face, whose vector says less."""
ASK_UP_TO = 0.68
"""Between `CUT` and this, people are asked about, never merged; a grouped face further away is set free again."""
GOOD_FROM = 0.20
"""Quality below which a face is not a good one: tiny, blurred or turned."""
SURE_FROM = 0.80
"""Score of the detector below which it may be wallpaper: seen from 0.65 to 0.77, real faces from 0.85."""
LEAST_FACES = 2
"""A single face is nobody yet: thousands of passers-by would each become a person."""


@dataclass(frozen=True)
class Facts:
    """The faces of one owner that have a vector of one space, a row each, and what was said about them."""

    vectors: Floats
    is_good: NDArray[np.bool_]
    """Clear and surely a face; any other starts no group and moves no centroid."""
    person: Ints
    """Number of the person the face belongs to now, or `FREE`."""
    is_by_user: NDArray[np.bool_]
    is_known: NDArray[np.bool_]
    """For each person, whether the owner touched it."""
    refused: Sequence[tuple[int, int]] = ()
    """(row, person): this face is not that person."""
    apart: Sequence[tuple[int, int]] = field(default=())
    """(person, person): these two are different people."""


def regroup(facts: Facts, *, is_full: bool) -> Ints:
    """The person of each face: a present one, a new one (numbers from ``len(is_known)`` on) or `FREE`."""
    if not len(facts.vectors):
        return np.empty(0, np.intp)
    held, freed = _held(facts, is_full=is_full)
    refused = [*facts.refused, *freed]
    labels = _linked(facts, held, refused)
    labels = _present_numbers(facts, labels)
    return _with_left_overs(facts, labels, refused)


def _held(facts: Facts, *, is_full: bool) -> tuple[Ints, list[tuple[int, int]]]:
    """For each row the person it stays with before anything is merged, or `FREE`; and what freed rows refuse."""
    held = facts.person.copy()
    if not is_full:
        return held, []
    held[~np.isin(held, np.flatnonzero(facts.is_known))] = FREE
    apart: dict[int, list[int]] = {}
    for one, other in facts.apart:
        apart.setdefault(one, []).append(other)
        apart.setdefault(other, []).append(one)
    refused: list[tuple[int, int]] = []
    for number, rows in _rows_of(held).items():
        total, size = facts.vectors[rows].sum(axis=0), len(rows)
        if size < 3:
            continue
        # Mean distance to the others of the person; what no longer fits may go, unless the owner put it there.
        likeness = (facts.vectors[rows] @ total - 1.0) / (size - 1)
        gone = rows[(1.0 - likeness > ASK_UP_TO) & ~facts.is_by_user[rows]]
        held[gone] = FREE
        refused += [(int(row), other) for row in gone for other in apart.get(number, ())]
    return held, refused


def _linked(facts: Facts, held: Ints, refused: Sequence[tuple[int, int]]) -> Ints:
    """Average linkage over groups that are held together and free good faces; `FREE` for the others."""
    labels: Ints = np.full(len(held), FREE, np.intp)
    is_good = facts.is_good
    groups = _rows_of(held)
    numbers = list(groups)
    free = np.flatnonzero((held == FREE) & is_good)
    node: Ints = np.full(len(held), FREE, np.intp)
    node[free] = len(numbers) + np.arange(len(free))
    sums = np.zeros((len(numbers) + len(free), facts.vectors.shape[1]), np.float32)
    sizes, seeds = np.ones(len(sums)), np.full(len(sums), FREE, np.intp)
    sums[len(numbers) :] = facts.vectors[free]
    for place, number in enumerate(numbers):
        rows = groups[number]
        node[rows] = place
        telling = rows[is_good[rows]] if is_good[rows].any() else rows
        sums[place], sizes[place] = facts.vectors[telling].sum(axis=0), len(telling)
        if facts.is_known[number]:
            seeds[place] = number
    shut = {(int(node[row]), person) for row, person in refused if node[row] != FREE and seeds[node[row]] == FREE}
    linked = average_link(sums, sizes, seeds=seeds, refused=sorted(shut), cut=CUT)
    # Labels of new groups start above the highest seed; here they start above the highest person.
    linked = np.where(linked > seeds.max(initial=FREE), linked + len(facts.is_known), linked)
    labels[node != FREE] = linked[node[node != FREE]]
    return labels


def _present_numbers(facts: Facts, labels: Ints) -> Ints:
    """Give new groups the number of the untouched person most of whose faces they hold; drop those too small."""
    people = len(facts.is_known)
    is_new = labels >= people
    overlap = Counter(
        (int(before), int(label))
        for before, label in zip(facts.person[is_new], labels[is_new], strict=True)
        if before != FREE and not facts.is_known[before]
    )
    number_of: dict[int, int] = {}
    taken: set[int] = set()
    for (before, label), _ in sorted(overlap.items(), key=lambda item: (-item[1], item[0])):
        if label not in number_of and before not in taken:
            number_of[label] = before
            taken.add(before)
    found = labels.copy()
    fresh = people
    for label, rows in sorted(_rows_of(np.where(is_new, labels, FREE)).items()):
        if len(rows) < LEAST_FACES:
            found[rows] = FREE
        elif label in number_of:
            found[rows] = number_of[label]
        else:
            found[rows] = fresh
            fresh += 1
    return found


def _with_left_overs(facts: Facts, labels: Ints, refused: Sequence[tuple[int, int]]) -> Ints:
    """Faces without a group join the nearest one, if it is near."""
    is_good = facts.is_good
    left = np.flatnonzero(labels == FREE)
    groups = _rows_of(labels)
    if not len(left) or not groups:
        return labels
    numbers = list(groups)
    sums = np.zeros((len(numbers), facts.vectors.shape[1]), np.float32)
    for place, number in enumerate(numbers):
        rows = groups[number]
        telling = rows[is_good[rows]] if is_good[rows].any() else rows
        sums[place] = facts.vectors[telling].sum(axis=0)
    place_of_number = {number: place for place, number in enumerate(numbers)}
    place_of_row = {int(row): place for place, row in enumerate(left)}
    shut = [
        (place_of_row[row], place_of_number[person])
        for row, person in refused
        if row in place_of_row and person in place_of_number
    ]
    nearest, distance = nearest_group(facts.vectors[left], sums, refused=shut)
    is_near = distance <= np.where(is_good[left], NEAR, NEAR_IF_POOR)
    found = labels.copy()
    found[left[is_near]] = np.array(numbers, np.intp)[nearest[is_near]]
    return found


def _rows_of(labels: Ints) -> dict[int, Ints]:
    """Label -> its rows, without `FREE`."""
    order = np.argsort(labels, kind="stable")
    values, starts = np.unique(labels[order], return_index=True)
    parts = np.split(order, starts[1:])
    return {int(value): rows for value, rows in zip(values, parts, strict=True) if value != FREE}
